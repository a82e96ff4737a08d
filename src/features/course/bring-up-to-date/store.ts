import { and, eq, sql } from 'drizzle-orm';
import { CASE_TRANSITIONS } from '../../../law/states/case.js';
import { STEP_TRANSITIONS, type StepStatus } from '../../../law/states/step.js';
import { assertMove, stateAfter } from '../../../law/states/transitions.js';
import { anyOf } from '../../../platform/any-of.js';
import { insertRows } from '../../../platform/bulk-insert.js';
import type { Context } from '../../../platform/context.js';
import { chainEvents } from '../../../law/record/event-chain.js';
import { circumstancesOf } from '../../dossier/cases/event-log.js';
import { caseEvents, type CaseRow } from '../../../tables/cases.js';
import { plans } from '../../../tables/plans.js';
import { giveNotices } from '../../dossier/notices/outgoing.js';
import type { CourseOutcome } from './outcome.js';
import type { RecordedStep } from '../../../law/course/course.js';
import { escalationSteps } from '../../../tables/course.js';

async function setStepStatus(
  ctx: Context,
  courtCode: string,
  steps: readonly RecordedStep[],
  status: StepStatus,
  reason: string,
): Promise<void> {
  if (steps.length === 0) return;
  for (const step of steps) assertMove(STEP_TRANSITIONS, step.status, status);
  await ctx.db
    .update(escalationSteps)
    .set({ status, reason })
    .where(
      and(
        eq(escalationSteps.courtCode, courtCode),
        anyOf(
          escalationSteps.id,
          steps.map((step) => step.id),
        ),
      ),
    );
}

/** One statement for all instalments of all cases whose progress changed. */
async function saveProgress(ctx: Context, courtCode: string, outcomes: readonly CourseOutcome[]): Promise<void> {
  const changed = outcomes.flatMap(({ course, decision }) => {
    const known = new Map(course.progress.map((row) => [row.no, row]));
    return decision.progress
      .filter((now) => {
        const before = known.get(now.no);
        return (
          before?.paidFen !== now.paidFen ||
          before.paidInFullOn !== now.paidInFullOn ||
          before.nextStepOn !== now.nextStepOn
        );
      })
      .map((now) => ({ planId: course.plan.id, ...now, paidFen: now.paidFen.toString() }));
  });
  if (changed.length === 0) return;
  await ctx.db.execute(sql`
    update instalment_progress p set
      paid_fen = n."paidFen"::bigint, paid_in_full_on = n."paidInFullOn", next_step_on = n."nextStepOn"
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
      as n("planId" uuid, no smallint, "paidFen" text, "paidInFullOn" date, "nextStepOn" date)
    where p.court_code = ${courtCode} and p.plan_id = n."planId" and p.no = n.no`);
}

/** One statement for all cases: chain, version, state, colour. */
async function saveCases(ctx: Context, courtCode: string, rows: readonly Partial<CaseRow>[]): Promise<void> {
  if (rows.length === 0) return;
  await ctx.db.execute(sql`
    update cases c set
      state = n.state::case_state, colour = n.colour::colour, colour_review_on = n."colourReviewOn",
      chain_length = n."chainLength", chain_head = n."chainHead", version = n.version
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n(id uuid, state text, colour text, "colourReviewOn" date, "chainLength" int, "chainHead" text, version int)
    where c.court_code = ${courtCode} and c.id = n.id`);
}

async function saveAccelerations(ctx: Context, courtCode: string, outcomes: readonly CourseOutcome[]): Promise<void> {
  for (const { course, decision } of outcomes) {
    if (decision.acceleratedOn === course.plan.acceleratedOn) continue;
    await ctx.db
      .update(plans)
      .set({ acceleratedOn: decision.acceleratedOn })
      .where(and(eq(plans.courtCode, courtCode), eq(plans.id, course.plan.id)));
  }
}

/**
 * Stores the outcomes of cases of one court in the running transaction, in a number of statements that does not depend
 * on the number of cases. Extra events of an act (an approval, say) come before those of the course.
 */
export async function storeOutcomes(
  ctx: Context,
  courtCode: string,
  outcomes: readonly CourseOutcome[],
): Promise<void> {
  const circumstances = circumstancesOf(ctx);
  const chained = outcomes.map(({ course, decision, events }) => {
    const { owner } = course;
    const chain = chainEvents(owner, circumstances, events);
    const changed = chain.rows.length > 0 || decision.colourReviewOn !== owner.colourReviewOn;
    const row = {
      id: owner.id,
      state: stateAfter(CASE_TRANSITIONS, owner.state, decision.transitions),
      colour: decision.colour,
      colourReviewOn: decision.colourReviewOn,
      chainLength: chain.chainLength,
      chainHead: chain.chainHead,
      version: owner.version + (chain.rows.length > 0 ? 1 : 0),
    };
    return { events: chain.rows, row, changed };
  });
  const stepRows = outcomes.flatMap((outcome) => outcome.stepRows);
  await insertRows(ctx.db, escalationSteps, stepRows);
  await setStepStatus(
    ctx,
    courtCode,
    outcomes.flatMap((one) => one.decision.voidedSteps),
    'VOIDED',
    'PAYMENT_EFFECTIVE_EARLIER',
  );
  await setStepStatus(
    ctx,
    courtCode,
    outcomes.flatMap((one) => one.decision.closedSteps),
    'CLOSED',
    'CURED',
  );
  const events = chained.flatMap((one) => one.events);
  await insertRows(ctx.db, caseEvents, events);
  await saveCases(
    ctx,
    courtCode,
    chained.filter((one) => one.changed).map((one) => one.row),
  );
  await saveProgress(ctx, courtCode, outcomes);
  await saveAccelerations(ctx, courtCode, outcomes);
  await giveNotices(
    ctx,
    outcomes.flatMap((one) => one.notices),
  );
}
