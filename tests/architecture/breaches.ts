// What still breaks an order of the house. Each list may only shrink: a breach that is not listed fails its test, and
// so does a row whose breach is gone.

/** Imports against the order of rooms. */
export const UPWARD: readonly string[] = [];

/** Features of one wing that import each other. */
export const MUTUAL_PAIRS: readonly string[] = [];

/** Three or more features of one wing that import each other in a ring. */
export const CIRCLES: readonly string[] = [];

/** Imports that a kind of file may not have. */
export const FORBIDDEN_KINDS: readonly string[] = [];

/** Owners in `src/tables/owners.ts` whose room is not built yet. */
export const ROOMS_TO_COME: readonly string[] = [];

/** Files that write a table of another room. */
export const STRAY_WRITERS: readonly string[] = [];

/** Files that hand a table on as a value. */
export const PASSED_TABLES: readonly string[] = [
  // Conditions on a column that several tables have.
  'src/features/course/bring-up-to-date/repository.ts → instalment_progress',
  'src/features/course/bring-up-to-date/repository.ts → plan_applicants',
  'src/features/course/bring-up-to-date/repository.ts → plan_instalments',
  'src/features/course/day-and-rate-tables/holidays/service.ts → calendar_years',
  'src/features/course/day-and-rate-tables/lending-rates/service.ts → lending_rates',
  'src/features/dossier/notices/service.ts → notices',
  'src/features/operations/audit/derived-rows.ts → case_parties',
  'src/features/operations/audit/derived-rows.ts → disbursements',
  // What one query selects, named once.
  'src/features/dossier/cases/repository.ts → cases',
];

/** Files that list tables, each by its name, for those who read all that belongs to a case. */
export const LISTS_OF_TABLES: readonly string[] = ['src/features/dossier/cases/record/fixed-tables.ts'];

/** Files whose raw SQL writes a table that it is told. */
export const TOLD_WRITERS: readonly string[] = [
  // `insertRows`, whose callers name the table.
  'src/platform/bulk-insert.ts',
];
