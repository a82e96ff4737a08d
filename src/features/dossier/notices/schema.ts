import { z } from 'zod';
import { pageQuery } from '../../../platform/paging.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';

export const NOTICE_KINDS = [
  'REMINDER',
  'OVERDUE',
  'DEMAND',
  'BREACH',
  'STEP_PROPOSED',
  'STEP_VOIDED',
  'CURED',
  'FULLY_PAID',
  'PLAN_ACTIVATED',
  'PAYMENT_BOOKED',
  'PAYMENT_REVERSED',
  'CLAIM_CORRECTED',
  'REFUND_DUE',
  'FUNDS_PAID_OUT',
  'DEPARTMENT_ASKED',
  'RELIEF_DECIDED',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const NOTICE_CHANNELS = ['INBOX', 'MAIL'] as const;
export const NOTICE_DELIVERIES = ['DELIVERED', 'QUEUED', 'SENT', 'FAILED', 'SUPERSEDED'] as const;

export const noticeView = z.object({
  id,
  kind: z.enum(NOTICE_KINDS),
  caseId: id,
  caseNumber: z.string(),
  channel: z.enum(NOTICE_CHANNELS),
  title: z.string(),
  body: z.string(),
  createdAt: moment,
  readAt: moment.nullable(),
  delivery: z.enum(NOTICE_DELIVERIES),
});
export type NoticeView = z.infer<typeof noticeView>;

export const noticeQuery = pageQuery.extend({
  unread: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  caseId: id.optional(),
  kind: z.enum(NOTICE_KINDS).optional(),
});
export type NoticeQuery = z.infer<typeof noticeQuery>;
