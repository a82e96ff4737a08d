import { z } from 'zod';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { oneLine, secretText } from '../../../shared/text-fields.js';
import { SCOPES } from '../../../tables/api-keys.js';
import { oneTimeCode } from '../identity/schema.js';

/** Longest life of a key. */
export const KEY_DAYS_MAX = 366;

const scope = z.enum(SCOPES);

export const apiKeyBody = z.strictObject({
  name: oneLine(100).describe('which machine uses it'),
  scopes: z
    .array(scope)
    .min(1)
    .max(SCOPES.length)
    .refine((all) => new Set(all).size === all.length, 'a scope stands twice'),
  days: z.int().min(1).max(KEY_DAYS_MAX).default(90).describe('life in days'),
  currentPassword: secretText(200),
  code: oneTimeCode.optional().describe('one-time code of this moment, where the account has a second factor'),
});
export type ApiKeyInput = z.infer<typeof apiKeyBody>;

export const apiKeyView = z.object({
  id,
  name: z.string(),
  scopes: z.array(scope),
  createdAt: moment,
  expiresAt: moment,
  lastUsedAt: moment.nullable().describe('to the minute'),
  revokedAt: moment
    .nullable()
    .describe('also by whatever ends all that is signed in: another password or second factor, a link, a sign-out'),
});
export type ApiKeyView = z.infer<typeof apiKeyView>;

export const madeApiKeyView = apiKeyView.extend({
  key: z.string().describe('shown this once; sent as a bearer token'),
});
export type MadeApiKeyView = z.infer<typeof madeApiKeyView>;
