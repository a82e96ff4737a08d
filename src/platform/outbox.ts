import { and, asc, gt, isNull, lte, or, sql } from 'drizzle-orm';
import { newId } from '../shared/ids.js';
import type { StoredPayload } from '../tables/installation-json.js';
import { outbox } from '../tables/installation.js';
import { insertRows } from './bulk-insert.js';
import type { Context } from './context.js';
import type { Database } from './database.js';

/** Channel on which PostgreSQL tells the relay that there is something to publish. */
export const OUTBOX_CHANNEL = 'reprieve_outbox';

/** A job to publish: `topic` is a job name of a feature's `jobs.ts`, `payload` its payload. */
export interface OutboxMessage {
  readonly courtCode: string;
  readonly topic: string;
  readonly payload: StoredPayload;
  /** Not before this moment; default at once. */
  readonly availableAt?: Date;
}

/** Writes messages beside the change that causes them. They leave the process only after commit. */
export async function writeOutbox(ctx: Context, messages: readonly OutboxMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const now = ctx.clock.now();
  const rows = messages.map((message) => ({
    courtCode: message.courtCode,
    id: newId(),
    topic: message.topic,
    payload: message.payload,
    createdAt: now,
    availableAt: message.availableAt ?? now,
  }));
  await insertRows(ctx.db, outbox, rows);
  await ctx.db.execute(sql`select pg_notify(${OUTBOX_CHANNEL}, '')`);
}

export type OutboxRow = typeof outbox.$inferSelect;

/**
 * Takes messages that are due, oldest first, until the transaction ends; those that another relay holds are passed
 * over.
 */
export function takeDueMessages(tx: Database, now: Date, limit: number): Promise<OutboxRow[]> {
  return tx
    .select()
    .from(outbox)
    .where(and(isNull(outbox.sentAt), or(lte(outbox.availableAt, now), gt(outbox.createdAt, now))))
    .orderBy(asc(outbox.availableAt))
    .limit(limit)
    .for('update', { skipLocked: true });
}

/** Condition: these messages, in one parameter however many they are. */
function among(rows: readonly OutboxRow[]) {
  const keys = JSON.stringify(rows.map(({ courtCode, id }) => ({ courtCode, id })));
  return sql`(${outbox.courtCode}, ${outbox.id}) in (
    select "courtCode", id from jsonb_to_recordset(${keys}::jsonb) as named ("courtCode" text, id uuid))`;
}

/** Marks messages that the queue has taken. */
export async function markSent(tx: Database, rows: readonly OutboxRow[], at: Date): Promise<void> {
  if (rows.length > 0) await tx.update(outbox).set({ sentAt: at }).where(among(rows));
}

/** Lets messages wait until a moment. */
export async function postpone(tx: Database, rows: readonly OutboxRow[], until: Date): Promise<void> {
  if (rows.length > 0) await tx.update(outbox).set({ availableAt: until }).where(among(rows));
}
