import { addDays, type CivilDate, compareDates } from '../../shared/civil-date.js';
import { type Fen, sumFen } from '../../shared/money.js';
import { requireAccepted } from '../../shared/require.js';
import { applyPlanPayments, type PlanPayments, toPlanPayment } from '../schedule/payments.js';
import type { CaseState, Colour } from '../states/case.js';
import type { StepStatus } from '../states/step.js';
import { CLEAN_DAYS, type ColourFacts, nextColourChange, shownColour } from './colour.js';
import { type LadderPolicy, offsetsFor } from './ladder-policy.js';
import { type DatedStep, datedSteps, isStepTrue, ladderRow } from './ladder.js';
import type { LadderStep } from './steps.js';

interface VersionTerms {
  readonly graceDays: number;
  readonly prepayPolicy: 'NEXT_FIRST' | 'LAST_FIRST';
  readonly accelerationMode: 'NONE' | 'ON_NOTICE' | 'AUTOMATIC';
  readonly activatedOn: CivilDate;
  readonly instalments: readonly { readonly no: number; readonly dueOn: CivilDate; readonly amountFen: Fen }[];
}

interface CoursePayment {
  readonly id: string;
  readonly receivedOn: CivilDate;
  readonly amountFen: Fen;
  readonly refundedFen?: Fen | undefined;
}

/** Everything that the course of a case under a plan depends on. */
export interface CourseFacts {
  readonly state: CaseState;
  readonly colour: Colour;
  readonly plan: VersionTerms & {
    readonly id: string;
    /** First day of which steps are on record, also where the plan came into force later: its signing, or first day. */
    readonly ladderFrom: CivilDate;
  };
  /** Payments that count for the plan, by value date, those of one day in the order of entry. */
  readonly payments: readonly CoursePayment[];
  /** Versions that it took the place of, oldest first, with the money that stays with each; absent without any. */
  readonly earlier?: readonly (VersionTerms & { readonly payments: readonly CoursePayment[] })[];
  /** Days that the court has given its steps, oldest approval first; absent: those of the ladder itself. */
  readonly policies?: readonly LadderPolicy[];
  /** Steps on record that are not void. */
  readonly steps: readonly RecordedStep[];
}

export interface RecordedStep {
  readonly id: string;
  readonly instalmentNo: number;
  readonly step: LadderStep;
  readonly fellOn: CivilDate;
  readonly status: StepStatus;
}

export interface NewStep {
  readonly instalmentNo: number;
  readonly step: LadderStep;
  readonly fellOn: CivilDate;
  readonly status: 'DONE' | 'PROPOSED';
}

export interface InstalmentCourse {
  readonly no: number;
  readonly paidFen: Fen;
  readonly paidInFullOn: CivilDate | null;
  readonly nextStepOn: CivilDate | null;
}

/** What has to be true on record on the morning of a day. */
export interface CourseDecision {
  readonly newSteps: readonly NewStep[];
  /** Steps that a payment with an earlier value date made untrue (contract section 4). */
  readonly voidedSteps: readonly RecordedStep[];
  /** Proposals that a cure closes (ES-02). */
  readonly closedSteps: readonly RecordedStep[];
  readonly progress: readonly InstalmentCourse[];
  /** States to go through, in order; empty when the state stays. */
  readonly transitions: readonly ('BREACHED' | 'CURED' | 'PERFORMING')[];
  readonly breachUndone: boolean;
  readonly colour: Colour;
  readonly colourRule: string | null;
  readonly colourReviewOn: CivilDate | null;
  readonly acceleratedOn: CivilDate | null;
  readonly fullyPaid: boolean;
  readonly applied: PlanPayments;
}

/** True while an instalment is in breach that no later payment has cured. */
function isInBreach(facts: CourseFacts, applied: PlanPayments, day: CivilDate): boolean {
  const { plan } = facts;
  const paidOn = new Map(applied.instalments.map((state) => [state.no, state.paidInFullDate]));
  const breaches = plan.instalments
    .filter(({ no, dueOn }) => {
      const breachOn = addDays(dueOn, plan.graceDays + 1);
      const paid = paidOn.get(no) ?? null;
      return breachOn <= day && (paid === null || paid >= breachOn);
    })
    .map(({ dueOn }) => addDays(dueOn, plan.graceDays + 1));
  const lastBreachOn = breaches.at(-1);
  if (lastBreachOn === undefined) return false;
  // ES-02: the first payment from the breach on that leaves nothing unpaid that was due by its receipt day.
  return !applied.applications.some(
    (payment) =>
      payment.date >= lastBreachOn &&
      payment.date <= day &&
      isCaughtUp(facts, paidOn, payment.date, applied.acceleration?.date ?? null),
  );
}

/** Nothing due by the day is unpaid at its end; accelerated sums count once acceleration has taken effect. */
function isCaughtUp(
  facts: CourseFacts,
  paidOn: ReadonlyMap<number, CivilDate | null>,
  day: CivilDate,
  acceleratedOn: CivilDate | null,
): boolean {
  const everythingDue = acceleratedOn !== null && acceleratedOn <= day;
  return facts.plan.instalments.every(({ no, dueOn }) => {
    const paid = paidOn.get(no) ?? null;
    return (!everythingDue && dueOn > day) || (paid !== null && paid <= day);
  });
}

/** A step on record stays on its day, also when a day table moved the due date afterwards; it does not fall again. */
function asItFell(step: DatedStep, known: RecordedStep): DatedStep {
  const recordedOn = step.step === 'D0' ? addDays(known.fellOn, 1) : known.fellOn;
  return { ...step, fallsOn: known.fellOn, recordedOn };
}

/** The day on which everything was paid; null while something is open. */
function lastPaidOn({ instalments }: PlanPayments): CivilDate | null {
  const days = instalments.map((one) => one.paidInFullDate);
  return days.includes(null)
    ? null
    : (days
        .filter((one) => one !== null)
        .sort()
        .at(-1) ?? null);
}

/** Whether the breach of an instalment made the whole sum due: its ladder goes on until all of that is paid (PL-10). */
function isBroken(
  { dueOn, paidInFullOn }: { readonly dueOn: CivilDate; readonly paidInFullOn: CivilDate | null },
  { graceDays }: VersionTerms,
  { acceleration }: PlanPayments,
): boolean {
  if (acceleration === null) return false;
  const breachOn = addDays(dueOn, graceDays + 1);
  return breachOn <= acceleration.date && (paidInFullOn === null || paidInFullOn >= acceleration.date);
}

function decideSteps(facts: CourseFacts, applied: PlanPayments, day: CivilDate, inBreach: boolean) {
  const recorded = new Map(facts.steps.map((step) => [`${step.instalmentNo}|${step.step}`, step]));
  const newSteps: NewStep[] = [];
  const closedSteps: RecordedStep[] = [];
  const progress: InstalmentCourse[] = [];
  const { plan } = facts;
  const paidAllOn = lastPaidOn(applied);
  for (const [index, instalment] of facts.plan.instalments.entries()) {
    const state = applied.instalments[index];
    const paidInFullOn = state?.paidInFullDate ?? null;
    const isEarly = fellDueEarly({ ...instalment, paidInFullOn }, applied);
    const climbsUntil = isBroken({ ...instalment, paidInFullOn }, plan, applied) ? paidAllOn : paidInFullOn;
    const dated = datedSteps(
      instalment.dueOn,
      facts.plan.graceDays,
      offsetsFor(facts.policies ?? [], instalment.dueOn),
    );
    for (const step of dated) {
      const key = `${instalment.no}|${step.step}`;
      const known = recorded.get(key);
      const one = known ? asItFell(step, known) : step;
      if (one.recordedOn > day || one.fallsOn < facts.plan.ladderFrom || !isStepTrue(one, climbsUntil)) continue;
      recorded.delete(key);
      const automatic = ladderRow(one.step).automatic;
      // Of what fell due with the whole sum nobody is reminded, and it has no ladder of its own.
      const isStopped = isEarly && applied.acceleration !== null && one.fallsOn >= applied.acceleration.date;
      if (!known && !isStopped && (automatic || inBreach)) {
        newSteps.push({
          instalmentNo: instalment.no,
          step: one.step,
          fellOn: one.fallsOn,
          status: automatic ? 'DONE' : 'PROPOSED',
        });
      }
      if (known?.status === 'PROPOSED' && !inBreach) closedSteps.push(known);
    }
    const ahead = dated.filter((one) => one.recordedOn > day).map((one) => one.recordedOn);
    const nextStepOn = climbsUntil === null && !isEarly ? (ahead.sort()[0] ?? null) : null;
    progress.push({ no: instalment.no, paidFen: state?.paidFen ?? 0n, paidInFullOn, nextStepOn });
  }
  // Stable: steps of one day stay in the order of instalments.
  newSteps.sort((a, b) => compareDates(a.fellOn, b.fellOn));
  return { newSteps, closedSteps, progress, voidedSteps: [...recorded.values()] };
}

function decideState(facts: CourseFacts, inBreach: boolean, voidedSteps: readonly RecordedStep[]) {
  if (facts.state === 'PERFORMING' && inBreach) return { transitions: ['BREACHED' as const], breachUndone: false };
  if (facts.state !== 'BREACHED' || inBreach) return { transitions: [], breachUndone: false };
  const lastBreach = facts.steps
    .filter((step) => step.step === 'D+4')
    .sort((a, b) => compareDates(a.fellOn, b.fellOn))
    .at(-1);
  const breachUndone = lastBreach !== undefined && voidedSteps.some((step) => step.id === lastBreach.id);
  return {
    transitions: breachUndone ? ['PERFORMING' as const] : ['CURED' as const, 'PERFORMING' as const],
    breachUndone,
  };
}

function applyPayments(version: VersionTerms, payments: readonly CoursePayment[], day: CivilDate): PlanPayments {
  const outcome = applyPlanPayments({
    instalments: version.instalments.map(({ no, dueOn, amountFen }) => ({ no, dueDate: dueOn, amountFen })),
    graceDays: version.graceDays,
    prepayPolicy: version.prepayPolicy,
    acceleration: { mode: version.accelerationMode },
    payments: payments.map(toPlanPayment),
    asOf: day,
  });
  requireAccepted(outcome, 'A stored plan breaks a rule');
  return outcome.value;
}

/** Whether an instalment fell due with the whole sum, before its own day (PL-10). */
function fellDueEarly(
  { dueOn, paidInFullOn }: { readonly dueOn: CivilDate; readonly paidInFullOn: CivilDate | null },
  applied: PlanPayments,
): applied is PlanPayments & { readonly acceleration: NonNullable<PlanPayments['acceleration']> } {
  const { acceleration } = applied;
  return (
    acceleration !== null && dueOn > acceleration.date && (paidInFullOn === null || paidInFullOn >= acceleration.date)
  );
}

function colourFactsOf({ activatedOn, graceDays, instalments }: VersionTerms, applied: PlanPayments): ColourFacts {
  return {
    activatedOn,
    graceDays,
    instalments: instalments.map((instalment, index) => {
      const paidInFullOn = applied.instalments[index]?.paidInFullDate ?? null;
      const whole = { ...instalment, paidInFullOn };
      return fellDueEarly(whole, applied) ? { ...whole, dueOn: applied.acceleration.date, graceDays: 0 } : whole;
    }),
    applied: applied.applications.map((payment) => ({
      on: payment.date,
      amountFen: payment.paymentFen - payment.surplusFen,
    })),
  };
}

/** What the versions before are read off, while one of their mornings is among those that colour a day (MO-03). */
function colourBefore({ plan, earlier = [] }: CourseFacts, day: CivilDate): ColourFacts | undefined {
  if (addDays(plan.activatedOn, CLEAN_DAYS) <= day) return undefined;
  return earlier.reduce<ColourFacts | undefined>(
    (before, version) => ({ ...colourFactsOf(version, applyPayments(version, version.payments, day)), before }),
    undefined,
  );
}

/**
 * Decides what must stand on record on the morning of a day, from the plan and all payments that count by then. The
 * same facts give the same answer, so that a day may be closed twice, late, or again after a correction.
 * @param day - the business date; steps up to this day are recorded
 * Law: section 10.1, ES-01, ES-02, MO-03, PL-10 to PL-12; contract section 4.
 */
export function decideCourse(facts: CourseFacts, day: CivilDate): CourseDecision {
  const { plan } = facts;
  const applied = applyPayments(plan, facts.payments, day);
  const inBreach = isInBreach(facts, applied, day);
  const steps = decideSteps(facts, applied, day, inBreach);
  const colourFacts = { ...colourFactsOf(plan, applied), before: colourBefore(facts, day) };
  const shown = shownColour(colourFacts, day);
  return {
    ...steps,
    ...decideState(facts, inBreach, steps.voidedSteps),
    colour: shown.colour,
    colourRule: shown.rule,
    colourReviewOn: nextColourChange(colourFacts, day),
    acceleratedOn: applied.acceleration?.date ?? null,
    fullyPaid: sumFen(applied.instalments.map((state) => state.outstandingFen)) === 0n,
    applied,
  };
}
