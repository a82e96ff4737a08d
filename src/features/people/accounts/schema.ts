import { z } from 'zod';
import { ROLES } from '../../../law/people/roles.js';
import { pageQuery } from '../../../platform/paging.js';
import { unifiedSocialCreditCode } from '../../../shared/identifiers/credit-code.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { manyLines, oneLine, secretText } from '../../../shared/text-fields.js';
import { externalIdentity, wantedAccount } from '../../../tables/account-json.js';
import { ACCOUNT_NOTICE_KINDS, REQUEST_KINDS } from '../../../tables/accounts.js';
import { ENTRY_STATUSES } from '../../../tables/columns.js';
import { USER_STATUSES } from '../../../tables/identity.js';
import { departmentCode } from '../courts-and-departments/schema.js';
import { fourEyesShape, person } from '../four-eyes/schema.js';
import { newPassword, role, USERNAME, USERNAME_FORM } from '../identity/schema.js';

const reason = manyLines(500).describe('why; goes on record');
const PARTIES_MAX = 50;

const rights = {
  roles: z
    .array(role)
    .min(1)
    .max(ROLES.length)
    .refine((all) => new Set(all).size === all.length, 'a role stands twice'),
  departmentCode: departmentCode.optional().describe('only for DEPARTMENT'),
  parties: z
    .array(z.union([z.strictObject({ unifiedSocialCreditCode }), z.strictObject({ partyId: id })]))
    .max(PARTIES_MAX)
    .optional()
    .describe('for ENTERPRISE and APPLICANT: parties of cases of this court'),
  identity: externalIdentity
    .nullable()
    .optional()
    .describe('who the person is at the issuer of sign-ins; null takes it away, absent leaves it'),
};

export const accountRequestBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('CREATE'),
    username: z.string().regex(USERNAME, `write ${USERNAME_FORM}`),
    displayName: oneLine(100),
    email: z.email().max(200).optional(),
    ...rights,
    reason,
  }),
  z.strictObject({
    kind: z.literal('CHANGE'),
    userId: id,
    displayName: oneLine(100).optional(),
    ...rights,
    reason,
  }),
  z.strictObject({ kind: z.literal('REACTIVATE'), userId: id, reason }),
  z.strictObject({ kind: z.literal('GIVE_LINK'), userId: id, reason }),
  z.strictObject({ kind: z.literal('RESET_FACTOR'), userId: id, reason }),
]);
export type AccountRequestInput = z.infer<typeof accountRequestBody>;

export const accountRequestView = z.object({
  id,
  kind: z.enum(REQUEST_KINDS),
  userId: id.nullable().describe('null until an account that is asked for exists'),
  wanted: wantedAccount,
  before: wantedAccount.nullable().describe('the account as it is, while the request waits'),
  ...fourEyesShape,
});
export type AccountRequestView = z.infer<typeof accountRequestView>;

export const accountRequestQuery = pageQuery.extend({ status: z.enum(ENTRY_STATUSES).optional() });
export type AccountRequestQuery = z.infer<typeof accountRequestQuery>;

export const userView = z.object({
  id,
  username: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  status: z.enum(USER_STATUSES),
  hasSecondFactor: z.boolean(),
  identity: externalIdentity.nullable().describe('who the person is at the issuer of sign-ins'),
  roles: z.array(role),
  courtCode: z.string().nullable(),
  departmentCode: z.string().nullable(),
  parties: z.array(z.object({ id, name: z.string() })),
  createdAt: moment,
  version: z.int(),
});
export type UserView = z.infer<typeof userView>;

export const userQuery = pageQuery.extend({ status: z.enum(USER_STATUSES).optional() });
export type UserQuery = z.infer<typeof userQuery>;

export const reasonBody = z.strictObject({ reason });

export const invitationView = z.object({
  token: z.string().describe('shown this once; whoever has it sets the password'),
  path: z.string().describe('page of the portal that takes it'),
  expiresAt: moment,
});
export type InvitationView = z.infer<typeof invitationView>;

export const accountNoticeView = z.object({
  id,
  kind: z.enum(ACCOUNT_NOTICE_KINDS),
  about: person.describe('the account into which others have opened a way: the own one, or one of the court'),
  askedBy: person.nullable().describe('null: the operator, from the command line'),
  decidedBy: person.nullable(),
  createdAt: moment,
  readAt: moment.nullable(),
});
export type AccountNoticeView = z.infer<typeof accountNoticeView>;

export const acceptanceBody = z.strictObject({ token: secretText(100), password: newPassword });
export const acceptedView = z.object({ username: z.string() });
