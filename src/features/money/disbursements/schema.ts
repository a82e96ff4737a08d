import { z } from 'zod';
import { DISBURSEMENT_DECISIONS, DISBURSEMENT_STATUSES } from '../../../law/states/disbursement.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { computedFen, positiveFen } from '../../../shared/money.js';
import { DISBURSEMENT_KINDS } from '../../../tables/disbursements.js';
import { fileIds, fileIdsView } from '../../dossier/files/schema.js';
import { person } from '../../people/four-eyes/schema.js';

const text = (maximum: number) => z.string().trim().min(1).max(maximum);

const common = {
  amountFen: positiveFen,
  payee: z
    .strictObject({ bank: text(200), name: text(200), number: z.string().trim().min(6).max(40) })
    .describe('account to which the money goes; the number is stored sealed'),
  reason: text(500).describe('basis of the payment; with money older than 30 days also why so late'),
  evidence: text(2000).optional().describe('power of attorney, when the account is in another name (ST-04)'),
  fileIds,
};

export const disbursementBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('APPLICANT'), applicantId: id, ...common }),
  z.strictObject({ kind: z.literal('REFUND'), refundTaskId: id, ...common }),
]);
export type DisbursementInput = z.infer<typeof disbursementBody>;

export const disbursementApprovalBody = z.strictObject({
  decision: z.enum(['APPROVE', 'REJECT']).default('APPROVE'),
  reason: text(500).optional().describe('required when rejecting'),
});
export type DisbursementApprovalInput = z.infer<typeof disbursementApprovalBody>;

export const payoutBody = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('PAID'),
    paidOn: civilDate,
    bankTransactionNo: text(64).describe('unique per court'),
  }),
  z.strictObject({ outcome: z.literal('FAILED'), reason: text(500).describe('what the bank says') }),
]);
export type PayoutInput = z.infer<typeof payoutBody>;

export const disbursementView = z.object({
  id,
  caseId: id,
  kind: z.enum(DISBURSEMENT_KINDS),
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
  payOutBy: shownDate.nullable().describe('30 days from the oldest money; later needs the approval to say why'),
};

export const fundsView = z.object({
  caseId: id,
  applicants: z.array(
    z.object({ applicantId: id, name: z.string(), entitledFen: computedFen, disbursedFen: computedFen, ...held }),
  ),
  undivided: z.object(held).describe('money of several applicants which nothing divides'),
  refundsFen: computedFen.describe('surplus that waits to go back (AL-07)'),
  executionFeeFen: computedFen.describe('received for the execution fee, which is the court’s'),
  overdrawnFen: computedFen.describe(
    'paid out beyond what is there, after a reversal; nothing is paid out until it is settled',
  ),
});
export type FundsView = z.infer<typeof fundsView>;
