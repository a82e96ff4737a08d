import { z } from 'zod';
import { COURT_LEVELS } from '../../../law/filing/court-codes.js';
import { pageQuery } from '../../../platform/paging.js';
import { shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { manyLines, oneLine } from '../../../shared/text-fields.js';
import { ENTRY_STATUSES } from '../../../tables/columns.js';
import { DIRECTORY_CHANGES, DIRECTORY_SUBJECTS } from '../../../tables/directory-changes.js';
import { fourEyesShape } from '../four-eyes/schema.js';

const name = oneLine(100);
const reason = manyLines(500).describe('why; goes on record');

/** A department as accounts name it, such as `INDUSTRY`. */
export const departmentCode = z.string().regex(/^[A-Z][A-Z0-9_]{1,31}$/, 'write a code such as INDUSTRY');
export const courtCode = oneLine(8).describe('number part of case numbers, such as 浙0702 (ID-03)');

const court = { subject: z.literal('COURT'), code: courtCode, reason };
const department = { subject: z.literal('DEPARTMENT'), code: departmentCode, reason };
const create = z.literal('CREATE');
const rename = z.literal('RENAME');
const close = z.literal('CLOSE');

export const directoryChangeBody = z.discriminatedUnion('subject', [
  z.discriminatedUnion('change', [
    z.strictObject({ ...court, change: create, name }),
    z.strictObject({ ...court, change: rename, name }),
    z.strictObject({ ...court, change: close }),
  ]),
  z.discriminatedUnion('change', [
    z.strictObject({ ...department, change: create, name }),
    z.strictObject({ ...department, change: rename, name }),
    z.strictObject({ ...department, change: close }),
  ]),
]);
export type DirectoryChangeInput = z.infer<typeof directoryChangeBody>;

export const directoryChangeView = z.object({
  id,
  courtCode: z.string().describe('the court whose administrators ask'),
  subject: z.enum(DIRECTORY_SUBJECTS),
  change: z.enum(DIRECTORY_CHANGES),
  code: z.string(),
  name: z.string().nullable(),
  ...fourEyesShape,
});
export type DirectoryChangeView = z.infer<typeof directoryChangeView>;

export const directoryChangeQuery = pageQuery.extend({ status: z.enum(ENTRY_STATUSES).optional() });
export type DirectoryChangeQuery = z.infer<typeof directoryChangeQuery>;

export const courtView = z.object({
  code: z.string(),
  name: z.string(),
  level: z.enum(COURT_LEVELS),
  parentCode: z.string().nullable(),
  closedOn: shownDate.nullable().describe('no case is filed there from that day on'),
});
export type CourtView = z.infer<typeof courtView>;

export const departmentView = z.object({
  courtCode: z.string(),
  code: z.string(),
  name: z.string(),
  closedOn: shownDate.nullable().describe('it is asked no more from that day on'),
});
export type DepartmentView = z.infer<typeof departmentView>;
