import { z } from 'zod';
import { id } from '../../../shared/ids.js';

/** Tries one mail notice that waits. */
export const DELIVER_NOTICE = 'deliver-notice';
export const deliverNoticePayload = z.object({ courtCode: z.string(), noticeId: id });
export type DeliverNoticePayload = z.infer<typeof deliverNoticePayload>;
