import { and, asc, eq, gt, isNull, notExists, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { RECORD_BASELINED } from '../../../law/record/row-digests.js';
import { type Context, inTransaction } from '../../../platform/context.js';
import { caseEvents } from '../../../tables/cases.js';
import { jobRuns } from '../../../tables/job-runs.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { openCases } from '../../dossier/cases/open-case.js';

/** Cases of one transaction: their rows are read whole. */
const BATCH = 50;

interface Position {
  readonly courtCode: string;
  readonly id: string;
}

/** Cases that were filed before rows were fixed, and of whose rows nothing is on record yet. */
async function listOlderCases(ctx: Context, after: Position | undefined, limit: number): Promise<Position[]> {
  const { courtCode, caseId, seq, fixes } = caseEvents;
  const later = alias(caseEvents, 'later');
  const baselined = ctx.db
    .select({ seq: later.seq })
    .from(later)
    .where(and(eq(later.courtCode, courtCode), eq(later.caseId, caseId), eq(later.type, RECORD_BASELINED)));
  return ctx.db
    .select({ courtCode, id: caseId })
    .from(caseEvents)
    .where(
      and(
        // Written out, as the index has it.
        sql`${seq} = 1`,
        isNull(fixes),
        notExists(baselined),
        after && or(gt(courtCode, after.courtCode), and(eq(courtCode, after.courtCode), gt(caseId, after.id))),
      ),
    )
    .orderBy(asc(courtCode), asc(caseId))
    .limit(limit);
}

/**
 * Brings the rows of older cases on record, as they stand now: one event a case, which fixes them all. What was changed
 * by hand before cannot be told; what is changed afterwards is found. Safe to stop and to do twice.
 * Law: EV-02.
 */
export async function baselineRecords(ctx: Context): Promise<{ cases: number }> {
  let count = 0;
  let after: Position | undefined;
  for (;;) {
    const older = await listOlderCases(ctx, after, BATCH);
    if (older.length === 0) return { cases: count };
    const [first] = older;
    const ids = older.filter((one) => one.courtCode === first?.courtCode).map(({ id }) => id);
    count += await inTransaction(ctx, async (tx) => {
      const files = await openCases(tx, first?.courtCode ?? '', ids);
      for (const file of files) {
        const data = { events: file.row.chainLength };
        file.note({ type: RECORD_BASELINED, data, ground: GROUNDS.record });
      }
      return files.length;
    });
    after = older[ids.length - 1];
  }
}

/** The court of a case whose rows are not on record yet; undefined when there is none. */
export async function findOlderCase(ctx: Context): Promise<string | undefined> {
  const [done] = await ctx.db
    .select({ id: jobRuns.id })
    .from(jobRuns)
    .where(and(eq(jobRuns.job, 'baseline-record'), eq(jobRuns.status, 'DONE')))
    .limit(1);
  if (done) return undefined;
  const [older] = await listOlderCases(ctx, undefined, 1);
  return older?.courtCode;
}
