import { and, eq } from 'drizzle-orm';
import { STEP_TRANSITIONS, type StepStatus } from '../../../law/states/step.js';
import { assertMove, statesBefore } from '../../../law/states/transitions.js';
import { anyOf } from '../../../platform/any-of.js';
import { insertRows } from '../../../platform/bulk-insert.js';
import type { Context } from '../../../platform/context.js';
import { escalationSteps } from '../../../tables/course.js';

// The only writer of steps of the ladder.

type StepRow = typeof escalationSteps.$inferSelect;

/** Stores steps that fell, each with its own day. */
export function addSteps(ctx: Context, rows: readonly (typeof escalationSteps.$inferInsert)[]): Promise<void> {
  return insertRows(ctx.db, escalationSteps, rows);
}

/**
 * Moves steps of one court along their table of states.
 * Throws: `Error`, when the table does not know the step.
 */
export async function moveSteps(
  ctx: Context,
  courtCode: string,
  steps: readonly Pick<StepRow, 'id' | 'status'>[],
  to: StepStatus,
  reason: string,
): Promise<void> {
  if (steps.length === 0) return;
  for (const step of steps) assertMove(STEP_TRANSITIONS, step.status, to);
  const ids = steps.map((step) => step.id);
  await ctx.db
    .update(escalationSteps)
    .set({ status: to, reason })
    .where(and(eq(escalationSteps.courtCode, courtCode), anyOf(escalationSteps.id, ids)));
}

/** Closes what is open on the ladder of a plan. @returns the steps that were */
export async function closeStepsOfPlan(
  ctx: Context,
  plan: { readonly courtCode: string; readonly id: string },
  reason: string,
): Promise<{ stepId: string; step: StepRow['step']; instalmentNo: number }[]> {
  return ctx.db
    .update(escalationSteps)
    .set({ status: 'CLOSED', reason })
    .where(
      and(
        eq(escalationSteps.courtCode, plan.courtCode),
        eq(escalationSteps.planId, plan.id),
        anyOf(escalationSteps.status, statesBefore(STEP_TRANSITIONS, 'CLOSED')),
      ),
    )
    .returning({ stepId: escalationSteps.id, step: escalationSteps.step, instalmentNo: escalationSteps.instalmentNo });
}
