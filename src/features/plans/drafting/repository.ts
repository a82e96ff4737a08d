import { and, asc, desc, eq, gt, inArray, max, min } from 'drizzle-orm';
import { compareAgreedSum } from '../../../law/schedule/agreed-sum.js';
import type { ScheduledInstalment } from '../../../law/schedule/schedule.js';
import { warnOfPlan } from '../../../law/schedule/warnings.js';
import { checkAgreement } from '../../../law/settlement/checklist.js';
import { anyOf } from '../../../platform/any-of.js';
import { insertRows } from '../../../platform/bulk-insert.js';
import type { Context, UserContext } from '../../../platform/context.js';
import { together } from '../../../platform/snapshot.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { type Fen, sumFen } from '../../../shared/money.js';
import { cases } from '../../../tables/cases.js';
import { amendmentView, planBody, type PlanInput } from '../../../tables/plan-json.js';
import { planApplicants, planConfirmations, planInstalments, plans } from '../../../tables/plans.js';
import { seizures } from '../../../tables/seizures.js';
import { withinReach } from '../../dossier/cases/repository.js';
import type { PlanView } from './schema.js';

export type PlanRow = typeof plans.$inferSelect;

/** A plan of a case within reach. */
export async function findPlan(ctx: UserContext, planId: string): Promise<PlanRow | undefined> {
  const [found] = await ctx.db
    .select({ plan: plans })
    .from(plans)
    .innerJoin(cases, and(eq(cases.courtCode, plans.courtCode), eq(cases.id, plans.caseId)))
    .where(and(withinReach(ctx.actor), eq(plans.id, planId)));
  return found?.plan;
}

export async function nextPlanNo(ctx: Context, owner: { courtCode: string; id: string }): Promise<number> {
  const [row] = await ctx.db
    .select({ no: max(plans.no) })
    .from(plans)
    .where(and(eq(plans.courtCode, owner.courtCode), eq(plans.caseId, owner.id)));
  return (row?.no ?? 0) + 1;
}

export async function insertPlan(
  ctx: Context,
  row: PlanRow,
  instalments: readonly ScheduledInstalment[],
  applicantIds: readonly string[],
): Promise<void> {
  const common = { courtCode: row.courtCode, planId: row.id };
  await ctx.db.insert(plans).values(row);
  await insertRows(
    ctx.db,
    planInstalments,
    instalments.map(({ nominalDueDate, dueDate, ...one }) => ({
      ...one,
      ...common,
      nominalDueOn: nominalDueDate,
      dueOn: dueDate,
    })),
  );
  await insertRows(
    ctx.db,
    planApplicants,
    applicantIds.map((partyId) => ({ ...common, partyId })),
  );
}

export async function hasActivePlan(ctx: Context, owner: { courtCode: string; id: string }): Promise<boolean> {
  const [row] = await ctx.db
    .select({ id: plans.id })
    .from(plans)
    .where(and(eq(plans.courtCode, owner.courtCode), eq(plans.caseId, owner.id), eq(plans.status, 'ACTIVE')));
  return row !== undefined;
}

/** The plan of a case that was completed last; undefined when none was. */
export async function findCompletedPlanId(
  ctx: Context,
  owner: { courtCode: string; id: string },
): Promise<string | undefined> {
  const [row] = await ctx.db
    .select({ id: plans.id })
    .from(plans)
    .where(and(eq(plans.courtCode, owner.courtCode), eq(plans.caseId, owner.id), eq(plans.status, 'COMPLETED')))
    .orderBy(desc(plans.no))
    .limit(1);
  return row?.id;
}

export async function listPlanRows(
  ctx: Context,
  owner: { courtCode: string; id: string },
  page: { after: string | undefined; limit: number },
): Promise<PlanRow[]> {
  const ours = and(eq(plans.courtCode, owner.courtCode), eq(plans.caseId, owner.id));
  return ctx.db
    .select()
    .from(plans)
    .where(page.after === undefined ? ours : and(ours, gt(plans.id, page.after)))
    .orderBy(asc(plans.id))
    .limit(page.limit);
}

/** Last day of the seizure that ends first, of those in force in each case of these plans (PL-05). */
async function readSeizureEnds(ctx: Context, courtCode: string, caseIds: readonly string[]) {
  const rows = await ctx.db
    .select({ caseId: seizures.caseId, toOn: min(seizures.toOn) })
    .from(seizures)
    .where(
      and(
        eq(seizures.courtCode, courtCode),
        anyOf(seizures.caseId, caseIds),
        inArray(seizures.status, ['ORDERED', 'EFFECTIVE']),
      ),
    )
    .groupBy(seizures.caseId);
  return new Map(rows.map(({ caseId, toOn }) => [caseId, toOn ?? undefined]));
}

/** Versions that are over have nothing left to settle. */
const STILL_WARNED: readonly PlanRow['status'][] = ['DRAFT', 'CONFIRMED', 'ACTIVE'];

type Dated = readonly { readonly no: number; readonly dueDate: CivilDate; readonly principalFen: Fen }[];

/** What an agreement should still settle, and what of the least that it should say is there. */
function remarksOn(
  { status, signedOn, claimOpenFen, amendsPlanId }: PlanRow,
  { method, clauses = [] }: PlanInput,
  { dated, seizedUntil }: { dated: Dated; seizedUntil: CivilDate | undefined },
): Pick<PlanView, 'warnings' | 'checklist'> {
  const isComparedWithLedger = claimOpenFen !== null || amendsPlanId !== null;
  return {
    warnings: STILL_WARNED.includes(status)
      ? [...warnOfPlan({ method, instalments: dated, seizedUntil, signedOn, claimOpenFen })]
      : [],
    checklist: [...checkAgreement({ clauses, isComparedWithLedger, isSigned: status !== 'DRAFT' })],
  };
}

/** Plans of one court as the API shows them. */
export async function viewPlans(ctx: Context, rows: readonly PlanRow[]): Promise<PlanView[]> {
  const [first] = rows;
  if (!first) return [];
  const { courtCode } = first;
  const ids = rows.map((row) => row.id);
  const [instalments, applicants, confirmations, seizedUntil] = await together([
    ctx.db
      .select()
      .from(planInstalments)
      .where(and(eq(planInstalments.courtCode, courtCode), anyOf(planInstalments.planId, ids)))
      .orderBy(asc(planInstalments.no)),
    ctx.db
      .select()
      .from(planApplicants)
      .where(and(eq(planApplicants.courtCode, courtCode), anyOf(planApplicants.planId, ids))),
    ctx.db
      .select()
      .from(planConfirmations)
      .where(and(eq(planConfirmations.courtCode, courtCode), anyOf(planConfirmations.planId, ids)))
      .orderBy(asc(planConfirmations.createdAt)),
    readSeizureEnds(ctx, courtCode, [...new Set(rows.map((row) => row.caseId))]),
  ]);
  return rows.map((row) => {
    const own = instalments.filter((one) => one.planId === row.id);
    const dated = own.map(({ no, dueOn, principalFen }) => ({ no, dueDate: dueOn, principalFen }));
    const terms = planBody.decode(row.terms);
    return {
      id: row.id,
      caseId: row.caseId,
      planNo: row.no,
      status: row.status,
      terms,
      totals: totalsOf(own),
      applicantIds: applicants.filter((one) => one.planId === row.id).map((one) => one.partyId),
      confirmations: confirmations
        .filter((one) => one.planId === row.id)
        .map(({ party, partyId, method, confirmedOn, evidence, fileIds }) => ({
          party,
          partyId,
          method,
          confirmedOn,
          evidence,
          fileIds,
        })),
      instalments: own.map(({ nominalDueOn, dueOn, ...one }) => ({
        ...one,
        nominalDueDate: nominalDueOn,
        dueDate: dueOn,
        paymentFen: one.principalFen + one.interestFen,
      })),
      claim: row.claimOpenFen === null ? null : viewClaim(row.principalFen, row.signedOn, row.claimOpenFen),
      ...remarksOn(row, terms, { dated, seizedUntil: seizedUntil.get(row.caseId) }),
      activatedOn: row.activatedOn,
      amendsPlanId: row.amendsPlanId,
      effectiveOn: row.effectiveOn,
      supersededOn: row.supersededOn,
      amendment: row.amendment === null ? null : amendmentView.decode(row.amendment),
      version: row.version,
      createdAt: row.createdAt,
    };
  });
}

const viewClaim = (agreedFen: Fen, asOf: CivilDate, openFen: Fen) => ({
  asOf,
  ...compareAgreedSum(agreedFen, openFen),
});

export function totalsOf(instalments: readonly { principalFen: bigint; interestFen: bigint }[]) {
  const principalFen = sumFen(instalments.map((one) => one.principalFen));
  const interestFen = sumFen(instalments.map((one) => one.interestFen));
  return { principalFen, interestFen, paymentFen: principalFen + interestFen };
}
