import type { CourseDecision, NewStep, RecordedStep } from '../../../law/course/course.js';
import { ladderRow } from '../../../law/course/ladder.js';
import type { NoticeKind } from '../../../law/course/notice-kinds.js';
import type { RecipientRole } from '../../../law/course/steps.js';
import { addDays, type CivilDate, maxDate } from '../../../shared/civil-date.js';
import { newId } from '../../../shared/ids.js';
import { type Fen, sumFen } from '../../../shared/money.js';
import type { escalationSteps } from '../../../tables/course.js';
import type { NoticeFacts } from '../../../tables/notice-json.js';
import type { EventDraft } from '../../dossier/cases/events/catalogue.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import type { NewNotice, NoticeReader } from '../../dossier/notices/outgoing.js';
import type { LoadedCourse } from './repository.js';

interface Recipient {
  readonly role: RecipientRole;
  readonly id: string;
  readonly name: string;
}

/** What a decision means for the stored rows of one case. */
export interface CourseOutcome {
  readonly course: LoadedCourse;
  readonly decision: CourseDecision;
  /** The business date whose morning was decided. */
  readonly day: CivilDate;
  readonly stepRows: readonly (typeof escalationSteps.$inferInsert)[];
  readonly events: readonly EventDraft[];
  readonly notices: readonly NewNotice[];
}

function recipientsOf(course: LoadedCourse, roles: readonly RecipientRole[]): Recipient[] {
  return roles.flatMap((role): Recipient[] => {
    if (role === 'ENTERPRISE') return [{ role, ...course.enterprise }];
    if (role === 'OFFICER') return [{ role, id: course.file.row.officerId, name: course.officerName }];
    return course.applicants.map((applicant) => ({ role, ...applicant }));
  });
}

function readerOf(recipient: Recipient): NoticeReader {
  return recipient.role === 'OFFICER' ? { userId: recipient.id } : { partyId: recipient.id };
}

/** Whether the whole sum has fallen due (PL-10), so that nothing less cures. */
const isWhole = ({ acceleratedOn }: CourseDecision): boolean => acceleratedOn !== null;

/**
 * What has to be paid by the end of a day so that nothing due is left: money goes to the oldest first, so the sum of
 * one instalment alone leaves it open while an older one is.
 * Law: PL-12, ES-02.
 */
function sumThatCures({ facts }: LoadedCourse, decision: CourseDecision, by: CivilDate): Fen {
  if (isWhole(decision)) return decision.applied.outstandingFen;
  const due = new Set(facts.plan.instalments.filter(({ dueOn }) => dueOn <= by).map(({ no }) => no));
  return sumFen(decision.applied.instalments.filter(({ no }) => due.has(no)).map((one) => one.outstandingFen));
}

/** The figures of a notice about one instalment, as they stand after all payments that count. */
function instalmentFacts(course: LoadedCourse, decision: CourseDecision, instalmentNo: number, day: CivilDate) {
  const instalment = course.facts.plan.instalments.find((one) => one.no === instalmentNo);
  const state = decision.applied.instalments.find((one) => one.no === instalmentNo);
  if (!instalment || !state) throw new Error('A step names an instalment that the plan does not have');
  return {
    caseNumber: course.file.row.caseNumber,
    instalmentNo,
    dueOn: instalment.dueOn,
    amountFen: instalment.amountFen,
    outstandingFen: state.outstandingFen,
    ...(isWhole(decision) && { wholeFen: decision.applied.outstandingFen }),
    curesFen: sumThatCures(course, decision, maxDate(day, instalment.dueOn)),
    graceEndsOn: addDays(instalment.dueOn, course.facts.plan.graceDays),
  };
}

function newStepRow(course: LoadedCourse, step: NewStep, recordedAt: Date): typeof escalationSteps.$inferInsert {
  return {
    ...step,
    courtCode: course.file.row.courtCode,
    id: newId(),
    caseId: course.file.row.id,
    planId: course.plan.id,
    recipients: recipientsOf(course, ladderRow(step.step).recipients),
    recordedAt,
  };
}

function noticesOfStep(
  course: LoadedCourse,
  decision: CourseDecision,
  step: Pick<RecordedStep, 'id' | 'instalmentNo' | 'step' | 'fellOn'>,
  kind: NoticeKind,
  { day, clockDay }: { readonly day: CivilDate; readonly clockDay: CivilDate },
): NewNotice[] {
  const { activatedOn, graceDays } = course.facts.plan;
  const isOfBefore = step.fellOn < activatedOn;
  const figures = instalmentFacts(course, decision, step.instalmentNo, day);
  // Whoever hears of a demand only now gets the days of grace from now.
  const isTooLate = kind === 'DEMAND' && isOfBefore && figures.graceEndsOn < clockDay;
  const facts = { ...figures, ...(isTooLate && { graceEndsOn: addDays(clockDay, graceDays) }), step: step.step };
  return recipientsOf(course, ladderRow(step.step).recipients).map((recipient) => ({
    courtCode: course.file.row.courtCode,
    caseId: course.file.row.id,
    kind,
    reader: readerOf(recipient),
    facts,
    stepId: step.id,
    superseded: kind === 'REMINDER' && (isOfBefore || facts.dueOn < clockDay),
  }));
}

/** Notices to everybody about the case as a whole. */
function noticesToAll(
  course: LoadedCourse,
  kind: NoticeKind,
  facts: Omit<NoticeFacts, 'caseNumber'> = {},
): NewNotice[] {
  return recipientsOf(course, ['ENTERPRISE', 'APPLICANT', 'OFFICER']).map((recipient) => ({
    courtCode: course.file.row.courtCode,
    caseId: course.file.row.id,
    kind,
    reader: readerOf(recipient),
    facts: { caseNumber: course.file.row.caseNumber, ...facts },
  }));
}

const STATE_EVENTS = {
  BREACHED: { type: 'CASE_BREACHED', ground: GROUNDS.breach },
  CURED: { type: 'CASE_CURED', ground: GROUNDS.cure },
  PERFORMING: { type: 'CASE_PERFORMING', ground: GROUNDS.cure },
} as const;

/** That the whole sum fell due, or that it is not due any more although it was not paid (PL-10). */
function accelerationEvents({ plan }: LoadedCourse, { acceleratedOn, applied }: CourseDecision): EventDraft[] {
  const { acceleration, accelerations } = applied;
  if (acceleratedOn === plan.acceleratedOn) return [];
  const ground = GROUNDS.acceleration;
  if (acceleration !== null) {
    const data = { planId: plan.id, fellDueOn: acceleration.fellDueOn, sumFen: Number(acceleration.amountFen) };
    return [{ type: 'PLAN_ACCELERATED', data, ground }];
  }
  const isWithdrawn = accelerations.some(({ fellDueOn }) => fellDueOn === plan.acceleratedOn);
  const reason = isWithdrawn ? 'WITHDRAWN' : 'PAYMENT_EFFECTIVE_EARLIER';
  return [{ type: 'ACCELERATION_ENDED', data: { planId: plan.id, reason }, ground }];
}

/** What the applicants' notice has brought about; where no notice was needed, that of the breach says it. */
function noticesOfAcceleration(course: LoadedCourse, decision: CourseDecision, event: EventDraft): NewNotice[] {
  if (course.plan.accelerationMode !== 'ON_NOTICE') return [];
  if (event.type === 'ACCELERATION_ENDED') return noticesToAll(course, event.type, { reason: event.data.reason });
  if (event.type !== 'PLAN_ACCELERATED') return [];
  return noticesToAll(course, 'ACCELERATED', {
    dueOn: event.data.fellDueOn,
    wholeFen: decision.applied.outstandingFen,
  });
}

function eventsOf(
  course: LoadedCourse,
  decision: CourseDecision,
  day: CivilDate,
  rows: CourseOutcome['stepRows'],
): EventDraft[] {
  const events: EventDraft[] = rows.map((row) => ({
    type: row.status === 'PROPOSED' ? 'STEP_PROPOSED' : 'STEP_RECORDED',
    data: { stepId: row.id, step: row.step, instalmentNo: row.instalmentNo, fellOn: row.fellOn },
    ground: GROUNDS.ladder,
  }));
  for (const { id, step, instalmentNo } of decision.voidedSteps) {
    events.push({ type: 'STEP_VOIDED', data: { stepId: id, step, instalmentNo, reason: 'PAYMENT_EFFECTIVE_EARLIER' } });
  }
  for (const { id, step, instalmentNo } of decision.closedSteps) {
    events.push({
      type: 'STEP_CLOSED',
      data: { stepId: id, step, instalmentNo, reason: 'CURED' },
      ground: GROUNDS.cure,
    });
  }
  let from = course.file.row.state;
  for (const to of decision.transitions) {
    const known = decision.breachUndone
      ? ({ type: 'BREACH_UNDONE', ground: GROUNDS.dayOfPayment } as const)
      : STATE_EVENTS[to];
    events.push({ ...known, data: { from, to, asOf: day } });
    from = to;
  }
  if (decision.colour !== course.file.row.colour) {
    const data = { from: course.file.row.colour, to: decision.colour, rule: decision.colourRule, asOf: day };
    events.push({ type: 'COLOUR_CHANGED', data, ground: GROUNDS.colour });
  }
  events.push(...accelerationEvents(course, decision));
  const wasPaid = course.progress.length > 0 && course.progress.every((row) => row.paidInFullOn !== null);
  if (decision.fullyPaid && !wasPaid) {
    events.push({ type: 'PLAN_FULLY_PAID', data: { planId: course.plan.id }, ground: GROUNDS.fullPayment });
  }
  return events;
}

/**
 * Turns a decision into rows, events and notices.
 * @param day - the business date whose morning was decided
 * @param clockDay - today by the clock; later than `day` while missed days are made up for
 */
export function outcomeOf(
  course: LoadedCourse,
  decision: CourseDecision,
  day: CivilDate,
  clockDay: CivilDate,
  recordedAt: Date,
): CourseOutcome {
  const stepRows = decision.newSteps.map((step) => newStepRow(course, step, recordedAt));
  const events = eventsOf(course, decision, day, stepRows);
  const told = new Set(events.map((event) => event.type));
  const notices = [
    ...stepRows.flatMap((row) => {
      const { notice } = ladderRow(row.step);
      return notice === null ? [] : noticesOfStep(course, decision, row, notice, { day, clockDay });
    }),
    ...decision.voidedSteps.flatMap((step) =>
      ladderRow(step.step).notice === null
        ? []
        : noticesOfStep(course, decision, step, 'STEP_VOIDED', { day, clockDay }),
    ),
    ...events.flatMap((event) => noticesOfAcceleration(course, decision, event)),
    ...(told.has('CASE_CURED') ? noticesToAll(course, 'CURED') : []),
    ...(told.has('PLAN_FULLY_PAID') ? noticesToAll(course, 'FULLY_PAID') : []),
  ];
  return { course, decision, day, stepRows, events, notices };
}
