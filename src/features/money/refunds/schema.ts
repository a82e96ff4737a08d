import { z } from 'zod';
import { pageQuery } from '../../../platform/paging.js';
import { id } from '../../../shared/ids.js';
import { computedFen } from '../../../shared/money.js';
import { shownDate } from '../../../shared/civil-date.js';

export const REFUND_STATUSES = ['OPEN', 'VOIDED'] as const;
/** What a reader sees: an open task is done once its sum is paid back. */
export const SHOWN_STATUSES = [...REFUND_STATUSES, 'DONE'] as const;

export const refundTaskView = z.object({
  id,
  caseId: id,
  caseNumber: z.string(),
  paymentId: id,
  payerName: z.string(),
  receivedOn: shownDate,
  amountFen: computedFen.describe('what of the payment is nobody’s claim; 0 when voided'),
  paidFen: computedFen.describe('paid back so far, by disbursements'),
  status: z.enum(SHOWN_STATUSES).describe('VOIDED: the payment leaves nothing over any more; DONE: it is paid back'),
  openedOn: shownDate,
  version: z.int(),
});
export type RefundTaskView = z.infer<typeof refundTaskView>;

export const refundTaskQuery = pageQuery.extend({
  status: z.enum(SHOWN_STATUSES).optional(),
  caseId: id.optional(),
});
export type RefundTaskQuery = z.infer<typeof refundTaskQuery>;
