import { and, asc, eq, gt } from 'drizzle-orm';
import { digestBatch, hashBatch } from '../../../law/record/digests.js';
import { CHAIN_START } from '../../../law/record/event-chain.js';
import type { Database } from '../../../platform/database.js';
import { accessBatches, accessLog, accessRemovals } from '../../../tables/audit.js';
import type { BrokenLink } from './schema.js';

const BATCHES = 200;

type Batch = typeof accessBatches.$inferSelect;

/** Where a verification goes on: the last batch that was found whole. */
export interface BatchPosition {
  readonly seq: number;
  readonly hash: string;
}

export interface BatchStretch {
  readonly batches: number;
  readonly broken?: BrokenLink;
  readonly next?: BatchPosition;
}

function broken(seq: number, fault: BrokenLink['fault'], expected: string, found: string): BrokenLink {
  return {
    chain: 'ACCESS_LOG',
    courtCode: null,
    caseId: null,
    caseNumber: null,
    row: null,
    seq,
    fault,
    expected,
    found,
  };
}

/** Whether the month of a batch was taken away after its time; then its digest stands alone. */
async function readRemovedMonths(db: Database): Promise<ReadonlySet<string>> {
  const rows = await db.select({ month: accessRemovals.month }).from(accessRemovals);
  return new Set(rows.map(({ month }) => month.slice(0, 7)));
}

async function checkEntries(db: Database, batch: Batch): Promise<BrokenLink | undefined> {
  const rows = await db
    .select()
    .from(accessLog)
    .where(and(eq(accessLog.recordedAt, batch.recordedAt), eq(accessLog.batch, batch.seq)))
    .orderBy(asc(accessLog.position));
  if (rows.length !== batch.entries) {
    return broken(batch.seq, 'MISSING', `${batch.entries} entries`, `${rows.length} entries`);
  }
  const found = digestBatch(
    rows.map(({ recordedAt: _at, batch: _batch, position: _position, ...row }) => ({
      ...row,
      readAt: row.readAt.toISOString(),
    })),
  );
  return found === batch.digest ? undefined : broken(batch.seq, 'CONTENT_CHANGED', batch.digest, found);
}

/**
 * Verifies the chain of access batches and the entries of each, until one is broken, all are done or time is up.
 * @param isTimeUp - asked after each page of batches
 */
export async function verifyAccessLog(
  db: Database,
  start: BatchPosition | undefined,
  isTimeUp: () => boolean,
): Promise<BatchStretch> {
  const removed = await readRemovedMonths(db);
  let last = start ?? { seq: 0, hash: CHAIN_START };
  let batches = 0;
  for (;;) {
    const page = await db
      .select()
      .from(accessBatches)
      .where(gt(accessBatches.seq, last.seq))
      .orderBy(asc(accessBatches.seq))
      .limit(BATCHES);
    for (const batch of page) {
      const seq = last.seq + 1;
      batches += 1;
      if (batch.seq !== seq) return { batches, broken: broken(seq, 'MISSING', `batch ${seq}`, `batch ${batch.seq}`) };
      if (batch.previousHash !== last.hash) {
        return { batches, broken: broken(seq, 'LINK_BROKEN', last.hash, batch.previousHash) };
      }
      const computed = hashBatch(batch);
      if (computed !== batch.hash) return { batches, broken: broken(seq, 'CONTENT_CHANGED', batch.hash, computed) };
      const gone = removed.has(batch.recordedAt.toISOString().slice(0, 7));
      const fault = gone ? undefined : await checkEntries(db, batch);
      if (fault) return { batches, broken: fault };
      last = { seq, hash: batch.hash };
    }
    if (page.length < BATCHES) return { batches };
    if (isTimeUp()) return { batches, next: last };
  }
}
