import type { FixedColumns } from './columns/define.js';
import { DOSSIER_COLUMNS } from './columns/dossier.js';
import { MONEY_COLUMNS } from './columns/money.js';
import { PLANS_COLUMNS } from './columns/plans.js';
import { REVIEW_COLUMNS } from './columns/review.js';

/** Tables whose rows the record fixes, in the order in which verification reads them. */
export const FIXED_COLUMNS = {
  ...DOSSIER_COLUMNS,
  ...MONEY_COLUMNS,
  ...PLANS_COLUMNS,
  ...REVIEW_COLUMNS,
} as const;

export type FixedTable = keyof typeof FIXED_COLUMNS;

/** Every table whose rows are fixed, in the order of the list above. */
export const FIXED_TABLE_NAMES: readonly FixedTable[] = Object.keys(FIXED_COLUMNS).filter(
  (name): name is FixedTable => name in FIXED_COLUMNS,
);

/** What is fixed of a table. */
export const fixedColumnsOf = (table: FixedTable): FixedColumns => FIXED_COLUMNS[table];

/** The set by which rows are fixed now. */
export function newestSet(table: FixedTable): number {
  return Math.max(...Object.keys(FIXED_COLUMNS[table].sets).map(Number));
}

/** Tables that belong to cases and of which nothing is fixed, with the reason. */
export const NOT_FIXED: Readonly<Record<string, string>> = {
  case_events: 'the record itself',
  notices: 'a notice reminds and is never service (SV-03); the step or act that it tells of is fixed',
  close_failures: 'work of the daily close that has to be done again',
  audit_anchors: 'heads of chains under a signed root, which its signature covers',
};
