import { addDays, type CivilDate, compareDates, maxDate } from '../../shared/civil-date.js';
import { type Fen, sumFen } from '../../shared/money.js';
import { itemAt, requireAccepted } from '../../shared/require.js';
import {
  type Acceleration,
  type AccelerationSpan,
  fellDueEarly,
  isBrokenIn,
  nextNoticeDay,
} from '../schedule/acceleration.js';
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
  readonly acceleration: Acceleration;
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
  /** Interest that is not owed any more, since the whole sum fell due before it was earned (PL-10). */
  readonly droppedInterestFen: Fen;
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
  /** Day at whose end the whole sum fell due (PL-10); null while the instalments fall due by themselves. */
  readonly acceleratedOn: CivilDate | null;
  readonly fullyPaid: boolean;
  readonly applied: PlanPayments;
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

/** An instalment beside what was paid on it, as the ladder sees it. */
interface LadderInstalment {
  readonly dueOn: CivilDate;
  readonly breachOn: CivilDate;
  readonly paidInFullOn: CivilDate | null;
}

/**
 * Until when the ladder of an instalment goes on: its payment, or, where its breach made the whole sum due, the payment
 * of that, or the withdrawal of the notice; null while that has not come (PL-10).
 */
function climbsUntil(instalment: LadderInstalment, applied: PlanPayments): CivilDate | null {
  const { paidInFullOn } = instalment;
  if (applied.acceleration !== null && isBrokenIn(instalment, applied.acceleration)) return lastPaidOn(applied);
  if (paidInFullOn === null) return null;
  return applied.accelerations
    .filter((span) => isBrokenIn(instalment, span))
    .reduce((until, { endedOn }) => maxDate(until, endedOn ?? until), paidInFullOn);
}

/** Of what fell due with the whole sum nobody is reminded, and it has no ladder of its own. */
const isStopped = (instalment: LadderInstalment, fallsOn: CivilDate, { accelerations }: PlanPayments): boolean =>
  accelerations.some(
    (span) =>
      fellDueEarly(instalment, span) && fallsOn >= span.date && (span.endedOn === null || fallsOn < span.endedOn),
  );

function decideSteps(facts: CourseFacts, applied: PlanPayments, day: CivilDate, inBreach: boolean) {
  const recorded = new Map(facts.steps.map((step) => [`${step.instalmentNo}|${step.step}`, step]));
  const newSteps: NewStep[] = [];
  const closedSteps: RecordedStep[] = [];
  const progress: InstalmentCourse[] = [];
  const { graceDays, acceleration, ladderFrom } = facts.plan;
  const noticeDay = nextNoticeDay(acceleration, day) ?? null;
  for (const [index, { no, dueOn }] of facts.plan.instalments.entries()) {
    const {
      paidInFullDate: paidInFullOn,
      paidFen,
      droppedFen: droppedInterestFen,
    } = itemAt(applied.instalments, index);
    const instalment = { dueOn, breachOn: addDays(dueOn, graceDays + 1), paidInFullOn };
    const isEarly = applied.acceleration !== null && fellDueEarly(instalment, applied.acceleration);
    const until = climbsUntil(instalment, applied);
    const dated = datedSteps(dueOn, graceDays, offsetsFor(facts.policies ?? [], dueOn));
    for (const step of dated) {
      const key = `${no}|${step.step}`;
      const known = recorded.get(key);
      const one = known ? asItFell(step, known) : step;
      if (one.recordedOn > day || one.fallsOn < ladderFrom || !isStepTrue(one, until)) continue;
      recorded.delete(key);
      const automatic = ladderRow(one.step).automatic;
      if (!known && !isStopped(instalment, one.fallsOn, applied) && (automatic || inBreach)) {
        const status = automatic ? 'DONE' : 'PROPOSED';
        newSteps.push({ instalmentNo: no, step: one.step, fellOn: one.fallsOn, status });
      }
      if (known?.status === 'PROPOSED' && !inBreach) closedSteps.push(known);
    }
    const ahead = dated.map((one) => one.recordedOn).filter((on) => on > day);
    // What a notice does is decided on its day, whether a step falls on it or not.
    const next = [...ahead, ...(noticeDay === null ? [] : [noticeDay])].sort()[0] ?? null;
    progress.push({
      no,
      paidFen,
      droppedInterestFen,
      paidInFullOn,
      nextStepOn: until === null && !isEarly ? next : null,
    });
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
    acceleration: version.acceleration,
    payments: payments.map(toPlanPayment),
    asOf: day,
  });
  requireAccepted(outcome, 'A stored plan breaks a rule');
  return outcome.value;
}

/** What the colour is read off on the mornings of an acceleration: what fell due with the whole sum, on that day. */
function accelerated(facts: ColourFacts, span: AccelerationSpan): ColourFacts {
  const instalments = facts.instalments.map((one) =>
    fellDueEarly(one, span) ? { ...one, dueOn: span.fellDueOn, graceDays: 0 } : one,
  );
  return { ...facts, instalments };
}

/**
 * What the colour of a version is read off. The mornings on which the whole sum was due count as such until the notice
 * was withdrawn, and seven days longer (MO-03).
 */
function colourFactsOf(version: VersionTerms, applied: PlanPayments, before: ColourFacts | undefined): ColourFacts {
  const { activatedOn, graceDays } = version;
  const plain: ColourFacts = {
    activatedOn,
    graceDays,
    instalments: version.instalments.map(({ dueOn, amountFen }, index) => {
      const { droppedFen, paidInFullDate } = itemAt(applied.instalments, index);
      return { dueOn, amountFen: amountFen - droppedFen, paidInFullOn: paidInFullDate };
    }),
    applied: applied.applications.map((payment) => ({
      on: payment.date,
      amountFen: payment.paymentFen - payment.surplusFen,
    })),
    before,
  };
  return applied.accelerations.reduce((facts, span): ColourFacts => {
    const whole = accelerated(facts, span);
    return span.endedOn === null ? whole : { ...facts, activatedOn: span.endedOn, before: whole };
  }, plain);
}

/** What the versions before are read off, while one of their mornings is among those that colour a day (MO-03). */
function colourBefore({ plan, earlier = [] }: CourseFacts, day: CivilDate): ColourFacts | undefined {
  if (addDays(plan.activatedOn, CLEAN_DAYS) <= day) return undefined;
  return earlier.reduce<ColourFacts | undefined>(
    (before, version) => colourFactsOf(version, applyPayments(version, version.payments, day), before),
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
  const inBreach = applied.inBreachSince !== null;
  const steps = decideSteps(facts, applied, day, inBreach);
  const colourFacts = colourFactsOf(plan, applied, colourBefore(facts, day));
  const shown = shownColour(colourFacts, day);
  return {
    ...steps,
    ...decideState(facts, inBreach, steps.voidedSteps),
    colour: shown.colour,
    colourRule: shown.rule,
    colourReviewOn: nextColourChange(colourFacts, day),
    acceleratedOn: applied.acceleration?.fellDueOn ?? null,
    fullyPaid: sumFen(applied.instalments.map((state) => state.outstandingFen)) === 0n,
    applied,
  };
}
