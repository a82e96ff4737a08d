import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { anyOf } from '../../../platform/any-of.js';
import type { Context } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { invariant } from '../../../shared/require.js';
import { closeFailures, courtCloses } from '../../../tables/course.js';

/** Courts with their last closed day. */
export async function listWatermarks(ctx: Context): Promise<{ courtCode: string; lastClosedOn: CivilDate }[]> {
  return ctx.db
    .select({ courtCode: courtCloses.courtCode, lastClosedOn: courtCloses.lastClosedOn })
    .from(courtCloses)
    .orderBy(asc(courtCloses.courtCode));
}

/** Last closed day of a court, as committed by now. */
export async function readWatermark(ctx: Context, courtCode: string): Promise<CivilDate> {
  const [row] = await ctx.db
    .select({ lastClosedOn: courtCloses.lastClosedOn })
    .from(courtCloses)
    .where(eq(courtCloses.courtCode, courtCode));
  invariant(row, `Court ${courtCode} has no watermark`);
  return row.lastClosedOn;
}

/** Moves the watermark of a court; it never goes back. */
export async function raiseWatermark(ctx: Context, courtCode: string, lastClosedOn: CivilDate): Promise<void> {
  await ctx.db
    .update(courtCloses)
    .set({ lastClosedOn: sql`greatest(${courtCloses.lastClosedOn}, ${lastClosedOn}::date)`, closedAt: ctx.clock.now() })
    .where(eq(courtCloses.courtCode, courtCode));
}

/**
 * Cases of a court on whose file something falls by the day: a step of an unpaid instalment, or a colour that may fall.
 * Both conditions have an index of their own, so that the cost grows with what is due, not with what is stored.
 */
export async function listDueCases(
  ctx: Context,
  courtCode: string,
  day: CivilDate,
  except: readonly string[],
  limit: number,
): Promise<string[]> {
  const failed = sql`${JSON.stringify(except)}::jsonb`;
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select id from (
      (select case_id as id from instalment_progress
        where court_code = ${courtCode} and next_step_on <= ${day}::date and not ${failed} ? case_id::text
        order by next_step_on limit ${limit})
      union
      (select id from cases
        where court_code = ${courtCode} and colour_review_on <= ${day}::date and not ${failed} ? id::text
        order by colour_review_on limit ${limit})
    ) due limit ${limit}`);
  return rows.map((row) => row.id);
}

/** Notes that a case could not be closed; the day it stays at is that of its first failure. */
export async function recordFailure(
  ctx: Context,
  failure: { courtCode: string; caseId: string; lastClosedOn: CivilDate; error: string },
): Promise<void> {
  const failedAt = ctx.clock.now();
  const { courtCode, caseId, lastClosedOn, clearedAt } = closeFailures;
  await ctx.db
    .insert(closeFailures)
    .values({ ...failure, failedAt })
    .onConflictDoUpdate({
      target: [courtCode, caseId],
      set: {
        lastClosedOn: sql`case when ${clearedAt} is null then ${lastClosedOn} else excluded.last_closed_on end`,
        error: failure.error,
        failedAt,
        clearedAt: null,
      },
    });
}

/** Notes that these cases, those of them that had failed, were closed by now. */
export async function clearFailures(ctx: Context, courtCode: string, caseIds: readonly string[]): Promise<void> {
  const isOpen = isNull(closeFailures.clearedAt);
  await ctx.db
    .update(closeFailures)
    .set({ clearedAt: ctx.clock.now() })
    .where(and(eq(closeFailures.courtCode, courtCode), anyOf(closeFailures.caseId, caseIds), isOpen));
}
