import { getTableColumns } from 'drizzle-orm';
import { FIXED_TABLE_NAMES, type FixedTable, newestSet } from '../../../../law/record/fixed-columns.js';
import { type Fix, fixRows, type StoredRow } from '../../../../law/record/row-digests.js';
import type { Database } from '../../../../platform/database.js';
import { invariant } from '../../../../shared/require.js';
import { type CaseRow, cases } from '../../../../tables/cases.js';
import type { PendingEvent, Taken } from '../case-file.js';
import { definitionOf } from '../events/catalogue.js';
import type { EventDefinition } from '../events/define.js';
import { readRowsOfCases } from './read-rows.js';

/** An event with what it fixes. */
export type FixedEvent = PendingEvent & { readonly fixes: readonly Fix[] };

/** Rows of each table by their case. */
type RowsByCase = ReadonlyMap<FixedTable, ReadonlyMap<string, readonly StoredRow[]>>;

const fixedBy = ({ type }: PendingEvent): EventDefinition['fixes'] => definitionOf(type)?.fixes;

const fixesAll = (event: PendingEvent) => fixedBy(event) === 'ALL';

function tablesOf(events: readonly PendingEvent[]): readonly FixedTable[] {
  if (events.some(fixesAll)) return FIXED_TABLE_NAMES;
  return [...new Set(events.flatMap((event) => fixedBy(event) ?? []))].filter((one) => one !== 'ALL');
}

/** The row of a case by the names of its columns. */
function storedRow(row: CaseRow): StoredRow {
  const values: Readonly<Record<string, unknown>> = row;
  const columns = Object.entries(getTableColumns(cases));
  return Object.fromEntries(columns.map(([property, column]) => [column.name, values[property]]));
}

const fixCase = (row: CaseRow): Fix[] => fixRows('cases', newestSet('cases'), [storedRow(row)]);

/** What of the row of the case has changed since it was fixed; empty where nothing has. */
function fixOwnRow({ row, stored, drafts }: Taken): Fix[] {
  const now = fixCase(row);
  const isSame = stored !== undefined && fixCase(stored)[0]?.digest === now[0]?.digest;
  if (isSame && !drafts.some(fixesAll)) return [];
  invariant(drafts.length > 0, 'A case has changed and no event says so');
  return now;
}

/** Cases that are read together: those of one court, and of which all rows or only new ones are fixed. */
function groupTaken(taken: readonly Taken[]): Taken[][] {
  const groups = new Map<string, Taken[]>();
  for (const one of taken) {
    const key = `${one.row.courtCode} ${one.drafts.some(fixesAll)}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

async function readWritten(db: Database, taken: readonly Taken[]): Promise<RowsByCase> {
  const read = groupTaken(taken).flatMap((group) => {
    const drafts = group.flatMap((one) => one.drafts);
    const of = { courtCode: group[0]?.row.courtCode ?? '', caseIds: group.map(({ row }) => row.id) };
    const written = drafts.some(fixesAll) ? 'ALL' : 'NOW';
    const tables = tablesOf(drafts).filter((table) => table !== 'cases');
    return tables.map(async (table) => [table, await readRowsOfCases(db, table, of, written)] as const);
  });
  const rows = new Map<FixedTable, Map<string, StoredRow[]>>();
  for (const [table, found] of await Promise.all(read)) {
    const byCase = rows.get(table) ?? new Map<string, StoredRow[]>();
    rows.set(table, byCase);
    for (const { caseId, row } of found) {
      const known = byCase.get(caseId);
      if (known) known.push(row);
      else byCase.set(caseId, [row]);
    }
  }
  return rows;
}

/** The events of one case; each row is fixed by the last event that fixes rows of its table. */
function fixDraftsOfCase(taken: Taken, rows: RowsByCase): FixedEvent[] {
  const fixes = taken.drafts.map((): Fix[] => []);
  for (const table of tablesOf(taken.drafts)) {
    const found = rows.get(table)?.get(taken.row.id);
    if (!found) continue;
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
