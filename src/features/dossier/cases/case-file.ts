import type { EventCircumstances } from '../../../law/record/event-chain.js';
import { isTransitionAllowed, type LaterState } from '../../../law/states/case.js';
import type { Context } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { Problem } from '../../../shared/problems.js';
import type { CaseRow } from '../../../tables/cases.js';
import { checkDraft, type EventDraft } from './events/catalogue.js';
import type { Ground } from './grounds.js';

/** What the file keeps itself; everything else of a case may be changed. */
type KeptColumn = 'courtCode' | 'id' | 'state' | 'chainLength' | 'chainHead' | 'version' | 'morningOn';

/** An event that is not chained yet. */
export type PendingEvent = EventDraft & { readonly circumstances: EventCircumstances };

/** What a flush writes of one case. */
export interface Taken {
  readonly row: CaseRow;
  readonly stored: CaseRow | undefined;
  readonly drafts: readonly PendingEvent[];
  readonly others: CaseChange;
}

/** What may change on a case beside its state, its chain and its version. */
export type CaseChange = Partial<Omit<CaseRow, KeptColumn>>;

/** Who acts, when and at whose request, as events store it. */
function circumstancesOf(ctx: Context): EventCircumstances {
  return {
    occurredAt: ctx.clock.now(),
    businessOn: ctx.today,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    requestId: ctx.requestId,
    fromAddress: ctx.fromAddress ?? null,
    actsForId: ctx.actor.kind === 'USER' ? ctx.actor.actsFor?.id : undefined,
  };
}

/**
 * A locked case in the hands of one transaction: the only way to an event of its chain and to its stored state. It
 * shows the case with everything that was done to it so far, written or not, so that whoever follows in the same
 * transaction goes on from there.
 */
export class CaseFile {
  readonly #ctx: Context;
  #row: CaseRow;
  /** The row as it is stored; undefined until a new case is written for the first time. */
  #stored: CaseRow | undefined;
  #drafts: PendingEvent[] = [];
  /** Columns beside `WRITTEN` that differ from what is stored. */
  #others: CaseChange = {};
  #isChanged = false;
  #isVersionRaised = false;

  constructor(ctx: Context, row: CaseRow, stored?: CaseRow) {
    this.#ctx = ctx;
    this.#row = row;
    this.#stored = stored;
  }

  /** The case as it stands now. */
  get row(): CaseRow {
    return this.#row;
  }

  /** Records what was done to the case. */
  record(...drafts: readonly EventDraft[]): void {
    this.note(...drafts);
    if (drafts.length > 0) this.#touch();
  }

  /** Records that something was read or taken out: the case stays as it is, and so does its version. Law: CP-04. */
  note(...drafts: readonly EventDraft[]): void {
    drafts.forEach(checkDraft);
    const circumstances = circumstancesOf(this.#ctx);
    this.#drafts.push(...drafts.map((draft) => ({ ...draft, circumstances })));
  }

  /** Changes columns of the case; the event that says so is recorded beside it. */
  change(change: CaseChange): void {
    this.#row = { ...this.#row, ...change };
    this.#others = { ...this.#others, ...change };
    this.#touch();
  }

  /**
   * Moves the case one step along its table of states and records why.
   * Refuses: `case-state-forbids`.
   * Law: section 4.4.
   */
  move(to: LaterState, ground: Ground): void {
    const from = this.#row.state;
    if (!isTransitionAllowed(from, to)) {
      throw new Problem('case-state-forbids', { detail: `A case in state ${from} does not become ${to}.` });
    }
    this.enter({ type: `CASE_${to}`, data: { from, to }, ground }, to);
  }

  /**
   * Records a step that a rule has decided on, in its own words.
   * Throws: `Error`, when the table of states does not know the step.
   */
  enter(draft: EventDraft, to: CaseRow['state']): void {
    const from = this.#row.state;
    if (!isTransitionAllowed(from, to)) throw new Error(`A case in state ${from} does not become ${to}`);
    this.record(draft);
    this.#row = { ...this.#row, state: to };
  }

  /** The morning that has to be decided now: today's, or a later one that a close has decided already. */
  get morning(): CivilDate {
    const { morningOn } = this.#row;
    const { today } = this.#ctx;
    return morningOn !== null && morningOn > today ? morningOn : today;
  }

  /** Notes the newest morning that is decided for the case, and what the decision says of its colour. */
  decideMorning(on: CivilDate, course: Pick<CaseRow, 'colour' | 'colourReviewOn'>): void {
    const { morningOn, colour, colourReviewOn } = this.#row;
    const newest = morningOn !== null && morningOn > on ? morningOn : on;
    if (newest === morningOn && colour === course.colour && colourReviewOn === course.colourReviewOn) return;
    this.#row = { ...this.#row, ...course, morningOn: newest };
    this.#isChanged = true;
  }

  /** What a flush has to write; undefined when there is nothing. Afterwards it counts as written. */
  take(): Taken | undefined {
    if (!this.#isChanged && this.#drafts.length === 0) return undefined;
    const taken = { row: this.#row, stored: this.#stored, drafts: this.#drafts, others: this.#others };
    this.#drafts = [];
    this.#others = {};
    this.#isChanged = false;
    return taken;
  }

  /** Notes how the case was written: where its chain ends now. */
  settle(row: CaseRow): void {
    this.#row = this.#stored = row;
  }

  /** However many events an act records, it raises the version once. */
  #touch(): void {
    this.#isChanged = true;
    if (this.#isVersionRaised) return;
    this.#isVersionRaised = true;
    this.#row = { ...this.#row, version: this.#row.version + 1 };
  }
}
