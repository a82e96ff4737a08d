import { z } from 'zod';
import { SHOWN_REFUND_STATUSES } from '../../../law/states/refund.js';
import { pageQuery } from '../../../platform/paging.js';
import { shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { computedFen } from '../../../shared/money.js';

export const refundTaskView = z.object({
  id,
  caseId: id,
  caseNumber: z.string(),
  paymentId: id,
  payerName: z.string().nullable().describe('null where bank data are not for the caller'),
  receivedOn: shownDate,
  amountFen: computedFen.describe('what of the payment is nobody’s claim; 0 when voided'),
  paidFen: computedFen.describe('paid back so far, by disbursements'),
  status: z
    .enum(SHOWN_REFUND_STATUSES)
    .describe('VOIDED: the payment leaves nothing over any more; DONE: it is paid back'),
  openedOn: shownDate,
  version: z.int(),
});
export type RefundTaskView = z.infer<typeof refundTaskView>;

export const refundTaskQuery = pageQuery.extend({
  status: z.enum(SHOWN_REFUND_STATUSES).optional(),
  caseId: id.optional(),
});
export type RefundTaskQuery = z.infer<typeof refundTaskQuery>;
