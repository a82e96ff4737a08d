import { z } from 'zod';
import { pageQuery } from '../../platform/paging.js';
import { id } from '../../shared/ids.js';
import { computedFen } from '../../shared/money.js';

export const REFUND_STATUSES = ['OPEN', 'VOIDED'] as const;

export const refundTaskView = z.object({
  id,
  caseId: id,
  caseNumber: z.string(),
  paymentId: id,
  payerName: z.string(),
  receivedOn: z.string(),
  amountFen: computedFen.describe('what of the payment is nobody’s claim; 0 when voided'),
  status: z.enum(REFUND_STATUSES).describe('VOIDED: the payment leaves nothing over any more'),
  openedOn: z.string(),
  version: z.int(),
});
export type RefundTaskView = z.infer<typeof refundTaskView>;

export const refundTaskQuery = pageQuery.extend({
  status: z.enum(REFUND_STATUSES).optional(),
  caseId: id.optional(),
});
export type RefundTaskQuery = z.infer<typeof refundTaskQuery>;
