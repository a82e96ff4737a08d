import type postgres from 'postgres';
import { dayOf, rowText } from './names.js';
import { type Names, normaliseValue } from './normalise.js';
import { toText } from './text.js';

/** What the law of the house is about: the record, the money and what people are told. */
const TABLES = [
  'case_events',
  'escalation_steps',
  'ledger_postings',
  'notices',
  'outbox',
  'cases',
  'plans',
  'instalment_progress',
  'payments',
  'payment_decisions',
];

type Row = Record<string, unknown>;

/** Digests cover ids and moments; what stays of them is whether they join on to the event before. */
function joinDigests(events: readonly Row[]): void {
  let last: Row = {};
  let digest: unknown = null;
  for (const event of events) {
    const isFirst = event['case_id'] !== last['case_id'];
    if (isFirst) digest = null;
    const { before_digest: before, after_digest: after, previous_hash: previous, hash } = event;
    event['previous_hash'] =
      !isFirst && previous === last['hash'] ? '<previous>' : /^0+$/.test(String(previous)) ? '0' : '<other>';
    event['before_digest'] = before === null ? null : before === digest ? '<previous>' : '<other>';
    event['after_digest'] = after === null ? null : after === before ? '<unchanged>' : '<changed>';
    // What these two say is said above; for the rest they differ in every run.
    delete event['hash'];
    delete event['request_id'];
    if (after !== null) digest = after;
    last = { case_id: event['case_id'], hash };
  }
}

async function readRows(sql: postgres.Sql, table: string, names: Names): Promise<Row[]> {
  const found = await sql.unsafe(`select to_jsonb(t) as row from "${table}" t`);
  const placed = found.map(({ row }) => {
    const at = names.get(String(row.case_id ?? row.id ?? row.plan_id)) ?? '';
    const seq = String(row.seq ?? row.no ?? 0).padStart(6, '0');
    return { row: row as Row, place: [row.court_code, at, dayOf(row), seq, rowText(row, names)].join('\t') };
  });
  return placed.sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ row }) => row);
}

/** What many people are told stands once, with all of them. */
function gatherNotices(notices: readonly Row[], names: Names): Row[] {
  const known = new Map<string, Row & { to: unknown[] }>();
  for (const { id, party_id: party, user_id: user, ...told } of notices) {
    const key = rowText(told, names);
    const found = known.get(key) ?? { ...told, to: [] };
    found.to.push({ id, ...(party !== null && { party }), ...(user !== null && { user }) });
    known.set(key, found);
  }
  return [...known.values()];
}

/** Columns without a value are left out; that they exist stands in the schema. */
function withoutNulls(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

/** All rows of the tables that matter, one file each, by case and day. */
export async function dumpTables(sql: postgres.Sql, names: Names): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const table of TABLES) {
    const found = await readRows(sql, table, names);
    const rows = table === 'notices' ? gatherNotices(found, names) : found;
    if (table === 'case_events') joinDigests(rows);
    files.set(`${table}.json`, `${toText(normaliseValue(rows.map(withoutNulls), names), 1)}\n`);
  }
  return files;
}

/** How many events of each type a world holds: reading it adds some, which is part of what reading does. */
export async function countEvents(sql: postgres.Sql): Promise<Record<string, number>> {
  const rows = await sql<{ type: string; count: number }[]>`
    select type, count(*)::int as count from case_events group by type order by type`;
  return Object.fromEntries(rows.map(({ type, count }) => [type, count]));
}
