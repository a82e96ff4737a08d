import type { Context } from '../../platform/context.js';
import type { CaseRow } from '../cases/table.js';
import { splitApplication } from '../instalment-plans/payment-rules.js';
import type { Allocation } from '../ledger/posting-rules.js';
import { settleAllocations } from '../ledger/postings.js';
import { allocateByBasis } from '../ledger/basis.js';
import { listCountedPayments } from '../payments/counting.js';
import { outcomeOf } from './course-outcome.js';
import { loadCourses, type LoadedCourse } from './course-repository.js';
import { storeOutcomes } from './course-store.js';
import { type CourseDecision, decideCourse } from './rules.js';

/** Where the payments under a plan went: interest of an instalment before its principal, the rest is surplus. */
function allocateByPlan(course: LoadedCourse, decision: CourseDecision): Allocation[] {
  const paid = new Map<number, bigint>();
  return decision.applied.applications.flatMap((application, index) => {
    const payment = course.facts.payments[index];
    if (!payment || payment.receivedOn !== application.date) throw new Error('Payments and applications do not match');
    const common = { paymentId: payment.id, planId: course.plan.id, effectiveOn: payment.receivedOn };
    const parts = application.applied.flatMap(({ no, amountFen }): Allocation[] => {
      const instalment = course.instalments.find((one) => one.no === no);
      if (!instalment) throw new Error('A payment was applied to an instalment that does not exist');
      const before = paid.get(no) ?? 0n;
      paid.set(no, before + amountFen);
      const split = splitApplication(instalment, before, amountFen);
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
 * Brings a case up to date after its payments changed: allocations, instalments, steps, state, colour, notices. A
 * payment for a day that is already closed redoes the classification from that day on.
 * @param owner - the case, locked in this transaction
 * @param ground - why allocations may have to be reversed
 * Law: AL-02, AL-04, ES-02, IN-06; contract sections 4 and 5.
 */
export async function reclassifyCase(ctx: Context, owner: CaseRow, ground: string): Promise<void> {
  const [course] = await loadCourses(ctx, owner.courtCode, [owner.id]);
  const payments = course?.payments ?? (await listCountedPayments(ctx, owner.courtCode, [owner.id]));
  const underPlan = new Set(course?.facts.payments.map((payment) => payment.id));
  const byBasis = payments.filter((payment) => !underPlan.has(payment.id));
  const wanted = await allocateByBasis(ctx, owner, byBasis);
  if (course) {
    const decision = decideCourse(course.facts, ctx.today);
    wanted.push(...allocateByPlan(course, decision));
    await storeOutcomes(ctx, owner.courtCode, [outcomeOf(course, decision, ctx.today, ctx.today, ctx.clock.now())]);
  }
  await settleAllocations(ctx, owner, wanted, ground);
}
