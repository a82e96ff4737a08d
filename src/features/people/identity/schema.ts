import { z } from 'zod';
import { ROLES, SECOND_FACTORS } from '../../../law/people/roles.js';
import { id } from '../../../shared/ids.js';
import { oneLine, secretText } from '../../../shared/text-fields.js';
import { externalIdentity } from '../../../tables/account-json.js';

export const role = z.enum(ROLES);

/** Form of a user name, and what it is called. */
export const USERNAME = /^[A-Za-z0-9][A-Za-z0-9._-]{2,49}$/;
export const USERNAME_FORM = '3 to 50 letters, digits, dots, hyphens or underscores';

/** A password to be; what is wrong with it is said by `findWeakness`. */
export const newPassword = secretText(200);

/** A one-time code as an authenticator shows it. */
export const oneTimeCode = z.string().regex(/^\d{6}$/, 'write the six digits');

export const signInBody = z.strictObject({
  username: oneLine(100),
  password: secretText(200),
  code: secretText(10, { least: 0 }).optional().describe('one-time code, where the account has a second factor'),
});

export const accessToken = z.object({
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresIn: z.int().describe('seconds'),
});

export const me = z.object({
  id,
  username: z.string(),
  displayName: z.string(),
  roles: z.array(role),
  courtCode: z.string().nullable(),
  parties: z
    .array(z.object({ id, name: z.string() }))
    .describe('parties this account acts for; the header Acting-Party with one id narrows a request to it'),
  identity: externalIdentity.nullable().describe('who the person is at the issuer of sign-ins'),
  actsFor: z
    .object({ id, name: z.string() })
    .nullable()
    .describe('the absent colleague whose office the header Acting-For asks for'),
  secondFactor: z
    .enum(SECOND_FACTORS)
    .describe('REQUIRED: the account does nothing but set one up (`POST /v1/me/second-factor`)'),
});
export type Me = z.infer<typeof me>;
