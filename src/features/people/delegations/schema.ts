import { z } from 'zod';
import { ROLES } from '../../../law/people/roles.js';
import { pageQuery } from '../../../platform/paging.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { manyLines } from '../../../shared/text-fields.js';
import { ENTRY_STATUSES } from '../../../tables/columns.js';
import { fourEyesShape, person } from '../four-eyes/schema.js';
import { role } from '../identity/schema.js';

const reason = manyLines(500).describe('why; goes on record');

export const delegationBody = z.strictObject({
  principalId: id.optional().describe('who is absent; without it the caller. For others only chief and president ask'),
  deputyId: id.describe('who acts meanwhile'),
  roles: z
    .array(role)
    .min(1)
    .max(ROLES.length)
    .refine((all) => new Set(all).size === all.length, 'a role stands twice')
    .describe('offices of the absent person that the deputy exercises'),
  fromOn: civilDate.describe('first day'),
  toOn: civilDate.describe('last day'),
  reason,
});
export type DelegationInput = z.infer<typeof delegationBody>;

export const delegationEndBody = z.strictObject({ reason });

export const delegationView = z.object({
  id,
  courtCode: z.string(),
  principal: person,
  deputy: person,
  roles: z.array(role),
  fromOn: shownDate,
  toOn: shownDate,
  inForce: z.boolean().describe('today the deputy may send the header Acting-For with the id of the principal'),
  ...fourEyesShape,
  endedBy: person.nullable(),
  endedAt: moment.nullable(),
  endReason: z.string().nullable(),
  version: z.int(),
});
export type DelegationView = z.infer<typeof delegationView>;

export const delegationQuery = pageQuery.extend({
  status: z.enum(ENTRY_STATUSES).optional(),
  inForce: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('true: only those of today'),
});
export type DelegationQuery = z.infer<typeof delegationQuery>;
