import { z } from 'zod';
import { PAYOUT_KINDS } from '../../../law/funds/funds.js';
import { DISBURSEMENT_DECISIONS, DISBURSEMENT_STATUSES } from '../../../law/states/disbursement.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { computedFen, positiveFen } from '../../../shared/money.js';
import { manyLines, oneLine } from '../../../shared/text-fields.js';
import { fileIds, fileIdsView } from '../../dossier/files/schema.js';
import { person } from '../../people/four-eyes/schema.js';

const common = {
  amountFen: positiveFen,
  payee: z
    .strictObject({
      bank: oneLine(200),
      name: oneLine(200),
      number: oneLine(40, { least: 6 }),
    })
    .describe('account to which the money goes; the number is stored sealed'),
  reason: manyLines(500).describe('basis of the payment; with money older than 30 days also why so late'),
  evidence: manyLines(2000)
    .optional()
    .describe('power of attorney, when the account is in another name (ST-04); the paper that other kinds rest on'),
  fileIds,
};

export const disbursementBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('APPLICANT'), applicantId: id, ...common }),
  z.strictObject({ kind: z.literal('REFUND'), refundTaskId: id, ...common }),
  z.strictObject({
    kind: z.enum(['FEE_TO_TREASURY', 'COST_TO_THIRD_PARTY', 'OTHER_COURT', 'HANDOVER_TO_ADMINISTRATOR', 'DEPOSIT']),
    ...common,
  }),
]);
export type DisbursementInput = z.infer<typeof disbursementBody>;

export const disbursementApprovalBody = z.strictObject({
  decision: z.enum(['APPROVE', 'REJECT']).default('APPROVE'),
  reason: manyLines(500).optional().describe('required when rejecting'),
});
export type DisbursementApprovalInput = z.infer<typeof disbursementApprovalBody>;

export const payoutBody = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('PAID'),
    paidOn: civilDate,
    bankTransactionNo: oneLine(64).describe('unique per court'),
  }),
  z.strictObject({ outcome: z.literal('FAILED'), reason: manyLines(500).describe('what the bank says') }),
  z.strictObject({
    outcome: z.literal('RETURNED'),
    returnedOn: civilDate.describe('day on which paid money was back on the account of the court'),
    reason: manyLines(500).describe('who sent it back, and why'),
  }),
]);
export type PayoutInput = z.infer<typeof payoutBody>;

export const disbursementView = z.object({
  id,
  caseId: id,
  kind: z.enum(PAYOUT_KINDS),
  applicantId: id.nullable(),
  refundTaskId: id.nullable(),
  amountFen: computedFen,
  payee: z.object({
    bank: z.string(),
    name: z.string(),
    number: z.string().nullable().describe('masked; see `unmask`'),
  }),
  reason: z.string(),
  evidence: z.string().nullable(),
  fileIds: fileIdsView,
  status: z.enum(DISBURSEMENT_STATUSES),
  paidOn: shownDate.nullable(),
  returnedOn: shownDate.nullable().describe('paid money that came back'),
  bankTransactionNo: z.string().nullable(),
  enteredBy: person,
  enteredFor: person.nullable().describe('the absent colleague whose office entered it'),
  enteredAt: moment,
  decisions: z.array(
    z.object({
      decision: z.enum(DISBURSEMENT_DECISIONS),
      by: z.string(),
      for: z.string().nullable(),
      at: moment,
      reason: z.string().nullable(),
    }),
  ),
});
export type DisbursementView = z.infer<typeof disbursementView>;

const held = {
  amountFen: computedFen.describe('what stands with the court'),
  oldestReceivedOn: shownDate.nullable(),
  payOutBy: shownDate
    .nullable()
    .describe('day 30 after the approval of the oldest money, or the next working day; later needs a reason'),
};

export const fundsView = z.object({
  caseId: id,
  receivedFen: computedFen.describe('approved payments that came through the court'),
  heldFen: computedFen.describe('received, less paid out and under way'),
  underWayFen: computedFen.describe('entered or approved, not yet paid'),
  paidOutFen: computedFen,
  overdrawnFen: computedFen.describe(
    'gone out or under way beyond what was received, after a reversal; nothing is paid out until it is filled',
  ),
  recoverableFen: computedFen.describe('paid to applicants beyond what is theirs by now: the court asks it back'),
  purposes: z.array(z.object({ kind: z.enum(PAYOUT_KINDS), underWayFen: computedFen, paidOutFen: computedFen })),
  applicants: z.array(
    z.object({
      applicantId: id,
      name: z.string(),
      entitledFen: computedFen,
      disbursedFen: computedFen,
      recoverableFen: computedFen,
      ...held,
    }),
  ),
  undivided: z.object(held).describe('money of several applicants which nothing divides'),
  refundsFen: computedFen.describe('surplus that waits to go back (AL-07)'),
  executionFeeFen: computedFen.describe('received for the execution fee and not handed to the treasury'),
  surplusWithApplicantsFen: computedFen.describe('paid directly beyond the debt: in the applicants’ hands, no refund'),
});
export type FundsView = z.infer<typeof fundsView>;
