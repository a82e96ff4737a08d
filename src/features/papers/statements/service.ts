import { and, asc, eq } from 'drizzle-orm';
import { digestOf } from '../../../law/record/event-chain.js';
import { anyOf } from '../../../platform/any-of.js';
import { inTransaction, type UserContext, withTablesAtHand } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import type { CaseRow } from '../../../tables/cases.js';
import { courts } from '../../../tables/courts.js';
import { payments } from '../../../tables/payments.js';
import { plans } from '../../../tables/plans.js';
import { openCaseForReading } from '../../dossier/cases/open-case.js';
import { viewCase } from '../../dossier/cases/repository.js';
import { seesBankData } from '../../dossier/cases/sensitive-fields.js';
import { listStandingAllocations } from '../../money/ledger/postings.js';
import { type CountedPayment, listCountedPayments } from '../../money/payments/counting.js';
import { findStanding } from '../../money/performance-findings/repository.js';
import { getSchedule } from '../../plans/schedule/service.js';
import { findPlanInForce, readOriginalLedger } from '../ledger-view/service.js';
import { statementContent, type StatementContent, type StatementView } from './schema.js';

async function readCourt(ctx: UserContext, code: string): Promise<StatementContent['court']> {
  const [court] = await ctx.db
    .select({ code: courts.code, name: courts.name })
    .from(courts)
    .where(eq(courts.code, code));
  return court ?? { code, name: code };
}

async function readPayments(ctx: UserContext, owner: CaseRow, counted: readonly CountedPayment[]) {
  if (counted.length === 0) return [];
  const ids = counted.map((payment) => payment.id);
  const rows = await ctx.db
    .select()
    .from(payments)
    .where(and(eq(payments.courtCode, owner.courtCode), anyOf(payments.id, ids)))
    .orderBy(asc(payments.receivedOn), asc(payments.id));
  const isTold = seesBankData(ctx.actor);
  return rows.map(({ id, receivedOn, amountFen, channel, payerName, reference }) => ({
    paymentId: id,
    receivedOn,
    amountFen,
    channel,
    payerName: isTold ? payerName : null,
    reference: isTold ? reference : null,
  }));
}

/** Allocations in force of the payments that count, in the order of payments, versions, instalments and buckets. */
async function readAllocations(ctx: UserContext, owner: CaseRow, counted: readonly CountedPayment[]) {
  const versions = await ctx.db
    .select({ id: plans.id, no: plans.no })
    .from(plans)
    .where(and(eq(plans.courtCode, owner.courtCode), eq(plans.caseId, owner.id)));
  const planNoOf = new Map(versions.map((version) => [version.id, version.no]));
  const position = new Map(counted.map((payment, index) => [payment.id, index]));
  const standing = await listStandingAllocations(ctx, owner.courtCode, [owner.id]);
  return standing
    .filter((one) => position.has(one.paymentId))
    .map(({ paymentId, effectiveOn, planId, instalmentNo, bucket, amountFen }) => ({
      paymentId,
      receivedOn: effectiveOn,
      planId,
      planNo: planId === null ? null : (planNoOf.get(planId) ?? null),
      instalmentNo,
      bucket,
      amountFen,
    }))
    .sort(
      (a, b) =>
        (position.get(a.paymentId) ?? 0) - (position.get(b.paymentId) ?? 0) ||
        (a.planNo ?? 0) - (b.planNo ?? 0) ||
        (a.instalmentNo ?? 0) - (b.instalmentNo ?? 0) ||
        (a.bucket < b.bucket ? -1 : 1),
    );
}

async function readPlan(
  ctx: UserContext,
  plan: Awaited<ReturnType<typeof findPlanInForce>>,
  asOf: CivilDate,
  allocations: StatementContent['allocations'],
): Promise<StatementContent['plan']> {
  if (!plan) return null;
  const { instalments, totals } = await getSchedule(ctx, plan.id, asOf);
  const surplusFen = allocations
    .filter((one) => one.bucket === 'SURPLUS' && one.planId === plan.id)
    .reduce((sum, one) => sum + one.amountFen, 0n);
  const { id, no, signedOn, activatedOn } = plan;
  return { planId: id, planNo: no, signedOn, activatedOn, instalments, totals, surplusFen };
}

async function readContent(ctx: UserContext, owner: CaseRow, asOf: CivilDate): Promise<StatementContent> {
  const view = await viewCase(ctx, owner.courtCode, owner.id);
  const plan = await findPlanInForce(ctx, owner, asOf);
  const finding = await findStanding(ctx, owner);
  const original = await readOriginalLedger(ctx, owner, asOf, plan?.settledOn, finding);
  const counted = (await listCountedPayments(ctx, owner.courtCode, [owner.id])).filter((one) => one.receivedOn <= asOf);
  const allocations = await readAllocations(ctx, owner, counted);
  const asParty = ({ name, unifiedSocialCreditCode }: (typeof view)['enterprise']) => ({
    name,
    unifiedSocialCreditCode,
  });
  return {
    caseId: owner.id,
    caseNumber: owner.caseNumber,
    court: await readCourt(ctx, owner.courtCode),
    asOf,
    enterprise: asParty(view.enterprise),
    applicants: view.applicants.map(asParty),
    enforcementBasis: view.enforcementBasis,
    claim: view.claim,
    payments: await readPayments(ctx, owner, counted),
    allocations,
    original,
    plan: await readPlan(ctx, plan, asOf, allocations),
    marks: original.marks,
  };
}

/**
 * The statement of a case at the end of a day: every figure of one moment, and their digest.
 * @param asOf - default today; payments with a value date up to it count when they are approved by now
 * Refuses: `not-found`.
 * Law: IN-07, IN-24, AL-04, PL-13, EV-04; contract section 1 (`asOf`).
 */
export async function readStatement(
  ctx: UserContext,
  caseId: string,
  asOf: CivilDate = ctx.today,
): Promise<StatementView> {
  return inTransaction(await withTablesAtHand(ctx), async (tx) => {
    // Whoever changes a case locks it first: while it is held, all reads below are of one moment.
    const file = await openCaseForReading(tx, caseId);
    const owner = file.row;
    const content = await readContent(tx, owner, asOf);
    const digest = digestOf(statementContent.encode(content));
    return { ...content, digest: digest ?? '' };
  });
}
