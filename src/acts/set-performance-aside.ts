import { bringUpToDate } from '../features/course/bring-up-to-date/bring-up-to-date.js';
import { GROUNDS } from '../features/dossier/cases/grounds.js';
import { openCase } from '../features/dossier/cases/open-case.js';
import { viewCase } from '../features/dossier/cases/repository.js';
import type { CaseView } from '../features/dossier/cases/schema.js';
import { tellParties } from '../features/dossier/notices/to-parties.js';
import { findStanding, saveSetAside } from '../features/money/performance-findings/repository.js';
import type { SetAsideInput } from '../features/money/performance-findings/schema.js';
import { requireMay } from '../features/people/permissions/require-may.js';
import { movePlan } from '../features/plans/drafting/plan-states.js';
import { getPlanRow } from '../features/plans/drafting/service.js';
import { flush, inTransaction, type UserContext, withTablesAtHand } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import { Problem } from '../shared/problems.js';
import { cutText } from '../shared/text.js';
import { readStanding } from './performance-standing.js';

/**
 * Sets aside the finding that all is paid, while the debt is open: money was taken back, or a claim was corrected. The
 * plan comes back into force and what its days bring is decided anew; without a plan ordinary enforcement goes on. What
 * had dropped is owed again.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `case-state-forbids` (all is not found paid), `debt-paid`.
 * Law: ST-10, IN-24; contract section 10 (a reversal after PERFORMED).
 */
export async function setPerformanceAside(
  ctx: UserContext,
  caseId: string,
  { reason }: SetAsideInput,
  heed?: Heed,
): Promise<CaseView> {
  return inTransaction(await withTablesAtHand(ctx), async (tx) => {
    const file = await openCase(tx, caseId, heed);
    const owner = file.row;
    requireMay(tx.actor, 'setPerformanceAside');
    const finding = owner.state === 'PERFORMED' ? await findStanding(tx, owner) : undefined;
    if (!finding) {
      throw new Problem('case-state-forbids', { detail: `The case is in state ${owner.state}; no finding stands.` });
    }
    const { paidBy } = await readStanding(tx, file);
    if (paidBy !== null) throw new Problem('debt-paid', { detail: 'Nothing of the debt is open.' });
    await saveSetAside(tx, finding, { on: tx.today, reason, by: tx.actor.id });
    const ground = GROUNDS.correction;
    file.record({ type: 'PERFORMANCE_SET_ASIDE', data: { findingId: finding.id, reason }, ground });
    if (finding.planId === null) {
      file.move('NOTICE_SERVED', ground);
    } else {
      await movePlan(tx, await getPlanRow(tx, finding.planId), 'ACTIVE');
      file.record({ type: 'PLAN_REINSTATED', data: { planId: finding.planId }, ground });
      file.move('PERFORMING', ground);
    }
    const { caseNumber, officerId } = owner;
    const notice = { kind: 'PERFORMANCE_SET_ASIDE', facts: { caseNumber, reason } } as const;
    await tellParties(tx, owner, notice, [{ userId: officerId }]);
    await bringUpToDate(tx, file, cutText(`performance set aside: ${reason}`, 200));
    await flush(tx);
    return viewCase(tx, owner.courtCode, owner.id);
  });
}
