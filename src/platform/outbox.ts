import { sql } from 'drizzle-orm';
import { newId } from '../shared/ids.js';
import { insertRows } from './bulk-insert.js';
import type { Context } from './context.js';
import { outbox } from '../tables/installation.js';
import type { StoredPayload } from './table-json.js';

/** Channel on which PostgreSQL tells the relay that there is something to publish. */
export const OUTBOX_CHANNEL = 'reprieve_outbox';

const OUTBOX_COLUMNS = 7;

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
  await insertRows(ctx.db, outbox, rows, OUTBOX_COLUMNS);
  await ctx.db.execute(sql`select pg_notify(${OUTBOX_CHANNEL}, '')`);
}
