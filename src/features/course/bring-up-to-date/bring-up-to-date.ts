import { type CourseDecision, decideCourse } from '../../../law/course/course.js';
import type { Allocation } from '../../../law/ledger/posting-changes.js';
import {
  applyPlanPayments,
  type PlanPayments,
  splitApplication,
  toPlanPayment,
} from '../../../law/schedule/payments.js';
import { isEnded } from '../../../law/states/case.js';
import type { Context } from '../../../platform/context.js';
import { invariant, requireAccepted } from '../../../shared/require.js';
import type { CaseFile } from '../../dossier/cases/case-file.js';
import { allocateByBasis } from '../../money/ledger/basis.js';
import { settleAllocations } from '../../money/ledger/postings.js';
import { listCountedPayments } from '../../money/payments/counting.js';
import { settleRefunds } from '../../money/refunds/service.js';
import { saveStandings } from '../../plans/progress/progress.js';
import { outcomeOf } from './outcome.js';
import { type EarlierVersion, loadCourses, type LoadedCourse } from './repository.js';
import { storeOutcomes } from './store.js';

/** Where the payments under a plan went: interest of an instalment before its principal, the rest is surplus. */
function allocateByPlan(
  planId: string,
  instalments: LoadedCourse['instalments'],
  { applications, instalments: states }: PlanPayments,
  payments: readonly { readonly id: string; readonly receivedOn: string }[],
): Allocation[] {
  const paid = new Map<number, bigint>();
  const dropped = new Map(states.map(({ no, droppedFen }) => [no, droppedFen]));
  return applications.flatMap((application, index) => {
    const payment = payments[index];
    if (!payment || payment.receivedOn !== application.date) throw new Error('Payments and applications do not match');
    const common = { paymentId: payment.id, planId, effectiveOn: payment.receivedOn };
    const parts = application.applied.flatMap(({ no, amountFen }): Allocation[] => {
      const instalment = instalments.find((one) => one.no === no);
      invariant(instalment, 'A payment was applied to an instalment that does not exist');
      const before = paid.get(no) ?? 0n;
      paid.set(no, before + amountFen);
      const interestFen = instalment.interestFen - (dropped.get(no) ?? 0n);
      const split = splitApplication({ ...instalment, interestFen }, before, amountFen);
      return [
        { ...common, bucket: 'PLAN_INTEREST', instalmentNo: no, amountFen: split.interestFen },
        { ...common, bucket: 'PLAN_PRINCIPAL', instalmentNo: no, amountFen: split.principalFen },
      ];
    });
    const surplus: Allocation = { ...common, bucket: 'SURPLUS', instalmentNo: null, amountFen: application.surplusFen };
    return [...parts, surplus].filter((allocation) => allocation.amountFen > 0n);
  });
}

/**
 * Brings a case up to date after its payments changed: allocations, refunds, instalments, steps, state, colour,
 * notices. A payment for a day that is already closed redoes the classification from that day on.
 * @param file - the open case; what was done to it in this transaction counts
 * @param ground - why allocations may have to be reversed
 * Law: AL-02, AL-04, AL-07, ES-02, IN-06; contract sections 4 and 5.
 */
export async function bringUpToDate(ctx: Context, file: CaseFile, ground: string): Promise<void> {
  const owner = file.row;
  const [course] = await loadCourses(ctx, owner.courtCode, [file]);
  const payments = course?.payments ?? (await listCountedPayments(ctx, owner.courtCode, [owner.id]));
  const underPlan = new Set(
    [...(course?.facts.payments ?? []), ...(course?.earlier ?? []).flatMap((version) => version.payments)].map(
      (payment) => payment.id,
    ),
  );
  const byBasis = payments.filter((payment) => !underPlan.has(payment.id));
  const wanted = await allocateByBasis(ctx, owner, byBasis);
  if (course) {
    const day = file.morning;
    const decision = decideCourse(course.facts, day);
    const { plan, instalments, facts, earlier } = course;
    for (const version of earlier) wanted.push(...(await settleEarlierVersion(ctx, version)));
    wanted.push(...allocateByPlan(plan.id, instalments, decision.applied, facts.payments));
    // In an ended case money is booked where it belongs, and nothing follows from it on the ladder.
    if (isEnded(owner.state)) await bookStandings(ctx, course, decision);
    else await storeOutcomes(ctx, owner.courtCode, [outcomeOf(course, decision, day, day, ctx.clock.now())]);
  }
  await settleAllocations(ctx, owner, wanted, ground);
  await settleRefunds(ctx, file, payments, wanted);
}

/** Stores what is paid of the instalments; the ladder does not look at them any more. */
async function bookStandings(ctx: Context, { file, plan }: LoadedCourse, decision: CourseDecision): Promise<void> {
  const standings = decision.progress.map((one) => ({ ...one, planId: plan.id, nextStepOn: null }));
  await saveStandings(ctx, file.row.courtCode, standings);
}

/** Books the money that stays with a superseded version. Its instalments are no longer watched, only shown. */
async function settleEarlierVersion(ctx: Context, version: EarlierVersion): Promise<Allocation[]> {
  const { plan, acceleration, instalments, progress, payments } = version;
  const fixedDueOn = new Map(progress.map((row) => [row.no, row.dueOn]));
  const outcome = applyPlanPayments({
    instalments: instalments.map(({ no, dueOn, principalFen, interestFen }) => {
      return { no, dueDate: fixedDueOn.get(no) ?? dueOn, amountFen: principalFen + interestFen };
    }),
    graceDays: plan.graceDays,
    prepayPolicy: plan.prepayPolicy,
    acceleration,
    payments: payments.map(toPlanPayment),
    asOf: ctx.today,
  });
  requireAccepted(outcome, 'A stored plan breaks a rule');
  const known = new Map(progress.map((row) => [row.no, row]));
  const standings = outcome.value.instalments.map(({ no, paidFen, droppedFen, paidInFullDate }) => {
    return { planId: plan.id, no, paidFen, droppedInterestFen: droppedFen, paidInFullOn: paidInFullDate };
  });
  const changed = standings.filter(({ no, ...now }) => {
    const before = known.get(no);
    return (
      before?.paidFen !== now.paidFen ||
      before.droppedInterestFen !== now.droppedInterestFen ||
      before.paidInFullOn !== now.paidInFullOn
    );
  });
  await saveStandings(
    ctx,
    plan.courtCode,
    changed.map((one) => ({ ...one, nextStepOn: null })),
  );
  return allocateByPlan(plan.id, instalments, outcome.value, payments);
}
