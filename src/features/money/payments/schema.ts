import { z } from 'zod';
import { PAYMENT_DECISIONS, PAYMENT_STATUSES } from '../../../law/states/payment.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { computedFen, positiveFen } from '../../../shared/money.js';
import { manyLines, oneLine } from '../../../shared/text-fields.js';
import { LINE_PARTS_MAX, PAYMENT_CHANNELS } from '../../../tables/payments.js';
import { fileIds, fileIdsView } from '../../dossier/files/schema.js';

export const paymentBody = z.strictObject({
  amountFen: positiveFen,
  receivedOn: civilDate.describe('value date: arrival on the sub-account, or receipt by the applicant (AL-08)'),
  channel: z.enum(PAYMENT_CHANNELS),
  reference: oneLine(200).optional().describe("the payer's own text; not unique"),
  payerName: oneLine(200),
  bankTransactionNo: oneLine(64)
    .optional()
    .describe('number of the line of the bank, compared without regard to width, case and blanks'),
  part: z.int().min(1).max(LINE_PARTS_MAX).optional().describe('which part of that line this payment is; default 1'),
  bankLineFen: positiveFen.optional().describe('the whole line, where this payment is a part of it; default amountFen'),
  fileIds,
});
export type PaymentInput = z.infer<typeof paymentBody>;

export const approvalBody = z.strictObject({
  decision: z.enum(['APPROVE', 'REJECT']).default('APPROVE'),
  reason: manyLines(500).optional().describe('required when rejecting'),
});
export type ApprovalInput = z.infer<typeof approvalBody>;

export const confirmationBody = z.strictObject({
  evidence: manyLines(2000).optional().describe('an officer gives this or files'),
  fileIds,
});
export type ConfirmationInput = z.infer<typeof confirmationBody>;
export const receiptFindingBody = z.strictObject({
  reason: manyLines(2000).describe('what the bank proof shows, and why the applicant need not say so'),
  fileIds: fileIds.describe('the bank proof'),
});
export type ReceiptFinding = z.infer<typeof receiptFindingBody>;
export const reversalBody = z.strictObject({ reason: manyLines(500) });

/** The secretariat sees no bank data (section 12.1). */
const BANK_DATA = 'null also where bank data are not for the caller';

export const paymentView = z.object({
  id,
  caseId: id,
  amountFen: computedFen,
  receivedOn: shownDate,
  channel: z.enum(PAYMENT_CHANNELS),
  reference: z.string().nullable().describe(BANK_DATA),
  payerName: z.string().nullable().describe(BANK_DATA),
  bankTransactionNo: z.string().nullable().describe(BANK_DATA),
  part: z.int().describe('which part of the line of the bank'),
  bankLineFen: computedFen.nullable().describe('the whole line of the bank; null without its number'),
  transferredFrom: id
    .nullable()
    .describe('the payment that it was moved from; null also where it is not for the caller'),
  fileIds: fileIdsView,
  status: z.enum(PAYMENT_STATUSES),
  confirmedByApplicant: z.boolean().describe('needed for DIRECT_TO_APPLICANT only (AL-08)'),
  receiptFindableFrom: shownDate
    .nullable()
    .describe('from when a judge may find receipt instead; null where nobody has to say it any more'),
  allocations: z
    .array(z.object({ bucket: z.string(), instalmentNo: z.int().nullable(), amountFen: computedFen }))
    .describe('net postings of this payment; empty until it counts'),
  shares: z
    .array(z.object({ applicantId: id, amountFen: computedFen }))
    .nullable()
    .describe('what each applicant gets of it; empty until it counts, null where nothing says how several divide it'),
  surplusFen: computedFen.describe('left over, never booked to the creditor (AL-07)'),
  enteredBy: z.object({ id, name: z.string() }),
  enteredOn: shownDate,
  enteredFor: z.object({ id, name: z.string() }).nullable().describe('the absent colleague whose office entered it'),
  decisions: z.array(
    z.object({
      decision: z.enum(PAYMENT_DECISIONS),
      by: z.string(),
      for: z.string().nullable().describe('the absent colleague whose office decided'),
      at: moment,
      reason: z.string().nullable(),
      fileIds: fileIdsView,
    }),
  ),
  createdAt: moment,
});
export type PaymentView = z.infer<typeof paymentView>;
