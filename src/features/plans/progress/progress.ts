import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { insertRows } from '../../../platform/bulk-insert.js';
import type { Context } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import type { Fen } from '../../../shared/money.js';
import { instalmentProgress } from '../../../tables/plans.js';

// The only writer of where instalments stand: what is paid of them, when they fall due, and when the ladder looks at
// them next.

/** Where one instalment stands after a decision on its course. */
export interface InstalmentStanding {
  readonly planId: string;
  readonly no: number;
  readonly paidFen: Fen;
  readonly droppedInterestFen: Fen;
  readonly paidInFullOn: CivilDate | null;
  /** The next business date on which a step of the ladder may fall; null when nothing falls any more. */
  readonly nextStepOn: CivilDate | null;
}

/** Begins to follow the instalments of a plan that has just come into force. */
export function followInstalments(
  ctx: Context,
  of: { readonly courtCode: string; readonly caseId: string; readonly planId: string },
  instalments: readonly { readonly no: number; readonly awaitsYear: number | null }[],
): Promise<void> {
  return insertRows(
    ctx.db,
    instalmentProgress,
    instalments.map((one) => ({ ...of, ...one, paidFen: 0n, droppedInterestFen: 0n })),
  );
}

/** Stores where instalments of one court stand, in one statement for all of them. */
export async function saveStandings(
  ctx: Context,
  courtCode: string,
  standings: readonly InstalmentStanding[],
): Promise<void> {
  if (standings.length === 0) return;
  const rows = standings.map((one) => ({
    ...one,
    paidFen: one.paidFen.toString(),
    droppedInterestFen: one.droppedInterestFen.toString(),
  }));
  await ctx.db.execute(sql`
    update instalment_progress p set
      paid_fen = n."paidFen"::bigint, dropped_interest_fen = n."droppedInterestFen"::bigint,
      paid_in_full_on = n."paidInFullOn", next_step_on = n."nextStepOn"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n("planId" uuid, no smallint, "paidFen" text, "droppedInterestFen" text,
        "paidInFullOn" date, "nextStepOn" date)
    where p.court_code = ${courtCode} and p.plan_id = n."planId" and p.no = n.no`);
}

/** A plan that is no longer in force: nothing falls on its ladder, and its dates wait for no table. */
export async function leavePlan(ctx: Context, courtCode: string, planId: string): Promise<void> {
  await ctx.db
    .update(instalmentProgress)
    .set({ nextStepOn: null, awaitsYear: null })
    .where(and(eq(instalmentProgress.courtCode, courtCode), eq(instalmentProgress.planId, planId)));
}

/** Cases that have ended, or have no active plan any more: nothing falls on their ladders. */
export async function leaveCases(ctx: Context, courtCode: string, caseIds: readonly string[]): Promise<void> {
  if (caseIds.length === 0) return;
  await ctx.db.execute(sql`
    update instalment_progress set next_step_on = null
    where court_code = ${courtCode} and next_step_on is not null
      and case_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(caseIds)}::jsonb))`);
}

/** Due dates of a plan that the release of a day table has fixed (PL-02). */
export async function saveDueDates(
  ctx: Context,
  courtCode: string,
  planId: string,
  fixes: readonly { readonly no: number; readonly dueOn: CivilDate; readonly awaitsYear: number | null }[],
): Promise<void> {
  await ctx.db.execute(sql`
    update instalment_progress g set due_on = n."dueOn", awaits_year = n."awaitsYear"
    from jsonb_to_recordset(${JSON.stringify(fixes)}::jsonb) as n(no smallint, "dueOn" date, "awaitsYear" smallint)
    where g.court_code = ${courtCode} and g.plan_id = ${planId} and g.no = n.no`);
}

/** The due dates of a plan wait for no table any more. */
export async function stopWaiting(ctx: Context, courtCode: string, planId: string): Promise<void> {
  await ctx.db
    .update(instalmentProgress)
    .set({ awaitsYear: null })
    .where(
      and(
        eq(instalmentProgress.courtCode, courtCode),
        eq(instalmentProgress.planId, planId),
        isNotNull(instalmentProgress.awaitsYear),
      ),
    );
}

/**
 * Lets the coming due dates of plans in force wait again that a corrected table may move: those whose way from the
 * nominal day to the due date crosses a day that changed.
 */
export async function reopenDueDates(
  ctx: Context,
  year: number,
  changedDays: readonly CivilDate[],
  today: CivilDate,
): Promise<void> {
  await ctx.db.execute(sql`
    update instalment_progress g set awaits_year = ${year}
    from plan_instalments i, plans p
    where i.court_code = g.court_code and i.plan_id = g.plan_id and i.no = g.no
      and p.court_code = g.court_code and p.id = g.plan_id and p.status = 'ACTIVE'
      and p.terms ->> 'shift' = 'NEXT_WORKDAY'
      and coalesce(g.due_on, i.due_on) >= ${today}::date
      and exists (select from jsonb_array_elements_text(${JSON.stringify(changedDays)}::jsonb) day
        where day::date between i.nominal_due_on and coalesce(g.due_on, i.due_on))`);
}

/**
 * Puts instalments that fall due from a day on, and that the ladder still looks at, on the day of their first step.
 * @param offsetDays - days from the adjusted due date to that step
 */
export async function moveFirstSteps(
  ctx: Context,
  courtCode: string,
  dueFrom: CivilDate,
  offsetDays: number,
): Promise<void> {
  await ctx.db.execute(sql`
    update instalment_progress p set next_step_on = coalesce(p.due_on, i.due_on) + ${offsetDays}::int
    from plan_instalments i
    where p.court_code = ${courtCode} and i.court_code = p.court_code and i.plan_id = p.plan_id and i.no = p.no
      and p.next_step_on is not null and coalesce(p.due_on, i.due_on) >= ${dueFrom}::date`);
}
