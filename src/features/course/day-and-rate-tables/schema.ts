import { z } from 'zod';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { manyLines, oneLine } from '../../../shared/text-fields.js';
import { REFERENCE_STATUSES } from '../../../tables/day-and-rate-tables.js';

/** Where the figures of an entry can be read. */
export const source = oneLine(500).optional().describe('where the figures can be read: address or document number');

/** The word of the second person on an entry (CP-01). */
export const releaseBody = z.strictObject({
  decision: z.enum(['RELEASE', 'REJECT']).default('RELEASE'),
  reason: manyLines(500).optional().describe('required when rejecting'),
});
export type ReleaseInput = z.infer<typeof releaseBody>;

const person = z.object({ id, name: z.string() });

/** What every entry into a table of days or rates answers beside its figures. */
export const entryView = z.object({
  id,
  status: z.enum(REFERENCE_STATUSES).describe('only RELEASED rows are used in calculations'),
  source: z.string().nullable(),
  enteredBy: person.nullable().describe('null for a row that the product ships'),
  enteredAt: moment.nullable(),
  decidedBy: person.nullable(),
  decidedAt: moment.nullable(),
  reason: z.string().nullable(),
});
export type EntryView = z.infer<typeof entryView>;

export const entryStatus = z.enum(REFERENCE_STATUSES);
