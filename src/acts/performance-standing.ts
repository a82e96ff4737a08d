import { loadCourses } from '../features/course/bring-up-to-date/repository.js';
import { CaseFile } from '../features/dossier/cases/case-file.js';
import { listCaseParties } from '../features/dossier/cases/repository.js';
import { getCaseRow } from '../features/dossier/cases/service.js';
import { listFindings } from '../features/money/performance-findings/repository.js';
import type { PerformanceView } from '../features/money/performance-findings/schema.js';
import { findPlanInForce, readOriginalLedger } from '../features/papers/ledger-view/service.js';
import { requireMay } from '../features/people/permissions/require-may.js';
import type { PlanRow } from '../features/plans/drafting/repository.js';
import { decideCourse } from '../law/course/course.js';
import { decidePerformance, type PerformanceStanding } from '../law/settlement/performance.js';
import { type UserContext, withTablesAtHand } from '../platform/context.js';
import { inReadOnlySnapshot } from '../platform/snapshot.js';
import { type Fen, formatYuan, sumFen } from '../shared/money.js';

interface Standing extends PerformanceStanding {
  /** The doubled part of the settlement days, which is part of what would drop (IN-24). */
  readonly shadowFen: Fen;
  /** The plan whose instalments count, in force or completed. */
  readonly plan: PlanRow | undefined;
}

/** What is paid in a case by the end of today, whatever the court has found of it. */
export async function readStanding(ctx: UserContext, file: CaseFile): Promise<Standing> {
  const owner = file.row;
  const [course] = await loadCourses(ctx, owner.courtCode, [file]);
  const inForce = await findPlanInForce(ctx, owner, ctx.today);
  const { closing, shadowFen } = await readOriginalLedger(ctx, owner, ctx.today, inForce?.settledOn, undefined);
  const members = await listCaseParties(ctx, owner.courtCode, [owner.id]);
  const standing = decidePerformance({
    applicantIds: members.filter(({ role }) => role === 'APPLICANT').map(({ id }) => id),
    plan: course ? { applicantIds: course.applicants.map(({ id }) => id), openFen: openOf(ctx, course) } : null,
    closing,
  });
  return { ...standing, shadowFen, plan: course?.plan };
}

function openOf(ctx: UserContext, { facts }: Awaited<ReturnType<typeof loadCourses>>[number]): Fen {
  const { fullyPaid, applied } = decideCourse(facts, ctx.today);
  return fullyPaid ? 0n : sumFen(applied.instalments.map(({ outstandingFen }) => outstandingFen));
}

/** What is still open, as a sentence for people. */
export function sayOpen({ planOpenFen, basisOpenFen, unnamedIds }: PerformanceStanding): string {
  const basis = `${formatYuan(basisOpenFen)} yuan are open by the basis`;
  if (planOpenFen === null) return `${basis}.`;
  if (planOpenFen > 0n) return `${formatYuan(planOpenFen)} yuan of the settlement are open, and ${basis}.`;
  return `The settlement is paid and does not name ${unnamedIds.length} of the applicants; ${basis}.`;
}

async function read(ctx: UserContext, caseId: string): Promise<PerformanceView> {
  const owner = await getCaseRow(ctx, caseId);
  requireMay(ctx.actor, 'readPerformance');
  // The file is of no transaction's open ones: whatever is read of it, nothing is written.
  const standing = await readStanding(ctx, new CaseFile(ctx, owner));
  const { paidBy, planOpenFen, basisOpenFen, feeOpenFen, unnamedIds, waived } = standing;
  const findings = await listFindings(ctx, owner);
  return {
    caseId,
    asOf: ctx.today,
    paidBy,
    planOpenFen,
    basisOpenFen,
    feeOpenFen,
    findings,
    unnamedApplicantIds: [...unnamedIds],
    waived: { ...waived },
  };
}

/**
 * What the court can find of a case today, and what it has found.
 * Refuses: `not-found`, `not-permitted`.
 * Law: ST-10, ST-20.
 */
export async function readPerformance(ctx: UserContext, caseId: string): Promise<PerformanceView> {
  const ready = await withTablesAtHand(ctx);
  return ready.inTransaction ? read(ready, caseId) : inReadOnlySnapshot(ready, (tx) => read(tx, caseId));
}
