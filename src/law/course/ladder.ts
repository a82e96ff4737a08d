import { addDays, type CivilDate } from '../../shared/civil-date.js';
import { invariant } from '../../shared/require.js';
import type { NoticeKind } from './notice-kinds.js';
import { LADDER_STEPS, type LadderOffsets, type LadderStep, type RecipientRole } from './steps.js';

interface LadderRow {
  readonly step: LadderStep;
  /** Days from the adjusted due date, with three days of grace. */
  readonly offset: number;
  /** Facts run by themselves; everything that affects rights is proposed and waits for a person (ES-01). */
  readonly automatic: boolean;
  readonly notice: NoticeKind | null;
  readonly recipients: readonly RecipientRole[];
}

const EVERYBODY = ['ENTERPRISE', 'APPLICANT', 'OFFICER'] as const;

/** The ladder of section 10.1 of the domain specification. */
const LADDER: readonly LadderRow[] = [
  { step: 'D-15', offset: -15, automatic: true, notice: null, recipients: [] },
  { step: 'D-7', offset: -7, automatic: true, notice: 'REMINDER', recipients: ['ENTERPRISE'] },
  { step: 'D-1', offset: -1, automatic: true, notice: 'REMINDER', recipients: ['ENTERPRISE'] },
  { step: 'D0', offset: 0, automatic: true, notice: null, recipients: [] },
  { step: 'D+1', offset: 1, automatic: true, notice: 'OVERDUE', recipients: EVERYBODY },
  { step: 'D+3', offset: 3, automatic: true, notice: 'DEMAND', recipients: ['ENTERPRISE', 'OFFICER'] },
  { step: 'D+4', offset: 4, automatic: true, notice: 'BREACH', recipients: EVERYBODY },
  { step: 'D+7', offset: 7, automatic: false, notice: 'STEP_PROPOSED', recipients: ['OFFICER'] },
  { step: 'D+10', offset: 10, automatic: false, notice: 'STEP_PROPOSED', recipients: ['OFFICER'] },
  { step: 'D+15', offset: 15, automatic: false, notice: 'STEP_PROPOSED', recipients: ['OFFICER'] },
  { step: 'D+20', offset: 20, automatic: false, notice: 'STEP_PROPOSED', recipients: ['OFFICER'] },
  { step: 'D+30', offset: 30, automatic: false, notice: 'STEP_PROPOSED', recipients: ['OFFICER'] },
];

/** Grace days for which the ladder is written; another length moves D+3 and later. */
const LADDER_GRACE_DAYS = 3;
const FIRST_MOVING_OFFSET = 3;

const ROWS = new Map(LADDER.map((row) => [row.step, row]));

/** The row of a step. */
export function ladderRow(step: LadderStep): LadderRow {
  const row = ROWS.get(step);
  invariant(row, `The ladder has no step ${step}`);
  return row;
}

/** Day of a step from the due date, with three days of grace. */
export function offsetOf(step: LadderStep, offsets: LadderOffsets): number {
  const moved: Readonly<Partial<Record<LadderStep, number>>> = offsets;
  return moved[step] ?? ladderRow(step).offset;
}

/** A step of one instalment with its day. */
export interface DatedStep {
  readonly step: LadderStep;
  /** The day the step falls on. */
  readonly fallsOn: CivilDate;
  /** The business date whose run records it: its own day, for D0 (24:00) the day after. */
  readonly recordedOn: CivilDate;
}

/**
 * Days of all steps of an instalment. D+3 and later move with `graceDays − 3`; the demand never falls before D+1, so
 * that without grace it is still in front of the breach.
 * @param dueOn - the adjusted due date (D)
 * @param offsets - days of the steps that the court has moved (`offsetsFor`)
 * Law: section 10.1, PL-12; contract section 4.
 */
export function datedSteps(dueOn: CivilDate, graceDays: number, offsets: LadderOffsets = {}): DatedStep[] {
  return LADDER_STEPS.map((step) => {
    const offset = offsetOf(step, offsets);
    const moved = offset < FIRST_MOVING_OFFSET ? offset : Math.max(1, offset + graceDays - LADDER_GRACE_DAYS);
    const fallsOn = addDays(dueOn, moved);
    return { step, fallsOn, recordedOn: step === 'D0' ? addDays(fallsOn, 1) : fallsOn };
  });
}

/**
 * Whether a step has come true: the instalment was unpaid in the night before its day, for D0 at the end of its day.
 * @param paidInFullOn - value date of the payment that completed the instalment, null while there is none
 */
export function isStepTrue(dated: DatedStep, paidInFullOn: CivilDate | null): boolean {
  return paidInFullOn === null || paidInFullOn >= dated.recordedOn;
}
