import { and, asc, eq, sql } from 'drizzle-orm';
import type { WorkingCalendar } from '../../../law/working-days/calendar.js';
import { fixDueDates, type InstalmentDate } from '../../../law/working-days/due-date-fixes.js';
import { type Context, inTransaction, systemActor } from '../../../platform/context.js';
import type { CaseRow } from '../../../tables/cases.js';
import { instalmentProgress, planInstalments, plans } from '../../../tables/plans.js';
import type { CaseFile } from '../../dossier/cases/case-file.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { openCases } from '../../dossier/cases/open-case.js';
import { saveDueDates, stopWaiting } from '../../plans/progress/progress.js';
import { bringUpToDate } from '../bring-up-to-date/bring-up-to-date.js';
import { listReleasedYears } from '../day-and-rate-tables/holidays/repository.js';
import { withFreshTables } from '../day-and-rate-tables/service.js';
import type { ReleaseWork, WorkFault } from './release-work.js';

const BATCH = 100;

interface WaitingPlan {
  readonly planId: string;
  readonly isActive: boolean;
  readonly instalments: readonly InstalmentDate[];
}

/** Plans of a case with a due date that waits for a day table. */
async function listWaitingPlans(ctx: Context, owner: CaseRow): Promise<WaitingPlan[]> {
  const rows = await ctx.db
    .select({
      planId: instalmentProgress.planId,
      status: plans.status,
      no: instalmentProgress.no,
      nominalDueOn: planInstalments.nominalDueOn,
      dueOn: sql<string>`coalesce(${instalmentProgress.dueOn}, ${planInstalments.dueOn})::text`,
      awaitsYear: instalmentProgress.awaitsYear,
    })
    .from(instalmentProgress)
    .innerJoin(
      planInstalments,
      and(
        eq(planInstalments.courtCode, instalmentProgress.courtCode),
        eq(planInstalments.planId, instalmentProgress.planId),
        eq(planInstalments.no, instalmentProgress.no),
      ),
    )
    .innerJoin(plans, and(eq(plans.courtCode, instalmentProgress.courtCode), eq(plans.id, instalmentProgress.planId)))
    .where(and(eq(instalmentProgress.courtCode, owner.courtCode), eq(instalmentProgress.caseId, owner.id)))
    .orderBy(asc(instalmentProgress.planId), asc(instalmentProgress.no));
  const waiting = [...new Set(rows.filter((row) => row.awaitsYear !== null).map((row) => row.planId))];
  return waiting.map((planId) => {
    const instalments = rows.filter((row) => row.planId === planId);
    return { planId, isActive: instalments[0]?.status === 'ACTIVE', instalments };
  });
}

/**
 * Fixes what an open case has waiting; whoever calls brings the course of the case up to date afterwards.
 * @returns whether a date moved
 * Law: PL-02; contract section 4.
 */
export async function fixDueDatesOfCase(ctx: Context, file: CaseFile, calendar: WorkingCalendar): Promise<boolean> {
  const { courtCode } = file.row;
  let isMoved = false;
  for (const { planId, isActive, instalments } of await listWaitingPlans(ctx, file.row)) {
    if (!isActive) {
      await stopWaiting(ctx, courtCode, planId);
      continue;
    }
    const fixes = fixDueDates(instalments, calendar, ctx.today);
    await saveDueDates(ctx, courtCode, planId, fixes);
    const moved = fixes.filter((fix) => fix.dueOn !== fix.from);
    if (moved.length === 0) continue;
    isMoved = true;
    const data = { planId, instalments: moved.map(({ no, from, dueOn }) => ({ no, from, to: dueOn })) };
    file.record({ type: 'DUE_DATES_FIXED', data, ground: GROUNDS.dueDate });
  }
  return isMoved;
}

/** Cases with a due date that waits for a year which is released by now. */
async function listWaitingCases(ctx: Context, years: readonly number[], after: readonly [string, string]) {
  const rows = await ctx.db.execute<{ courtCode: string; id: string }>(sql`
    select distinct court_code as "courtCode", case_id as id from instalment_progress
    where awaits_year in (select value::smallint from jsonb_array_elements_text(${JSON.stringify(years)}::jsonb))
      and (court_code, case_id) > (${after[0]}, ${after[1]}::uuid)
    order by court_code, case_id limit ${BATCH}`);
  return [...rows];
}

/**
 * Fixes the due dates of plans in force that wait for a released year, case by case. Safe to do again; what is not
 * reached in time is done by the next daily close.
 * @param deadline - moment after which no further case is begun; none by default
 * Law: PL-02 (Civil Code 203(1); CPL 85(3)); contract section 4.
 */
export async function fixReleasedDueDates(ctx: Context, deadline?: Date): Promise<ReleaseWork> {
  const years = await listReleasedYears(ctx);
  const faults: WorkFault[] = [];
  let done = 0;
  let after: readonly [string, string] = ['', '00000000-0000-0000-0000-000000000000'];
  let system: Context | undefined;
  for (;;) {
    const batch = await listWaitingCases(ctx, years, after);
    for (const { courtCode, id } of batch) {
      if (deadline !== undefined && ctx.clock.now() > deadline) return { done, finished: false, faults };
      system ??= await withFreshTables({ ...ctx, actor: systemActor('holidays') });
      try {
        await inTransaction(system, async (tx) => {
          const [file] = await openCases(tx, courtCode, [id]);
          if (!file) return;
          const isMoved = await fixDueDatesOfCase(tx, file, await tx.reference.calendar());
          if (isMoved) await bringUpToDate(tx, file, 'due dates fixed by the day table');
        });
        done += 1;
      } catch (error) {
        if (ctx.inTransaction) throw error;
        faults.push({ courtCode, caseId: id, error });
      }
      after = [courtCode, id];
    }
    if (batch.length < BATCH) return { done, finished: faults.length === 0, faults };
  }
}
