import { bringUpToDate } from '../features/course/bring-up-to-date/bring-up-to-date.js';
import { requireStateFor } from '../features/dossier/cases/policy.js';
import type { ServiceInput } from '../features/dossier/service-records/schema.js';
import { recordService } from '../features/dossier/service-records/service.js';
import { requireMay } from '../features/people/permissions/require-may.js';
import type { AccelerationNoticeView } from '../features/plans/acceleration/schema.js';
import { getAccelerationNotice } from '../features/plans/acceleration/service.js';
import { requireInForce } from '../features/plans/drafting/service.js';
import { checkDates } from '../law/dates/check.js';
import { inTransaction, type UserContext } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import { Problem, valueOrProblem } from '../shared/problems.js';
import { openCaseOfNotice, standingOn } from './acceleration-standing.js';

/**
 * Records that a notice of acceleration was served on the debtor, through the court or by the applicant, whose proof
 * the officer so accepts. The whole sum falls due at the end of that day, unless what was due was paid by then; a
 * payment of such a day that is approved later takes the effect away.
 * Refuses: `not-found`, `stale-version`, `not-permitted`, `case-closed`, `case-state-forbids`, `plan-not-active`,
 * `acceleration-withdrawn`, `already-served`, `breach-cured`, `party-unknown`, `file-unknown`, and what `checkDates`
 * refuses.
 * Law: PL-10, SV-04; contract section 10.
 */
export function serveAcceleration(
  ctx: UserContext,
  noticeId: string,
  input: ServiceInput,
  heed?: Heed,
): Promise<AccelerationNoticeView> {
  return inTransaction(ctx, async (tx) => {
    const { file, notice, plan } = await openCaseOfNotice(tx, noticeId);
    heed?.(notice.version);
    requireMay(tx.actor, 'serveAcceleration');
    requireInForce(plan);
    requireStateFor(file.row, 'serveAcceleration');
    const { declaredOn, service, withdrawal } = notice;
    if (withdrawal !== null) {
      throw new Problem('acceleration-withdrawn', { detail: `It was withdrawn on ${withdrawal.withdrawnOn}.` });
    }
    if (service !== null) throw new Problem('already-served', { detail: `It was served on ${service.servedOn}.` });
    const { servedOn } = input;
    valueOrProblem(checkDates('accelerationService', { today: tx.today, declaredOn, servedOn }));
    const { inBreachSince } = await standingOn(tx, file, servedOn);
    if (inBreachSince === null || inBreachSince > declaredOn) {
      throw new Problem('breach-cured', {
        detail: `By the end of ${servedOn} the breach of which the notice speaks had been cured.`,
      });
    }
    await recordService(tx, file, { accelerationNoticeId: noticeId }, input, [file.row.enterpriseId]);
    await bringUpToDate(tx, file, `notice ${noticeId} served`);
    return getAccelerationNotice(tx, noticeId);
  });
}
