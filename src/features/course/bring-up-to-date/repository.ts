import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import { listChain, divideAmongVersions } from '../../../law/amendment/versions.js';
import type { CourseFacts } from '../../../law/course/course.js';
import type { Acceleration } from '../../../law/schedule/acceleration.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Context } from '../../../platform/context.js';
import { groupBy } from '../../../shared/group-by.js';
import { caseParties } from '../../../tables/cases.js';
import { escalationSteps } from '../../../tables/course.js';
import { users } from '../../../tables/identity.js';
import { instalmentProgress, planApplicants, planInstalments, plans } from '../../../tables/plans.js';
import type { CaseFile } from '../../dossier/cases/case-file.js';
import { type CountedPayment, listCountedPayments } from '../../money/payments/counting.js';
import { listServed } from '../../plans/acceleration/repository.js';
import { accelerationOf } from '../../plans/acceleration/terms.js';
import { listApproved } from '../ladder-policies/approved.js';

type PlanRow = typeof plans.$inferSelect;
type InstalmentRow = typeof planInstalments.$inferSelect;
type ProgressRow = typeof instalmentProgress.$inferSelect;

/** A version that the plan in force has superseded, with the money that stays with it. */
export interface EarlierVersion {
  readonly plan: PlanRow;
  readonly acceleration: Acceleration;
  readonly instalments: readonly InstalmentRow[];
  readonly progress: readonly ProgressRow[];
  readonly payments: readonly CountedPayment[];
}

/** An open case under an active plan, with all that its course depends on. */
export interface LoadedCourse {
  readonly file: CaseFile;
  readonly officerName: string;
  readonly plan: PlanRow;
  readonly instalments: readonly InstalmentRow[];
  readonly progress: readonly ProgressRow[];
  /** Oldest first; empty unless the plan is an amendment. */
  readonly earlier: readonly EarlierVersion[];
  readonly enterprise: { readonly id: string; readonly name: string };
  /** The applicants whom the plan binds (JR-05). */
  readonly applicants: readonly { readonly id: string; readonly name: string }[];
  readonly payments: readonly CountedPayment[];
  readonly facts: CourseFacts;
}

const NONE: Acceleration = { mode: 'NONE' };

async function loadPlans(ctx: Context, courtCode: string, caseIds: readonly string[]) {
  const versions = await ctx.db
    .select()
    .from(plans)
    .where(
      and(
        eq(plans.courtCode, courtCode),
        anyOf(plans.caseId, caseIds),
        inArray(plans.status, ['ACTIVE', 'SUPERSEDED', 'COMPLETED']),
      ),
    );
  // Money of a completed plan stays booked where it was, whatever comes after.
  const active = versions.filter(({ status }) => status === 'ACTIVE' || status === 'COMPLETED');
  const planIds = active.flatMap((plan) => listChain(versions, plan.id).map((version) => version.id));
  const ofPlans = (table: typeof planInstalments | typeof instalmentProgress | typeof planApplicants) =>
    and(eq(table.courtCode, courtCode), anyOf(table.planId, planIds));
  if (planIds.length === 0) {
    const none = { instalments: new Map(), progress: new Map(), applicants: new Map(), steps: new Map() };
    return { active, versions, ...none, accelerations: new Map() };
  }
  const instalments = await ctx.db
    .select()
    .from(planInstalments)
    .where(ofPlans(planInstalments))
    .orderBy(asc(planInstalments.planId), asc(planInstalments.no));
  const progress = await ctx.db.select().from(instalmentProgress).where(ofPlans(instalmentProgress));
  const applicants = await ctx.db.select().from(planApplicants).where(ofPlans(planApplicants));
  const steps = await ctx.db
    .select()
    .from(escalationSteps)
    .where(
      and(
        eq(escalationSteps.courtCode, courtCode),
        anyOf(escalationSteps.caseId, caseIds),
        anyOf(escalationSteps.planId, planIds),
        ne(escalationSteps.status, 'VOIDED'),
      ),
    );
  const byPlan = groupBy(instalments, (row) => row.planId);
  const ofChains = new Set(planIds);
  const chained = versions.filter((plan) => ofChains.has(plan.id));
  return {
    active,
    versions,
    instalments: byPlan,
    accelerations: await loadAccelerations(ctx, courtCode, chained, byPlan),
    progress: groupBy(progress, (row) => row.planId),
    applicants: groupBy(applicants, (row) => row.planId),
    steps: groupBy(steps, (row) => row.planId),
  };
}

/** How the whole sum of each version falls due, by its id. */
async function loadAccelerations(
  ctx: Context,
  courtCode: string,
  versions: readonly PlanRow[],
  instalments: ReadonlyMap<string, readonly InstalmentRow[]>,
): Promise<Map<string, Acceleration>> {
  const onNotice = versions.filter((plan) => plan.accelerationMode === 'ON_NOTICE');
  const served = await listServed(
    ctx,
    courtCode,
    onNotice.map((plan) => plan.id),
  );
  const accelerations = new Map<string, Acceleration>();
  for (const plan of versions) {
    const rows = instalments.get(plan.id) ?? [];
    accelerations.set(plan.id, await accelerationOf(ctx, plan, rows, served.get(plan.id)));
  }
  return accelerations;
}

/** The terms of a version by which its course is decided. */
function termsOf(
  plan: PlanRow,
  rows: readonly InstalmentRow[],
  progress: readonly ProgressRow[],
  acceleration: Acceleration,
) {
  // The due date that the release of a day table fixed, where it did (PL-02).
  const fixedDueOn = new Map(progress.map((row) => [row.no, row.dueOn]));
  const { graceDays, prepayPolicy, activatedOn, signedOn } = plan;
  return {
    graceDays,
    prepayPolicy,
    acceleration,
    activatedOn: activatedOn ?? signedOn,
    // An instalment of nothing, which a custom plan may have, is never late.
    instalments: rows
      .map(({ no, dueOn, principalFen, interestFen }) => {
        return { no, dueOn: fixedDueOn.get(no) ?? dueOn, amountFen: principalFen + interestFen };
      })
      .filter((instalment) => instalment.amountFen > 0n),
  };
}

async function loadPeople(ctx: Context, courtCode: string, files: readonly CaseFile[]) {
  const officers = await ctx.db
    .select({ id: users.id, name: users.displayName })
    .from(users)
    .where(anyOf(users.id, [...new Set(files.map(({ row }) => row.officerId))]));
  const caseIds = files.map(({ row }) => row.id);
  const members = await ctx.db
    .select()
    .from(caseParties)
    .where(and(eq(caseParties.courtCode, courtCode), anyOf(caseParties.caseId, caseIds)))
    .orderBy(asc(caseParties.position));
  return {
    officers: new Map(officers.map(({ id, name }) => [id, name])),
    members: groupBy(members, (row) => row.caseId),
  };
}

/**
 * Loads the course of those open cases of one court that have an active plan, or a completed one. The number of
 * statements does not depend on the number of cases.
 */
export async function loadCourses(
  ctx: Context,
  courtCode: string,
  files: readonly CaseFile[],
): Promise<LoadedCourse[]> {
  if (files.length === 0) return [];
  const caseIds = files.map(({ row }) => row.id);
  const { officers, members } = await loadPeople(ctx, courtCode, files);
  const { active, versions, instalments, accelerations, progress, applicants, steps } = await loadPlans(
    ctx,
    courtCode,
    caseIds,
  );
  const payments = groupBy(await listCountedPayments(ctx, courtCode, caseIds), (row) => row.caseId);
  // Read after the progress: who sees the days of a new policy there sees the policy too.
  const policies = await listApproved(ctx, courtCode);
  const plansByCase = new Map(active.map((plan) => [plan.caseId, plan]));
  return files.flatMap((file) => {
    const owner = file.row;
    const plan = plansByCase.get(owner.id);
    if (!plan) return [];
    const rows: InstalmentRow[] = instalments.get(plan.id) ?? [];
    const known: ProgressRow[] = progress.get(plan.id) ?? [];
    const named = members.get(owner.id) ?? [];
    const bound = new Set((applicants.get(plan.id) ?? []).map((row: { partyId: string }) => row.partyId));
    const all = payments.get(owner.id) ?? [];
    const chain = listChain(versions, plan.id);
    // Money that came before the settlement was signed belongs to the ledger of the basis.
    const settled = all.filter((payment) => payment.receivedOn >= (chain[0] ?? plan).signedOn);
    const shares = divideAmongVersions(settled, chain);
    const earlier = chain.slice(0, -1).map((version, index) => ({
      plan: version,
      acceleration: accelerations.get(version.id) ?? NONE,
      instalments: instalments.get(version.id) ?? [],
      progress: progress.get(version.id) ?? [],
      payments: shares[index] ?? [],
    }));
    return [
      {
        file,
        officerName: officers.get(owner.officerId) ?? '',
        plan,
        instalments: rows,
        progress: known,
        earlier,
        enterprise: { id: owner.enterpriseId, name: owner.enterpriseName },
        applicants: named
          .filter((one) => one.role === 'APPLICANT' && bound.has(one.partyId))
          .map((one) => ({ id: one.partyId, name: one.name })),
        payments: all,
        facts: {
          state: owner.state,
          colour: owner.colour,
          plan: {
            id: plan.id,
            ladderFrom: plan.effectiveOn ?? plan.signedOn,
            ...termsOf(plan, rows, known, accelerations.get(plan.id) ?? NONE),
          },
          payments: shares.at(-1) ?? [],
          earlier: earlier.map((one) => ({
            ...termsOf(one.plan, one.instalments, one.progress, one.acceleration),
            payments: one.payments,
          })),
          policies,
          steps: steps.get(plan.id) ?? [],
        },
      },
    ];
  });
}
