import { addCarriedInterest } from '../../../law/amendment/carry.js';
import { decideSuretyLiability, type SecuredDebt } from '../../../law/amendment/surety.js';
import { checkDates } from '../../../law/dates/check.js';
import type { Schedule } from '../../../law/schedule/schedule.js';
import { PLAN_TRANSITIONS } from '../../../law/states/plan.js';
import { mayMove } from '../../../law/states/transitions.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import type { Heed } from '../../../platform/heed.js';
import { addDays } from '../../../shared/civil-date.js';
import { newId } from '../../../shared/ids.js';
import { formatYuan, sumFen } from '../../../shared/money.js';
import { Problem, problemOf, valueOrProblem } from '../../../shared/problems.js';
import { placeUnder } from '../../../shared/refusal.js';
import type { CaseRow } from '../../../tables/cases.js';
import { type Amendment, amendmentView, planBody, type PlanInput } from '../../../tables/plan-json.js';
import { daysOfCase } from '../../dossier/cases/days.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { openCaseOf } from '../../dossier/cases/open-case.js';
import { requireStateFor } from '../../dossier/cases/policy.js';
import { requireMay } from '../../people/permissions/require-may.js';
import * as repository from '../drafting/repository.js';
import type { PlanView } from '../drafting/schema.js';
import {
  completeTerms,
  getPlanRow,
  pointToFirstDueDate,
  requireSigned,
  schedulePlan,
  viewPlan,
} from '../drafting/service.js';
import { readCarried } from './balance.js';
import type { AmendmentInput } from './schema.js';

type Carried = Awaited<ReturnType<typeof readCarried>>;

/** Refuses an amendment of a plan that is not in force, or in a case that takes none. */
export function requireAmendable(owner: CaseRow, plan: repository.PlanRow): void {
  requireStateFor(owner, 'draftAmendment');
  if (!mayMove(PLAN_TRANSITIONS, plan.status, 'SUPERSEDED')) {
    throw new Problem('plan-not-active', { detail: `The plan is ${plan.status}.` });
  }
}

function requireDates(ctx: UserContext, owner: CaseRow, plan: repository.PlanRow, input: AmendmentInput): void {
  requireSigned(ctx, owner, input);
  const { effectiveOn, sureties } = input;
  valueOrProblem(checkDates('amendment', { effectiveOn, versionFrom: plan.effectiveOn ?? plan.signedOn }));
  const { today, basisEffectiveOn } = daysOfCase(ctx, owner);
  for (const [index, { givenOn }] of sureties.entries()) {
    const given = checkDates('consent', { today, basisEffectiveOn, givenOn });
    if (!given.ok) throw problemOf(placeUnder(given, `/sureties/${index}`));
  }
}

function requireFirstDueDate(input: AmendmentInput, schedule: Schedule): void {
  const { effectiveOn } = input;
  const days = checkDates('amendedSchedule', { firstDueOn: schedule.instalments[0]?.nominalDueDate, effectiveOn });
  if (!days.ok) throw problemOf({ ...days, pointer: pointToFirstDueDate(input) });
}

/** The terms of the new version as a plan has them: the balance is the principal, interest goes on where it stopped. */
function toTerms(plan: repository.PlanRow, input: AmendmentInput, carried: Carried): PlanInput {
  const { effectiveOn: _day, reason: _reason, sureties: _sureties, principalFen, interestFrom, ...terms } = input;
  if (principalFen !== undefined && principalFen !== carried.principalFen) {
    throw new Problem('carried-balance-differs', {
      detail: `The principal left on the eve is ${formatYuan(carried.principalFen)} yuan.`,
    });
  }
  const before = planBody.decode(plan.terms);
  const from = interestFrom ?? carried.interestFrom ?? before.interestFrom;
  const bearsInterest = (terms.rate ?? terms.doubledDailyPercent) !== undefined;
  return completeTerms({
    ...terms,
    principalFen: carried.principalFen,
    ...(from === undefined || !bearsInterest ? {} : { interestFrom: from }),
  });
}

function toAmendment(input: AmendmentInput, carried: Carried, schedule: Schedule): Amendment {
  const { standing } = carried;
  const sumOf = (key: 'principalFen' | 'interestFen' | 'paidFen') => sumFen(standing.map((one) => one[key]));
  const leftFen = sumOf('principalFen') + sumOf('interestFen') - sumOf('paidFen');
  const before: SecuredDebt = {
    principalFen: carried.principalFen,
    interestFen: leftFen - carried.principalFen,
    lastDueDate: standing.at(-1)?.dueDate ?? '',
  };
  const after: SecuredDebt = { ...schedule.totals, lastDueDate: schedule.instalments.at(-1)?.dueDate ?? '' };
  return {
    reason: input.reason,
    carriedPrincipalFen: carried.principalFen,
    carriedInterestFen: carried.interestFen,
    receivedFen: carried.receivedFen,
    sureties: input.sureties.map(({ name, consented, givenOn, evidence }) => ({
      name,
      consented,
      givenOn: givenOn ?? null,
      evidence: evidence ?? null,
      ...decideSuretyLiability(before, after, consented),
    })),
  };
}

/**
 * Drafts a new version of a plan in force, from a stated day, on the balance that is left. It is confirmed and put into
 * force like any plan; until then the old version goes on.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `case-closed`, `case-state-forbids`, `plan-not-active`,
 * `nothing-to-amend`, `carried-balance-differs`, and what `checkDates` and `schedulePlan` refuse.
 * Law: ST-05, section 6.4 (和解规定 Art. 5; Civil Code 543, 695).
 */
export function draftAmendment(
  ctx: UserContext,
  planId: string,
  input: AmendmentInput,
  heed?: Heed,
): Promise<PlanView> {
  return inTransaction(ctx, async (tx) => {
    const { file, thing: plan } = await openCaseOf(tx, () => getPlanRow(tx, planId));
    const owner = file.row;
    heed?.(plan.version);
    requireMay(tx.actor, 'draftAmendment');
    requireAmendable(owner, plan);
    requireDates(tx, owner, plan, input);
    const carried = await readCarried(tx, plan, input.effectiveOn);
    const terms = toTerms(plan, input, carried);
    const planned = await schedulePlan(tx, terms);
    requireFirstDueDate(input, planned);
    const schedule = addCarriedInterest(planned, carried.interestFen, terms.interestDeferred);
    const amendment = toAmendment(input, carried, schedule);
    const { applicantIds } = await viewPlan(tx, plan);
    const row: repository.PlanRow = {
      courtCode: owner.courtCode,
      id: newId(),
      caseId: owner.id,
      no: await repository.nextPlanNo(tx, owner),
      status: 'DRAFT',
      terms: planBody.encode(terms),
      principalFen: schedule.totals.principalFen,
      interestFen: schedule.totals.interestFen,
      graceDays: terms.graceDays,
      prepayPolicy: terms.prepayPolicy,
      accelerationMode: terms.acceleration.mode,
      signedOn: terms.signedOn,
      claimOpenFen: null,
      activatedOn: null,
      acceleratedOn: null,
      amendsPlanId: plan.id,
      effectiveOn: input.effectiveOn,
      amendment: amendmentView.encode(amendment),
      supersededOn: null,
      receivedFen: null,
      draftedBy: tx.actor.id,
      version: 1,
      createdAt: tx.clock.now(),
    };
    await repository.insertPlan(tx, row, schedule.instalments, applicantIds);
    const data = {
      planId: row.id,
      no: row.no,
      amendsPlanId: plan.id,
      effectiveOn: input.effectiveOn,
      balanceOn: addDays(input.effectiveOn, -1),
      principalFen: Number(carried.principalFen),
      interestFen: Number(carried.interestFen),
      reason: input.reason,
    };
    file.record({ type: 'PLAN_AMENDMENT_DRAFTED', data, ground: GROUNDS.amendment, after: row.terms });
    return viewPlan(tx, row);
  });
}
