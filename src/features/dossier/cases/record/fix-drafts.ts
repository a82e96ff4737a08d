import { getTableColumns } from 'drizzle-orm';
import { FIXED_TABLE_NAMES, type FixedTable, fixedColumnsOf, newestSet } from '../../../../law/record/fixed-columns.js';
import { type Fix, fixRows } from '../../../../law/record/row-digests.js';
import type { Database } from '../../../../platform/database.js';
import { together } from '../../../../platform/snapshot.js';
import { groupBy } from '../../../../shared/group-by.js';
import { invariant } from '../../../../shared/require.js';
import { type CaseRow, cases } from '../../../../tables/cases.js';
import type { PendingEvent, Taken } from '../case-file.js';
import { definitionOf } from '../events/catalogue.js';
import type { EventDefinition } from '../events/define.js';
import { joinRows, readTables, type RowsOfCases } from './read-rows.js';

/** An event with what it fixes. */
export type FixedEvent = PendingEvent & { readonly fixes: readonly Fix[] };

const fixedBy = ({ type }: PendingEvent): EventDefinition['fixes'] => definitionOf(type)?.fixes;

const fixesAll = (event: PendingEvent) => fixedBy(event) === 'ALL';

function tablesOf(events: readonly PendingEvent[]): readonly FixedTable[] {
  if (events.some(fixesAll)) return FIXED_TABLE_NAMES;
  return [...new Set(events.flatMap((event) => fixedBy(event) ?? []))].filter((one) => one !== 'ALL');
}

/** Properties of the row of a case that are fixed, with the names of their columns. */
const FIXED_PROPERTIES = Object.entries(getTableColumns(cases))
  .map(([property, { name }]) => ({ property, name }))
  .filter(({ name }) => fixedColumnsOf('cases').sets[newestSet('cases')]?.includes(name));

type Values = Readonly<Record<string, unknown>>;

function fixCase(row: CaseRow): Fix[] {
  const values: Values = row;
  const stored = Object.fromEntries(FIXED_PROPERTIES.map(({ property, name }) => [name, values[property]]));
  return fixRows('cases', newestSet('cases'), [stored]);
}

/** Whether something fixed of a case differs. Most acts leave every value where it was: nothing is digested then. */
function differs(stored: CaseRow | undefined, row: CaseRow): boolean {
  if (stored === undefined) return true;
  const [before, now]: [Values, Values] = [stored, row];
  if (FIXED_PROPERTIES.every(({ property }) => before[property] === now[property])) return false;
  return fixCase(stored)[0]?.digest !== fixCase(row)[0]?.digest;
}

/** What of the row of the case has changed since it was fixed; empty where nothing has. */
function fixOwnRow({ row, stored, drafts }: Taken): Fix[] {
  if (!differs(stored, row) && !drafts.some(fixesAll)) return [];
  invariant(drafts.length > 0, 'A case has changed and no event says so');
  return fixCase(row);
}

/** Cases that are read together: those of one court, and of which all rows or only new ones are fixed. */
const groupTaken = (taken: readonly Taken[]) =>
  groupBy(taken, ({ row, drafts }) => `${row.courtCode} ${drafts.some(fixesAll)}`).values();

async function readWritten(db: Database, taken: readonly Taken[]): Promise<RowsOfCases> {
  const read = [...groupTaken(taken)].map((group) => {
    const drafts = group.flatMap((one) => one.drafts);
    const of = { courtCode: group[0]?.row.courtCode ?? '', caseIds: group.map(({ row }) => row.id) };
    const tables = tablesOf(drafts).filter((table) => table !== 'cases');
    return readTables(db, tables, of, drafts.some(fixesAll) ? 'ALL' : 'NOW');
  });
  return joinRows((await together(read)).flat());
}

/** The events of one case; each row is fixed by the last event that fixes rows of its table. */
function fixDraftsOfCase(taken: Taken, rows: RowsOfCases): FixedEvent[] {
  const fixes = taken.drafts.map((): Fix[] => []);
  for (const table of tablesOf(taken.drafts)) {
    const found = rows(taken.row.id, table);
    if (found.length === 0) continue;
    const by = taken.drafts.findLastIndex((draft) => fixesAll(draft) || (fixedBy(draft) ?? []).includes(table));
    fixes[by]?.push(...fixRows(table, newestSet(table), found));
  }
  fixes.at(-1)?.push(...fixOwnRow(taken));
  return taken.drafts.map((draft, index) => ({ ...draft, fixes: fixes[index] ?? [] }));
}

/**
 * Reads what the running transaction has written of cases, and says which event fixes it. What is fixed is what the
 * database holds, not what the program meant to write: verification reads the same.
 * @param taken - cases with what was done to them
 * @returns the events of each case, in the order of the cases
 * Throws: `Error`, when the row of a case has changed and no event says so.
 * Law: EV-02.
 */
export async function fixDrafts(db: Database, taken: readonly Taken[]): Promise<FixedEvent[][]> {
  const rows = await readWritten(db, taken);
  return taken.map((one) => {
    if (one.drafts.length === 0) fixOwnRow(one);
    return fixDraftsOfCase(one, rows);
  });
}
