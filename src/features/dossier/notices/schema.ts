import { z } from 'zod';
import { NOTICE_KINDS } from '../../../law/course/notice-kinds.js';
import { pageQuery } from '../../../platform/paging.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { NOTICE_CHANNELS, NOTICE_DELIVERIES } from '../../../tables/notices.js';

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
