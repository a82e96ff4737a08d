import { paymentsOfVersion } from '../../../law/amendment/versions.js';
import type { PlanForecast } from '../../../law/schedule/forecast.js';
import { toPlanPayment } from '../../../law/schedule/payments.js';
import { computeWhatIf, type Hypothesis } from '../../../law/schedule/what-if.js';
import type { UserContext } from '../../../platform/context.js';
import { fieldProblem, isProblemCode, type Problem, problemOf } from '../../../shared/problems.js';
import type { Refusal } from '../../../shared/refusal.js';
import { planBody, type PlanInput } from '../../../tables/plan-json.js';
import { listCountedPayments } from '../../money/payments/counting.js';
import { carriedInterestOf, earningOf, readAcceleration } from '../acceleration/terms.js';
import { listInstalments } from '../amendments/balance.js';
import { listVersions, type VersionRow } from '../amendments/versions.js';
import { getPlanRow, requireInForce } from '../drafting/service.js';
import type { WhatIfInput, WhatIfView } from './schema.js';

/** Suppositions are about what is still to come. */
function requireFuture(ctx: UserContext, hypotheses: readonly Hypothesis[]): void {
  for (const [index, one] of hypotheses.entries()) {
    const [key, day] = one.kind === 'PAY' ? ['date', one.date] : one.kind === 'STOP_PAYING' ? ['from', one.from] : [];
    if (key !== undefined && day !== undefined && day < ctx.today) {
      throw fieldProblem(`/hypotheses/${index}/${key}`, `must not lie before today, ${ctx.today}`);
    }
  }
}

/**
 * Interest that an amendment carried into its first instalment follows from no days, so that it cannot be computed
 * again. Where all interest is deferred it lies in the last instalment, of which only differences are computed.
 */
function requireComputable(
  plan: VersionRow,
  terms: PlanInput,
  firstDueDate: string,
  hypotheses: readonly Hypothesis[],
): void {
  if (carriedInterestOf(plan) === 0n || terms.interestDeferred === true) return;
  const index = hypotheses.findIndex(
    (one) =>
      (one.kind === 'MOVE' && one.no === 1) ||
      (one.kind === 'PAY' && one.effect === 'REDUCES_PRINCIPAL' && one.date < firstDueDate),
  );
  if (index >= 0) {
    const detail = 'The first instalment carries overdue interest of the version before; suppose a change after it.';
    throw fieldProblem(`/hypotheses/${index}`, detail);
  }
}

function toProblem(refusal: Refusal): Problem {
  if (isProblemCode(refusal.code)) return problemOf(refusal);
  return fieldProblem(refusal.pointer ?? '', refusal.detail);
}

function toForecast({ instalments, supposedPayments, ...rest }: PlanForecast): WhatIfView['present'] {
  return {
    ...rest,
    instalments: instalments.map(
      ({
        no,
        nominalDueDate,
        dueDate,
        days,
        principalFen,
        interestFen,
        paymentFen,
        outstandingAfterFen,
        ...state
      }) => ({
        no,
        nominalDueDate,
        dueDate,
        days,
        principalFen,
        interestFen,
        paymentFen,
        outstandingAfterFen,
        paidFen: state.paidFen,
        droppedInterestFen: state.droppedInterestFen,
        outstandingFen: state.outstandingFen,
        paidInFullOn: state.paidInFullOn,
        status: state.status,
      }),
    ),
    supposedPayments: [...supposedPayments],
  };
}

/**
 * What becomes of a plan in force under suppositions, beside what becomes of it as it stands. Nothing is saved.
 * Refuses: `not-found`, `plan-not-active`, `invalid-body`, and what `computeWhatIf` refuses.
 * Law: section 6.4, PL-02, PL-03, PL-10, PL-12.
 */
export async function supposePlan(ctx: UserContext, planId: string, input: WhatIfInput): Promise<WhatIfView> {
  const plan = await getPlanRow(ctx, planId);
  requireInForce(plan);
  const instalments = await listInstalments(ctx, plan);
  requireFuture(ctx, input.hypotheses);
  const terms = planBody.decode(plan.terms);
  requireComputable(plan, terms, instalments[0]?.dueDate ?? '', input.hypotheses);
  const counted = await listCountedPayments(ctx, plan.courtCode, [plan.caseId]);
  const payments = paymentsOfVersion(counted, await listVersions(ctx, plan, plan.id));
  const outcome = computeWhatIf(
    {
      instalments: instalments.map(({ nominalDueOn, ...one }) => ({ ...one, nominalDueDate: nominalDueOn })),
      terms: { ...terms, acceleration: await readAcceleration(ctx, plan, instalments) },
      earnedBy: await earningOf(ctx, plan),
      payments: payments.map(toPlanPayment),
      hypotheses: input.hypotheses,
      asOf: ctx.today,
    },
    { rates: await ctx.reference.rates(), calendar: await ctx.reference.calendar() },
  );
  if (!outcome.ok) throw toProblem(outcome);
  const { present, changed, ...rest } = outcome.value;
  return { planId, asOf: ctx.today, ...rest, present: toForecast(present), changed: toForecast(changed) };
}
