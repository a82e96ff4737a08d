import type { CivilDate } from '../../shared/civil-date.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';

/** A department that was asked. */
export interface AskedDepartment {
  readonly name: string;
  readonly dueOn: CivilDate;
  readonly hasAnswered: boolean;
}

/** What a decision on relief rests on. */
export interface ReliefFacts {
  readonly today: CivilDate;
  readonly grants: boolean;
  readonly reasons: string;
  /** Whether a fact of section 8.2 stands that forbids relief. */
  readonly isStopped: boolean;
  readonly asked: readonly AskedDepartment[];
  readonly hasMet: boolean;
  readonly hasCourtRecord: boolean;
}

/**
 * Whether the court may decide so now. A fact that forbids relief is answered at once, by a rejection or a referral;
 * without one the meeting comes first, and a grant needs the opinions, the court's own record and reasons that name
 * those who kept silent: silence is never agreement.
 * Refuses: `hard-stop-forbids`, `meeting-missing`, `opinions-awaited`, `opinion-missing`, `court-record-missing`,
 * `silence-unnamed`.
 * Law: JR-01, section 8.2, 8.3; contract section 10 (a joint review grants only when).
 */
export function decideOnRelief(facts: ReliefFacts): Outcome<true> {
  const { today, grants, reasons, isStopped, asked, hasMet, hasCourtRecord } = facts;
  if (isStopped) {
    return grants
      ? refuse('hard-stop-forbids', 'A fact that forbids relief stands; reject, or refer.', { pointer: '/hardStops' })
      : accept(true);
  }
  if (!hasMet) return refuse('meeting-missing', 'The review meeting is not on record yet.');
  if (!grants) return accept(true);
  const silent = asked.filter(({ hasAnswered }) => !hasAnswered);
  const awaited = silent.filter(({ dueOn }) => dueOn >= today).map(({ name, dueOn }) => `${name} (${dueOn})`);
  if (awaited.length > 0) return refuse('opinions-awaited', `Their time has not passed: ${awaited.join(', ')}.`);
  if (silent.length === asked.length) return refuse('opinion-missing', 'Not one department has given an opinion.');
  if (!hasCourtRecord) return refuse('court-record-missing', 'The court’s own record is not there yet.');
  const unnamed = silent.filter(({ name }) => !reasons.includes(name)).map(({ name }) => name);
  if (unnamed.length > 0) {
    const detail = `The reasons name those who kept silent: ${unnamed.join(', ')}.`;
    return refuse('silence-unnamed', detail, { pointer: '/reasons' });
  }
  return accept(true);
}
