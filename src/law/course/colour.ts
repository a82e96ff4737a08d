import { addDays, type CivilDate } from '../../shared/civil-date.js';
import { type Fen, sumFen } from '../../shared/money.js';
import { type Colour, COLOURS } from '../states/case.js';

/** Days for which an indicator must be clean before the colour falls (MO-03). */
export const CLEAN_DAYS = 7;

/** What the colour of a plan is read off, on any day. */
export interface ColourFacts {
  readonly activatedOn: CivilDate;
  readonly graceDays: number;
  readonly instalments: readonly {
    readonly dueOn: CivilDate;
    readonly amountFen: Fen;
    readonly paidInFullOn: CivilDate | null;
    /** Days of grace of this one alone: none where the whole sum fell due (PL-10). */
    readonly graceDays?: number;
  }[];
  /** Money applied to instalments, by value date. */
  readonly applied: readonly { readonly on: CivilDate; readonly amountFen: Fen }[];
  /** The version that an amendment took the place of: its mornings, until the new one came into force, still count. */
  readonly before?: ColourFacts | undefined;
}

export interface ColourReading {
  readonly colour: Colour;
  /** The indicator that gave the colour (section 9.2); null for green. */
  readonly rule: 'INSTALMENT_LATE' | 'INSTALMENT_BEYOND_GRACE' | 'CUMULATIVE_PAID' | null;
}

const GREEN: ColourReading = { colour: 'GREEN', rule: null };

function worse(a: ColourReading, b: ColourReading): ColourReading {
  return COLOURS.indexOf(b.colour) > COLOURS.indexOf(a.colour) ? b : a;
}

/** Late inside grace is yellow, beyond grace red. On the morning of a day, money counts that came the day before. */
function readInstalments(facts: ColourFacts, day: CivilDate): ColourReading {
  let reading = GREEN;
  for (const { dueOn, paidInFullOn, graceDays = facts.graceDays } of facts.instalments) {
    if (dueOn >= day || (paidInFullOn !== null && paidInFullOn < day)) continue;
    const beyond = addDays(dueOn, graceDays) < day;
    reading = worse(
      reading,
      beyond ? { colour: 'RED', rule: 'INSTALMENT_BEYOND_GRACE' } : { colour: 'YELLOW', rule: 'INSTALMENT_LATE' },
    );
  }
  return reading;
}

/** Cumulative paid ÷ cumulative due; an instalment counts as due only after its grace. */
function readCumulative(facts: ColourFacts, day: CivilDate): ColourReading {
  const due = facts.instalments.filter(({ dueOn, graceDays = facts.graceDays }) => addDays(dueOn, graceDays) < day);
  const dueFen = sumFen(due.map((instalment) => instalment.amountFen));
  const paidFen = sumFen(facts.applied.filter(({ on }) => on < day).map(({ amountFen }) => amountFen));
  if (paidFen >= dueFen) return GREEN;
  return { colour: paidFen * 5n >= dueFen * 4n ? 'YELLOW' : 'RED', rule: 'CUMULATIVE_PAID' };
}

/**
 * The worst indicator on the morning of one day, by the version in force: on the morning of its first day that was
 * still the one before. Law: section 9.2. Indicators without data colour nothing.
 */
export function readColour(facts: ColourFacts, day: CivilDate): ColourReading {
  const { activatedOn, before } = facts;
  const earlier = before !== undefined && day <= activatedOn ? readColour(before, day) : GREEN;
  if (day < activatedOn) return earlier;
  return worse(earlier, worse(readInstalments(facts, day), readCumulative(facts, day)));
}

/**
 * The colour that is shown: the worst reading of the last seven mornings, so that it rises at once and falls after
 * seven clean days. Law: MO-03.
 */
export function shownColour(facts: ColourFacts, day: CivilDate): ColourReading {
  let shown = readColour(facts, day);
  for (let back = 1; back < CLEAN_DAYS && shown.colour !== 'RED'; back += 1) {
    shown = worse(shown, readColour(facts, addDays(day, -back)));
  }
  return shown;
}

/** The next day on which the shown colour changes by the passing of clean days alone; null when there is none. */
export function nextColourChange(facts: ColourFacts, day: CivilDate): CivilDate | null {
  const now = shownColour(facts, day).colour;
  if (now === 'GREEN') return null;
  for (let ahead = 1; ahead <= CLEAN_DAYS; ahead += 1) {
    const then = addDays(day, ahead);
    if (shownColour(facts, then).colour !== now) return then;
  }
  return null;
}
