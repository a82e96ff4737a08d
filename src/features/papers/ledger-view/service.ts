import { and, asc, desc, eq, inArray, lte, sql } from 'drizzle-orm';
import { computeExecutionFee } from '../../../law/fees/fees.js';
import { computeLedger, type LedgerPosting } from '../../../law/ledger/ledger.js';
import { computeSettlementInterest } from '../../../law/ledger/settlement-interest.js';
import type { UserContext } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { type Fen, sumFen } from '../../../shared/money.js';
import { invariant } from '../../../shared/require.js';
import type { CaseRow } from '../../../tables/cases.js';
import { ledgerPostings } from '../../../tables/ledger.js';
import { waivedParts } from '../../../tables/performance-json.js';
import { plans } from '../../../tables/plans.js';
import { claimOf } from '../../dossier/cases/claim.js';
import { ledgerInputOf } from '../../dossier/cases/claim.js';
import { getCaseRow } from '../../dossier/cases/service.js';
import { listCountedPayments } from '../../money/payments/counting.js';
import { type FindingRow, findStanding } from '../../money/performance-findings/repository.js';
import { listVersions } from '../../plans/amendments/versions.js';
import { getSchedule } from '../../plans/schedule/service.js';
import type { LedgerView } from './schema.js';

async function listPostings(ctx: UserContext, owner: CaseRow, asOf: CivilDate) {
  return ctx.db
    .select()
    .from(ledgerPostings)
    .where(
      and(
        eq(ledgerPostings.courtCode, owner.courtCode),
        eq(ledgerPostings.caseId, owner.id),
        lte(ledgerPostings.effectiveOn, asOf),
      ),
    )
    .orderBy(asc(ledgerPostings.id));
}

/** The version of the plan that was in force at the end of a day, and the day on which the settlement was signed. */
export async function findPlanInForce(ctx: UserContext, owner: CaseRow, asOf: CivilDate) {
  const [plan] = await ctx.db
    .select()
    .from(plans)
    .where(
      and(
        eq(plans.courtCode, owner.courtCode),
        eq(plans.caseId, owner.id),
        inArray(plans.status, ['ACTIVE', 'SUPERSEDED', 'COMPLETED']),
        sql`coalesce(${plans.effectiveOn}, ${plans.signedOn}) <= ${asOf}::date`,
        sql`coalesce(${plans.supersededOn} > ${asOf}::date, true)`,
      ),
    )
    .orderBy(desc(plans.no));
  if (!plan) return undefined;
  const [first] = await listVersions(ctx, plan, plan.id);
  return { ...plan, settledOn: first?.signedOn ?? plan.signedOn };
}

type OriginalLedger = NonNullable<LedgerView['original']>;

/**
 * The basis as if there were no settlement: authoritative after resumption (PL-13).
 * @param settledOn - day on which the agreement in force was signed: the doubled part from then on is a shadow amount
 * @param finding - that of the court that all is paid: what it waived has dropped from its day on
 * Law: AL-04, AL-05, FE-02, IN-23, IN-24, IN-26, PL-13.
 */
export async function readOriginalLedger(
  ctx: UserContext,
  owner: CaseRow,
  asOf: CivilDate,
  settledOn: CivilDate | undefined,
  finding: FindingRow | undefined,
): Promise<OriginalLedger> {
  const counted = await listCountedPayments(ctx, owner.courtCode, [owner.id]);
  const payments = counted.filter((payment) => payment.receivedOn <= asOf);
  const references = { rates: await ctx.reference.rates(), calendar: await ctx.reference.calendar() };
  const plain = ledgerInputOf(owner, payments, asOf);
  const performed = finding !== undefined && finding.foundOn <= asOf ? finding : undefined;
  const to = performed?.foundOn ?? asOf;
  const settlement =
    settledOn === undefined || settledOn > asOf ? [] : [{ from: settledOn, to, reason: 'SETTLEMENT' as const }];
  const excludedPeriods = [...(plain.doubled.excludedPeriods ?? []), ...settlement];
  const waived = performed ? waivedParts.decode(performed.waived) : {};
  const waivers = performed ? [{ date: performed.foundOn, amounts: waived }] : [];
  const input = { ...plain, waivers, doubled: { ...plain.doubled, excludedPeriods } };
  const ledger = computeLedger(input, references);
  const interest = computeSettlementInterest(input, references);
  if (!ledger.ok || !interest.ok) throw new Error(`The stored claim of ${owner.caseNumber} breaks a rule`);
  const { lastPerformanceDate, doubledFrom, postings, closing } = ledger.value;
  const { ratesProvisional, calendarProvisional, earlierDelayLeftOut } = ledger.value;
  for (const [bucket, amountFen] of Object.entries(closing)) invariant(amountFen >= 0n, `${bucket} is below zero`);
  const { treatment, ...settlementInterest } = interest.value;
  return {
    lastPerformanceDate,
    doubledFrom,
    order: [...input.order],
    entries: [...postings],
    closing,
    waived,
    settlementTreatment: treatment,
    ...settlementInterest,
    feeOnRecoveredFen: feeOnRecovered(owner, postings),
    marks: [
      ...(ratesProvisional ? ['provisional'] : []),
      ...(calendarProvisional ? ['WEEKEND_ONLY'] : []),
      ...(earlierDelayLeftOut ? ['BEFORE_2014_NOT_COMPUTED'] : []),
    ],
  };
}

/** The execution fee on what has been recovered so far; null where it is computed on the sum applied for (FE-02). */
function feeOnRecovered(owner: CaseRow, postings: readonly LedgerPosting[]): Fen | null {
  if (claimOf(owner).calculation.feeBase === 'APPLIED') return null;
  const recoveredFen = sumFen(postings.map((posting) => posting.paymentFen - posting.surplusFen));
  return recoveredFen === 0n ? 0n : computeExecutionFee(recoveredFen).feeFen;
}

/**
 * The ledger of a case at the end of a day.
 * @param basis - the settlement, or the enforcement basis with the settlement's payments re-allocated
 * Refuses: `not-found`.
 * Law: IN-07, IN-24, AL-04, PL-13; contract section 5.
 */
export async function readLedger(
  ctx: UserContext,
  caseId: string,
  query: { asOf?: CivilDate | undefined; basis?: 'PLAN' | 'ORIGINAL' | undefined },
): Promise<LedgerView> {
  const owner = await getCaseRow(ctx, caseId);
  const asOf = query.asOf ?? ctx.today;
  const plan = await findPlanInForce(ctx, owner, asOf);
  const basis = query.basis === 'ORIGINAL' || !plan ? 'ORIGINAL' : 'PLAN';
  const postings = await listPostings(ctx, owner, asOf);
  const common = { caseId: owner.id, basis, asOf, postings } as const;
  if (basis === 'ORIGINAL' || !plan) {
    const finding = await findStanding(ctx, owner);
    const original = await readOriginalLedger(ctx, owner, asOf, plan?.settledOn, finding);
    return { ...common, plan: null, original };
  }
  const { totals } = await getSchedule(ctx, plan.id, asOf);
  const surplusFen = postings
    .filter((posting) => posting.bucket === 'SURPLUS')
    .reduce((sum, posting) => sum + posting.amountFen, 0n);
  return { ...common, plan: { planId: plan.id, ...totals, surplusFen }, original: null };
}
