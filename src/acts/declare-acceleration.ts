import type { CaseFile } from '../features/dossier/cases/case-file.js';
import { GROUNDS } from '../features/dossier/cases/grounds.js';
import { requireStateFor } from '../features/dossier/cases/policy.js';
import { attachFiles } from '../features/dossier/files/service.js';
import { tellParties } from '../features/dossier/notices/to-parties.js';
import { findNewestNotice, insertNotice } from '../features/plans/acceleration/repository.js';
import type { AccelerationNoticeView, DeclarationInput } from '../features/plans/acceleration/schema.js';
import { getAccelerationNotice } from '../features/plans/acceleration/service.js';
import { openCaseOfPlan } from '../features/plans/drafting/agreement.js';
import type { PlanRow } from '../features/plans/drafting/repository.js';
import { requireInForce } from '../features/plans/drafting/service.js';
import { checkDates } from '../law/dates/check.js';
import { effectiveFrom } from '../law/schedule/acceleration.js';
import { inTransaction, type UserContext } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import type { CivilDate } from '../shared/civil-date.js';
import { newId } from '../shared/ids.js';
import { Problem, valueOrProblem } from '../shared/problems.js';
import { requireWordOfAll, standingOn } from './acceleration-standing.js';

function requireAgreed({ accelerationMode }: PlanRow): void {
  if (accelerationMode === 'ON_NOTICE') return;
  const detail =
    accelerationMode === 'NONE'
      ? 'The parties have not agreed that a breach makes the whole sum due.'
      : 'Under this plan the whole sum falls due by the breach itself; no notice is needed.';
  throw new Problem('acceleration-not-agreed', { detail });
}

/** Refuses a second notice in the same breach. Refuses: `acceleration-stands`. */
async function requireNone(ctx: UserContext, plan: PlanRow, inBreachSince: CivilDate, day: CivilDate): Promise<void> {
  const newest = await findNewestNotice(ctx, plan);
  if (newest === undefined || newest.withdrawal !== null) return;
  const { notice, service } = newest;
  const isWaiting =
    service === null ? notice.declaredOn >= inBreachSince : effectiveFrom({ servedOn: service.servedOn }) > day;
  if (isWaiting) {
    throw new Problem('acceleration-stands', { detail: `A notice of ${notice.declaredOn} waits for its effect.` });
  }
}

async function requireBreach(ctx: UserContext, file: CaseFile, plan: PlanRow): Promise<CivilDate> {
  const { inBreachSince, acceleration } = await standingOn(ctx, file, file.morning);
  if (inBreachSince === null) {
    throw new Problem('no-breach-stands', { detail: 'Nothing that is due is unpaid beyond its days of grace.' });
  }
  if (acceleration !== null) {
    throw new Problem('acceleration-stands', { detail: `The whole sum fell due on ${acceleration.fellDueOn}.` });
  }
  await requireNone(ctx, plan, inBreachSince, file.morning);
  return inBreachSince;
}

/**
 * Records the notice of all applicants of a plan that the whole sum falls due, while a breach stands. It has its effect
 * on the day after it was served.
 * Refuses: `not-found`, `stale-version`, `not-permitted`, `acceleration-not-by-all`, `evidence-required`,
 * `case-closed`, `case-state-forbids`, `plan-not-active`, `acceleration-not-agreed`, `no-breach-stands`,
 * `acceleration-stands`, `file-unknown`, and what `checkDates` refuses.
 * Law: PL-10; contract section 10.
 */
export function declareAcceleration(
  ctx: UserContext,
  planId: string,
  input: DeclarationInput,
  heed?: Heed,
): Promise<AccelerationNoticeView> {
  return inTransaction(ctx, async (tx) => {
    const { plan, file } = await openCaseOfPlan(tx, planId, heed);
    const owner = file.row;
    await requireWordOfAll(tx, plan, input, 'declareAcceleration');
    requireInForce(plan);
    requireStateFor(owner, 'declareAcceleration');
    requireAgreed(plan);
    const breachOn = await requireBreach(tx, file, plan);
    const { declaredOn } = input;
    valueOrProblem(checkDates('accelerationNotice', { today: tx.today, breachOn, declaredOn }));
    const files = await attachFiles(tx, owner, input.fileIds);
    const row = {
      courtCode: owner.courtCode,
      id: newId(),
      caseId: owner.id,
      planId: plan.id,
      declaredOn,
      evidence: input.evidence ?? null,
      fileIds: files.map(({ fileId }) => fileId),
      recordedBy: tx.actor.id,
      createdAt: tx.clock.now(),
    };
    await insertNotice(tx, row);
    const data = { noticeId: row.id, planId: plan.id, declaredOn, files };
    file.record({ type: 'ACCELERATION_DECLARED', data, ground: GROUNDS.acceleration, after: data });
    const { caseNumber, officerId } = owner;
    await tellParties(tx, owner, { kind: 'ACCELERATION_DECLARED', facts: { caseNumber, declaredOn } }, [
      { userId: officerId },
    ]);
    return getAccelerationNotice(tx, row.id);
  });
}
