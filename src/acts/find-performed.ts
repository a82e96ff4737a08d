import { closeStepsOfPlan } from '../features/course/steps/step-states.js';
import type { CaseFile } from '../features/dossier/cases/case-file.js';
import { GROUNDS } from '../features/dossier/cases/grounds.js';
import { openCase } from '../features/dossier/cases/open-case.js';
import { viewCase } from '../features/dossier/cases/repository.js';
import type { CaseView } from '../features/dossier/cases/schema.js';
import { attachFiles } from '../features/dossier/files/service.js';
import { tellParties } from '../features/dossier/notices/to-parties.js';
import { type FindingRow, insertFinding } from '../features/money/performance-findings/repository.js';
import type { FindingInput } from '../features/money/performance-findings/schema.js';
import { requireMay } from '../features/people/permissions/require-may.js';
import { movePlan } from '../features/plans/drafting/plan-states.js';
import type { PlanRow } from '../features/plans/drafting/repository.js';
import { leaveCases } from '../features/plans/progress/progress.js';
import { endReviewByPayment } from '../features/review/joint-reviews/ended-by-payment.js';
import { CASE_TRANSITIONS } from '../law/states/case.js';
import { mayMove } from '../law/states/transitions.js';
import { flush, inTransaction, type UserContext, withTablesAtHand } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import { newId } from '../shared/ids.js';
import { Problem } from '../shared/problems.js';
import type { CaseRow } from '../tables/cases.js';
import { waivedParts } from '../tables/performance-json.js';
import { readStanding, sayOpen } from './performance-standing.js';

/** Refuses a case that cannot become performed. Refuses: `case-closed`, `case-state-forbids`. */
function requireOnTheWay({ state, caseNumber }: CaseRow): void {
  if (mayMove(CASE_TRANSITIONS, state, 'PERFORMED')) return;
  if (state === 'CLOSED') throw new Problem('case-closed', { detail: `${caseNumber} is closed.` });
  throw new Problem('case-state-forbids', { detail: `A case in state ${state} does not become PERFORMED.` });
}

/** The plan in force is completed: its ladder ends, and its money stays where it is booked. */
async function completePlan(ctx: UserContext, file: CaseFile, plan: PlanRow | undefined): Promise<string | null> {
  if (!plan) return null;
  const ground = GROUNDS.fullPayment;
  const closed = await closeStepsOfPlan(ctx, plan, 'PERFORMED');
  for (const step of closed) file.record({ type: 'STEP_CLOSED', data: { ...step, reason: 'PERFORMED' }, ground });
  await movePlan(ctx, plan, 'COMPLETED');
  await leaveCases(ctx, plan.courtCode, [plan.caseId]);
  file.record({ type: 'PLAN_COMPLETED', data: { planId: plan.id }, ground });
  return plan.id;
}

/** A person lifts the colour with a reason: of a debt that is paid nothing warns any more (MO-03). */
function liftColour(ctx: UserContext, file: CaseFile): void {
  const { colour: from } = file.row;
  file.change({ colour: 'GREEN', colourReviewOn: null });
  if (from === 'GREEN') return;
  const data = { from, to: 'GREEN', rule: 'PERFORMED', asOf: ctx.today } as const;
  file.record({ type: 'COLOUR_CHANGED', data, ground: GROUNDS.colour });
}

/**
 * Finds that all is paid: by the settlement for every applicant, or by the ledger of the basis. The plan in force is
 * completed, an open review ends, and what the basis orders beyond the settlement drops, but for the execution fee.
 * That the close has put full payment to the officer is no condition.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `case-closed`, `case-state-forbids`, `debt-open`,
 * `file-unknown`.
 * Law: ST-10, ST-20, IN-24, FE-01; 执行和解规定 Art. 8.
 */
export async function findPerformed(
  ctx: UserContext,
  caseId: string,
  input: FindingInput,
  heed?: Heed,
): Promise<CaseView> {
  return inTransaction(await withTablesAtHand(ctx), async (tx) => {
    const file = await openCase(tx, caseId, heed);
    const owner = file.row;
    requireMay(tx.actor, 'findPerformed');
    requireOnTheWay(owner);
    const standing = await readStanding(tx, file);
    const { paidBy, waived, shadowFen, plan } = standing;
    if (paidBy === null) throw new Problem('debt-open', { detail: sayOpen(standing) });
    const files = await attachFiles(tx, owner, input.fileIds);
    const row: FindingRow = {
      courtCode: owner.courtCode,
      id: newId(),
      caseId: owner.id,
      foundOn: tx.today,
      paidBy,
      planId: await completePlan(tx, file, plan),
      waived: waivedParts.encode({ ...waived }),
      shadowFen: paidBy === 'SETTLEMENT' ? shadowFen : 0n,
      reason: input.reason,
      fileIds: files.map(({ fileId }) => fileId),
      foundBy: tx.actor.id,
      createdAt: tx.clock.now(),
      setAsideOn: null,
      setAsideReason: null,
      setAsideBy: null,
    };
    await insertFinding(tx, row);
    await endReviewByPayment(tx, file);
    const ground = GROUNDS.fullPayment;
    const data = { findingId: row.id, paidBy, planId: row.planId, waived: row.waived, reason: input.reason, files };
    file.record({ type: 'PERFORMANCE_FOUND', data, ground, after: data });
    file.move('PERFORMED', ground);
    liftColour(tx, file);
    const { caseNumber, officerId } = owner;
    await tellParties(tx, owner, { kind: 'PERFORMED', facts: { caseNumber } }, [{ userId: officerId }]);
    await flush(tx);
    return viewCase(tx, owner.courtCode, owner.id);
  });
}
