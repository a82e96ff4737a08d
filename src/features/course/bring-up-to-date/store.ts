import type { CaseState } from '../../../law/states/case.js';
import type { Context } from '../../../platform/context.js';
import type { EventDraft } from '../../dossier/cases/events/catalogue.js';
import { giveNotices } from '../../dossier/notices/outgoing.js';
import { saveAcceleration } from '../../plans/drafting/plan-states.js';
import { type InstalmentStanding, saveStandings } from '../../plans/progress/progress.js';
import { addSteps, moveSteps } from '../steps/step-states.js';
import type { CourseOutcome } from './outcome.js';

/** Instalments whose standing a decision has changed. */
function changedStandings({ course, decision }: CourseOutcome): InstalmentStanding[] {
  const known = new Map(course.progress.map((row) => [row.no, row]));
  return decision.progress
    .filter((now) => {
      const before = known.get(now.no);
      return (
        before?.paidFen !== now.paidFen ||
        before.droppedInterestFen !== now.droppedInterestFen ||
        before.paidInFullOn !== now.paidInFullOn ||
        before.nextStepOn !== now.nextStepOn
      );
    })
    .map((now) => ({ planId: course.plan.id, ...now }));
}

/** The state that an event of the course leads to; undefined for one that leaves the case where it is. */
function stateOf(draft: EventDraft): CaseState | undefined {
  const { type } = draft;
  if (type === 'CASE_BREACHED' || type === 'CASE_CURED') return draft.data.to;
  return type === 'CASE_PERFORMING' || type === 'BREACH_UNDONE' ? draft.data.to : undefined;
}

/** Writes what was decided for one morning into the file of its case. */
function enterInFile({ course, decision, events, day }: CourseOutcome): void {
  const { file } = course;
  for (const draft of events) {
    const to = stateOf(draft);
    if (to) file.enter(draft, to);
    else file.record(draft);
  }
  file.decideMorning(day, { colour: decision.colour, colourReviewOn: decision.colourReviewOn });
}

/**
 * Stores the outcomes of cases of one court in the running transaction, in a number of statements that does not depend
 * on the number of cases. What an act has recorded in a file before comes before the events of the course.
 */
export async function storeOutcomes(
  ctx: Context,
  courtCode: string,
  outcomes: readonly CourseOutcome[],
): Promise<void> {
  outcomes.forEach(enterInFile);
  const voided = outcomes.flatMap((one) => one.decision.voidedSteps);
  const closed = outcomes.flatMap((one) => one.decision.closedSteps);
  await addSteps(
    ctx,
    outcomes.flatMap((one) => one.stepRows),
  );
  await moveSteps(ctx, courtCode, voided, 'VOIDED', 'PAYMENT_EFFECTIVE_EARLIER');
  await moveSteps(ctx, courtCode, closed, 'CLOSED', 'CURED');
  await saveStandings(ctx, courtCode, outcomes.flatMap(changedStandings));
  for (const { course, decision } of outcomes) {
    if (decision.acceleratedOn === course.plan.acceleratedOn) continue;
    await saveAcceleration(ctx, course.plan, decision.acceleratedOn);
  }
  await giveNotices(
    ctx,
    outcomes.flatMap((one) => one.notices),
  );
}
