import { desc, is, sql } from 'drizzle-orm';
import { type PgColumn, PgVarchar } from 'drizzle-orm/pg-core';
import { digestBatch, hashBatch } from '../../../law/record/digests.js';
import { CHAIN_START } from '../../../law/record/event-chain.js';
import { anyOf } from '../../../platform/any-of.js';
import { insertRows } from '../../../platform/bulk-insert.js';
import type { Context, UserActor } from '../../../platform/context.js';
import { inTransaction } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import { id } from '../../../shared/ids.js';
import { invariant } from '../../../shared/require.js';
import { cutText } from '../../../shared/text.js';
import { accessBatches, accessLog } from '../../../tables/audit.js';
import { cases } from '../../../tables/cases.js';
import { users } from '../../../tables/identity.js';

/** One at a time appends to the chain of batches, whichever process. */
const ACCESS_LOG_LOCK = 7_370_704;

/** Something read or taken out, before it stands in a batch. */
export interface AccessEntry {
  readonly readAt: Date;
  readonly actor: Pick<UserActor, 'id' | 'name' | 'courtCode'>;
  /** Operation of the API, or page. */
  readonly act: string;
  /** What was asked for: a path with its ids; the first 500 characters are kept. */
  readonly object: string;
  readonly caseId?: string | undefined;
  readonly courtCode?: string | undefined;
  readonly fromAddress: string;
  readonly requestId: string;
  readonly purpose?: string | undefined;
  /** Counts and formats in wire form; never the sensitive value itself. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Courts of the cases that entries name without one. */
async function findCourts(db: Database, entries: readonly AccessEntry[]): Promise<ReadonlyMap<string, string>> {
  const lacking = entries.flatMap((entry) =>
    entry.caseId !== undefined && entry.courtCode === undefined ? [entry.caseId] : [],
  );
  if (lacking.length === 0) return new Map();
  const rows = await db
    .select({ id: cases.id, courtCode: cases.courtCode })
    .from(cases)
    .where(anyOf(cases.id, [...new Set(lacking)]));
  return new Map(rows.map((row) => [row.id, row.courtCode]));
}

/**
 * Courts that look after people of parties, for entries that belong to no case and no court: their auditors read what
 * such a person was refused.
 */
async function findManagers(db: Database, entries: readonly AccessEntry[]): Promise<ReadonlyMap<string, string>> {
  const people = entries.flatMap(({ actor, caseId, courtCode }) =>
    actor.courtCode === null && caseId === undefined && courtCode === undefined && id.safeParse(actor.id).success
      ? [actor.id]
      : [],
  );
  if (people.length === 0) return new Map();
  const rows = await db
    .select({ id: users.id, courtCode: users.managingCourtCode })
    .from(users)
    .where(anyOf(users.id, [...new Set(people)]));
  return new Map(rows.flatMap((row) => (row.courtCode === null ? [] : [[row.id, row.courtCode]])));
}

const NULL_CHARACTER = '\u0000';

/** A text as its column holds it: no longer, and nothing in it that cannot be stored. */
function fit(column: PgColumn, text: string): string {
  invariant(is(column, PgVarchar) && column.length !== undefined, 'Texts of the access log have a limit');
  return cutText(text.replaceAll(NULL_CHARACTER, ''), column.length);
}

/** An entry as the table holds it and as the digest of its batch covers it. */
function fitColumns(entry: AccessEntry, courts: ReadonlyMap<string, string>, managers: ReadonlyMap<string, string>) {
  const { actor, caseId, purpose } = entry;
  return {
    readAt: entry.readAt,
    actorId: fit(accessLog.actorId, actor.id),
    actorName: fit(accessLog.actorName, actor.name),
    actorCourtCode: actor.courtCode,
    act: fit(accessLog.act, entry.act),
    object: fit(accessLog.object, entry.object),
    courtCode: entry.courtCode ?? (caseId === undefined ? managers.get(actor.id) : courts.get(caseId)) ?? null,
    caseId: caseId ?? null,
    fromAddress: fit(accessLog.fromAddress, entry.fromAddress),
    requestId: fit(accessLog.requestId, entry.requestId),
    purpose: purpose === undefined ? null : fit(accessLog.purpose, purpose),
    detail: entry.detail ?? {},
  };
}

/**
 * Appends one batch to the access log and its digest to the chain of batches.
 * @param db - a transaction; the chain is locked until it ends
 */
export async function appendAccess(db: Database, entries: readonly AccessEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const courts = await findCourts(db, entries);
  const managers = await findManagers(db, entries);
  await db.execute(sql`select pg_advisory_xact_lock(${ACCESS_LOG_LOCK})`);
  const [last] = await db.select().from(accessBatches).orderBy(desc(accessBatches.seq)).limit(1);
  // A clock that was set back must not put a batch before the one it follows.
  const recordedAt = new Date(Math.max(Date.now(), last?.recordedAt.getTime() ?? 0));
  await db.execute(sql`select make_access_month(${recordedAt.toISOString()}::timestamptz)`);
  const seq = (last?.seq ?? 0) + 1;
  const covered = entries.map((entry) => fitColumns(entry, courts, managers));
  const batch = {
    seq,
    recordedAt,
    entries: covered.length,
    digest: digestBatch(covered.map((entry) => ({ ...entry, readAt: entry.readAt.toISOString() }))),
    previousHash: last?.hash ?? CHAIN_START,
  };
  await insertRows(
    db,
    accessLog,
    covered.map((entry, position) => ({ ...entry, recordedAt, batch: seq, position })),
  );
  await db.insert(accessBatches).values({ ...batch, hash: hashBatch(batch) });
}

/** What a use case says of an access that must not be lost. */
export type RecordedAccess = Pick<AccessEntry, 'act' | 'object' | 'caseId' | 'courtCode' | 'purpose' | 'detail'> & {
  readonly fromAddress?: string;
};

/**
 * Records an access in the transaction of the use case: it stands when the answer leaves, or nothing leaves. For
 * exports and unmasking that belong to no single case; what belongs to one goes to its chain (`CaseFile`).
 * Law: CP-04.
 */
export function recordAccess(ctx: Context, access: RecordedAccess): Promise<void> {
  const courtCode = ctx.actor.kind === 'USER' ? ctx.actor.courtCode : null;
  const actor = { id: ctx.actor.id, name: ctx.actor.name, courtCode };
  const entry = {
    fromAddress: ctx.fromAddress ?? '',
    ...access,
    actor,
    readAt: ctx.clock.now(),
    requestId: ctx.requestId,
  };
  return inTransaction(ctx, (tx) => appendAccess(tx.db, [entry]));
}
