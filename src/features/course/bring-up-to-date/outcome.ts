import { addDays, type CivilDate } from '../../../shared/civil-date.js';
import { newId } from '../../../shared/ids.js';
import type { EventDraft } from '../../../law/record/event-chain.js';
import type { NoticeKind } from '../../dossier/notices/schema.js';
import type { NewNotice, NoticeReader } from '../../dossier/notices/outgoing.js';
import type { LoadedCourse } from './repository.js';
import { ladderRow } from '../../../law/course/ladder.js';
import type { CourseDecision, NewStep, RecordedStep } from '../../../law/course/course.js';
import type { RecipientRole } from '../steps/schema.js';
import type { escalationSteps } from '../../../tables/course.js';

interface Recipient {
  readonly role: RecipientRole;
  readonly id: string;
  readonly name: string;
}

/** What a decision means for the stored rows of one case. */
export interface CourseOutcome {
  readonly course: LoadedCourse;
  readonly decision: CourseDecision;
  readonly stepRows: readonly (typeof escalationSteps.$inferInsert)[];
  readonly events: readonly EventDraft[];
  readonly notices: readonly NewNotice[];
}

function recipientsOf(course: LoadedCourse, roles: readonly RecipientRole[]): Recipient[] {
  return roles.flatMap((role): Recipient[] => {
    if (role === 'ENTERPRISE') return [{ role, ...course.enterprise }];
    if (role === 'OFFICER') return [{ role, id: course.owner.officerId, name: course.officerName }];
    return course.applicants.map((applicant) => ({ role, ...applicant }));
  });
}

function readerOf(recipient: Recipient): NoticeReader {
  return recipient.role === 'OFFICER' ? { userId: recipient.id } : { partyId: recipient.id };
}

/** The figures of a notice about one instalment, as they stand after all payments that count. */
function instalmentFacts(course: LoadedCourse, decision: CourseDecision, instalmentNo: number) {
  const instalment = course.facts.plan.instalments.find((one) => one.no === instalmentNo);
  const state = decision.applied.instalments.find((one) => one.no === instalmentNo);
  if (!instalment || !state) throw new Error('A step names an instalment that the plan does not have');
  return {
    caseNumber: course.owner.caseNumber,
    instalmentNo,
    dueOn: instalment.dueOn,
    amountFen: instalment.amountFen,
    outstandingFen: state.outstandingFen,
    graceEndsOn: addDays(instalment.dueOn, course.facts.plan.graceDays),
  };
}

function newStepRow(course: LoadedCourse, step: NewStep, recordedAt: Date): typeof escalationSteps.$inferInsert {
  return {
    ...step,
    courtCode: course.owner.courtCode,
    id: newId(),
    caseId: course.owner.id,
    planId: course.plan.id,
    recipients: recipientsOf(course, ladderRow(step.step).recipients),
    recordedAt,
  };
}

function noticesOfStep(
  course: LoadedCourse,
  decision: CourseDecision,
  step: Pick<RecordedStep, 'id' | 'instalmentNo' | 'step'>,
  kind: NoticeKind,
  clockDay: CivilDate,
): NewNotice[] {
  const facts = { ...instalmentFacts(course, decision, step.instalmentNo), step: step.step };
  return recipientsOf(course, ladderRow(step.step).recipients).map((recipient) => ({
    courtCode: course.owner.courtCode,
    caseId: course.owner.id,
    kind,
    reader: readerOf(recipient),
    facts,
    stepId: step.id,
    superseded: kind === 'REMINDER' && facts.dueOn < clockDay,
  }));
}

/** Notices to everybody about the case as a whole. */
function noticesToAll(course: LoadedCourse, kind: NoticeKind): NewNotice[] {
  return recipientsOf(course, ['ENTERPRISE', 'APPLICANT', 'OFFICER']).map((recipient) => ({
    courtCode: course.owner.courtCode,
    caseId: course.owner.id,
    kind,
    reader: readerOf(recipient),
    facts: { caseNumber: course.owner.caseNumber },
  }));
}

const STATE_EVENTS = {
  BREACHED: { type: 'CASE_BREACHED', legalGround: '执行和解规定第9条' },
  CURED: { type: 'CASE_CURED', legalGround: 'ES-02' },
  PERFORMING: { type: 'CASE_PERFORMING', legalGround: 'ES-02' },
} as const;

function eventsOf(
  course: LoadedCourse,
  decision: CourseDecision,
  day: CivilDate,
  rows: CourseOutcome['stepRows'],
): EventDraft[] {
  const events: EventDraft[] = rows.map((row) => ({
    type: row.status === 'PROPOSED' ? 'STEP_PROPOSED' : 'STEP_RECORDED',
    data: { stepId: row.id, step: row.step, instalmentNo: row.instalmentNo, fellOn: row.fellOn },
    legalGround: 'ES-01',
  }));
  for (const { id, step, instalmentNo } of decision.voidedSteps) {
    events.push({ type: 'STEP_VOIDED', data: { stepId: id, step, instalmentNo, reason: 'PAYMENT_EFFECTIVE_EARLIER' } });
  }
  for (const { id, step, instalmentNo } of decision.closedSteps) {
    events.push({
      type: 'STEP_CLOSED',
      data: { stepId: id, step, instalmentNo, reason: 'CURED' },
      legalGround: 'ES-02',
    });
  }
  let from = course.owner.state;
  for (const to of decision.transitions) {
    const known = decision.breachUndone ? { type: 'BREACH_UNDONE', legalGround: 'AL-08' } : STATE_EVENTS[to];
    events.push({ ...known, data: { from, to, asOf: day } });
    from = to;
  }
  if (decision.colour !== course.owner.colour) {
    const data = { from: course.owner.colour, to: decision.colour, rule: decision.colourRule, asOf: day };
    events.push({ type: 'COLOUR_CHANGED', data, legalGround: 'MO-03' });
  }
  const wasPaid = course.progress.length > 0 && course.progress.every((row) => row.paidInFullOn !== null);
  if (decision.fullyPaid && !wasPaid) {
    events.push({ type: 'PLAN_FULLY_PAID', data: { planId: course.plan.id }, legalGround: 'ST-10' });
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
      return notice === null ? [] : noticesOfStep(course, decision, row, notice, clockDay);
    }),
    ...decision.voidedSteps.flatMap((step) =>
      ladderRow(step.step).notice === null ? [] : noticesOfStep(course, decision, step, 'STEP_VOIDED', clockDay),
    ),
    ...(told.has('CASE_CURED') ? noticesToAll(course, 'CURED') : []),
    ...(told.has('PLAN_FULLY_PAID') ? noticesToAll(course, 'FULLY_PAID') : []),
  ];
  return { course, decision, stepRows, events, notices };
}
