import { z } from 'zod';
import { moment } from '../../../shared/moment.js';
import { secretText } from '../../../shared/text-fields.js';
import { newPassword, oneTimeCode } from '../identity/schema.js';

export const passwordBody = z.strictObject({ currentPassword: secretText(200), password: newPassword });

/** 24 hexadecimal digits: the name of a session, not the session. */
const sessionName = z.string().regex(/^[0-9a-f]{24}$/);

export const sessionView = z.object({
  id: sessionName.describe('names the session, and opens nothing'),
  signedInAt: moment,
  lastSeenAt: moment,
  endsAt: moment.describe('unless it is used again before'),
});
export type SessionView = z.infer<typeof sessionView>;
export const signedOutView = z.object({ ended: z.int().describe('portal sessions that have ended') });
export const sessionParams = z.object({ sessionId: sessionName });

export const enrolmentBody = z.strictObject({ currentPassword: secretText(200) });
export const enrolmentView = z.object({
  secret: z.string().describe('for typing into an authenticator app; base32'),
  uri: z.string().describe('the same as an otpauth address, for a QR code'),
});
export type EnrolmentView = z.infer<typeof enrolmentView>;
export const confirmationBody = z.strictObject({ code: oneTimeCode });
