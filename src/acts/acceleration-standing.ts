import { loadCourses } from '../features/course/bring-up-to-date/repository.js';
import type { CaseFile } from '../features/dossier/cases/case-file.js';
import { openCaseOf } from '../features/dossier/cases/open-case.js';
import { type Proof, requireProof } from '../features/dossier/consents/service.js';
import type { RoleAct } from '../features/people/permissions/acts.js';
import { mayForItself, requireMay } from '../features/people/permissions/require-may.js';
import { getAccelerationNotice } from '../features/plans/acceleration/service.js';
import type { PlanRow } from '../features/plans/drafting/repository.js';
import { getPlanRow, viewPlan } from '../features/plans/drafting/service.js';
import { decideCourse } from '../law/course/course.js';
import type { PlanPayments } from '../law/schedule/payments.js';
import type { UserContext } from '../platform/context.js';
import type { CivilDate } from '../shared/civil-date.js';
import { Problem } from '../shared/problems.js';
import { invariant } from '../shared/require.js';

/** Opens the case of a notice and reads notice and plan as they are under the lock. Refuses: `not-found`. */
export async function openCaseOfNotice(ctx: UserContext, noticeId: string) {
  const { file, thing: notice } = await openCaseOf(ctx, () => getAccelerationNotice(ctx, noticeId));
  return { file, notice, plan: await getPlanRow(ctx, notice.planId) };
}

/**
 * Refuses a word that is not that of all applicants whom the plan names: by somebody who acts for each of them, or by
 * an officer who proves it.
 * Refuses: `not-permitted`, `acceleration-not-by-all`, `evidence-required`.
 * Law: PL-10.
 */
export async function requireWordOfAll(ctx: UserContext, plan: PlanRow, proof: Proof, act: RoleAct): Promise<void> {
  if (!mayForItself(ctx.actor, act)) {
    requireMay(ctx.actor, act);
    requireProof(proof);
    return;
  }
  const { applicantIds } = await viewPlan(ctx, plan);
  const missing = applicantIds.filter((id) => !ctx.actor.partyIds.includes(id));
  if (missing.length === 0) return;
  throw new Problem('acceleration-not-by-all', {
    detail: `You do not act for ${missing.length} of the plan's applicants; hand in what all of them have signed.`,
  });
}

/** How a plan in force stands at the end of a day, by the payments that count by now. */
export async function standingOn(ctx: UserContext, file: CaseFile, day: CivilDate): Promise<PlanPayments> {
  const [course] = await loadCourses(ctx, file.row.courtCode, [file]);
  invariant(course, 'A plan in force has a course');
  return decideCourse(course.facts, day).applied;
}
