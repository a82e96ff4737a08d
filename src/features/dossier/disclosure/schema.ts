import { z } from 'zod';
import { id } from '../../../shared/ids.js';
import { oneLine } from '../../../shared/text-fields.js';
import { caseView } from '../cases/schema.js';

/** Fields that are stored sealed and shown masked (CP-05). */
export const SENSITIVE_FIELDS = [
  'COLLECTION_ACCOUNT_NUMBER',
  'IDENTITY_NUMBER',
  'PHONE',
  'PAYEE_ACCOUNT_NUMBER',
] as const;
/** Of these, cases are found by. */
export const SEARCHED_FIELDS = ['COLLECTION_ACCOUNT_NUMBER', 'IDENTITY_NUMBER', 'PHONE'] as const;

const purpose = oneLine(200, { least: 4 }).describe('why the value is needed; goes on record');

export const unmaskBody = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('COLLECTION_ACCOUNT_NUMBER'), purpose }),
  z.strictObject({ field: z.enum(['IDENTITY_NUMBER', 'PHONE']), partyId: id, purpose }),
  z.strictObject({ field: z.literal('PAYEE_ACCOUNT_NUMBER'), disbursementId: id, purpose }),
]);
export type UnmaskInput = z.infer<typeof unmaskBody>;

export const unmaskedView = z.object({
  field: z.enum(SENSITIVE_FIELDS),
  partyId: id.nullable(),
  disbursementId: id.nullable(),
  value: z.string(),
  remainingToday: z.int().describe('values that the caller may still unmask today'),
});
export type UnmaskedView = z.infer<typeof unmaskedView>;

/** Most cases that one search answers with. */
export const FOUND_MAX = 50;

export const caseSearchBody = z.strictObject({
  field: z.enum(SEARCHED_FIELDS),
  value: oneLine(40, { least: 4 }).describe('the whole value; parts of it find nothing'),
  purpose,
});
export type CaseSearchInput = z.infer<typeof caseSearchBody>;

export const caseSearchView = z.object({
  items: z.array(caseView).max(FOUND_MAX).describe(`cases within reach, newest filing first, ${FOUND_MAX} at most`),
});
export type CaseSearchView = z.infer<typeof caseSearchView>;
