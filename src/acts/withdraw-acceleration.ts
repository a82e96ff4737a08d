import { bringUpToDate } from '../features/course/bring-up-to-date/bring-up-to-date.js';
import { GROUNDS } from '../features/dossier/cases/grounds.js';
import { requireStateFor } from '../features/dossier/cases/policy.js';
import { attachFiles } from '../features/dossier/files/service.js';
import { tellParties } from '../features/dossier/notices/to-parties.js';
import { insertWithdrawal } from '../features/plans/acceleration/repository.js';
import type { AccelerationNoticeView, WithdrawalInput } from '../features/plans/acceleration/schema.js';
import { getAccelerationNotice } from '../features/plans/acceleration/service.js';
import { requireInForce } from '../features/plans/drafting/service.js';
import { checkDates } from '../law/dates/check.js';
import { inTransaction, type UserContext } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import { Problem, valueOrProblem } from '../shared/problems.js';
import { openCaseOfNotice, requireWordOfAll } from './acceleration-standing.js';

/**
 * Records that all applicants of a plan take their notice of acceleration back in writing: from that day on the
 * instalments fall due by themselves again. What was paid in full meanwhile stays paid.
 * Refuses: `not-found`, `stale-version`, `not-permitted`, `acceleration-not-by-all`, `evidence-required`,
 * `case-closed`, `case-state-forbids`, `plan-not-active`, `acceleration-withdrawn`, `acceleration-over`,
 * `file-unknown`, and what `checkDates` refuses.
 * Law: PL-10; contract section 10.
 */
export function withdrawAcceleration(
  ctx: UserContext,
  noticeId: string,
  input: WithdrawalInput,
  heed?: Heed,
): Promise<AccelerationNoticeView> {
  return inTransaction(ctx, async (tx) => {
    const { file, notice, plan } = await openCaseOfNotice(tx, noticeId);
    const owner = file.row;
    const { standing, declaredOn, withdrawal } = notice;
    heed?.(notice.version);
    await requireWordOfAll(tx, plan, input, 'withdrawAcceleration');
    requireInForce(plan);
    if (withdrawal !== null) {
      throw new Problem('acceleration-withdrawn', { detail: `It was withdrawn on ${withdrawal.withdrawnOn}.` });
    }
    requireStateFor(owner, 'withdrawAcceleration');
    if (standing === 'WITHOUT_EFFECT' || owner.state !== 'BREACHED') {
      throw new Problem('acceleration-over', {
        detail: 'What it makes due was paid, or the breach was cured in time.',
      });
    }
    const { withdrawnOn } = input;
    valueOrProblem(checkDates('accelerationWithdrawal', { today: tx.today, declaredOn, withdrawnOn }));
    const files = await attachFiles(tx, owner, input.fileIds);
    await insertWithdrawal(tx, {
      courtCode: owner.courtCode,
      noticeId,
      withdrawnOn,
      evidence: input.evidence ?? null,
      fileIds: files.map(({ fileId }) => fileId),
      recordedBy: tx.actor.id,
      createdAt: tx.clock.now(),
    });
    const data = { noticeId, planId: plan.id, withdrawnOn, files };
    file.record({ type: 'ACCELERATION_WITHDRAWN', data, ground: GROUNDS.acceleration, after: data });
    if (standing === 'DECLARED') {
      const facts = { caseNumber: owner.caseNumber, reason: 'WITHDRAWN' };
      await tellParties(tx, owner, { kind: 'ACCELERATION_ENDED', facts }, [{ userId: owner.officerId }]);
    }
    await bringUpToDate(tx, file, `notice ${noticeId} withdrawn`);
    return getAccelerationNotice(tx, noticeId);
  });
}
