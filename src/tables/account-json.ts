import { z } from 'zod';
import { ROLES } from '../law/people/roles.js';
import { id } from '../shared/ids.js';
import { oneLine } from '../shared/text-fields.js';

/** Somebody as an issuer of OpenID Connect knows him. */
export const externalIdentity = z.strictObject({
  issuer: z.url().max(300).describe('issuer identifier'),
  subject: oneLine(255).describe('`sub` of the person there'),
});

/** An account as a request wants it. */
export const wantedAccount = z.object({
  username: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  roles: z.array(z.enum(ROLES)),
  courtCode: z.string().nullable(),
  departmentCode: z.string().nullable(),
  partyIds: z.array(id),
  identity: externalIdentity.nullable().default(null),
});
export type WantedAccount = z.infer<typeof wantedAccount>;

/** The account that a request asks for, in wire form. */
export type StoredWantedAccount = z.input<typeof wantedAccount>;
