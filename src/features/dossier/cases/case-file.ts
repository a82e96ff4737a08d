import { and, eq, sql } from 'drizzle-orm';
import { chainEvents, type ChainedEvent, type EventCircumstances } from '../../../law/record/event-chain.js';
import { isTransitionAllowed, type LaterState } from '../../../law/states/case.js';
import { insertRows } from '../../../platform/bulk-insert.js';
import type { Context } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import type { Part } from '../../../platform/unit.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { Problem } from '../../../shared/problems.js';
import { caseEvents, type CaseRow, cases } from '../../../tables/cases.js';
import { checkDraft, type EventDraft } from './events/catalogue.js';
import type { Ground } from './grounds.js';

/** What the file keeps itself; everything else of a case may be changed. */
type KeptColumn = 'courtCode' | 'id' | 'state' | 'chainLength' | 'chainHead' | 'version' | 'morningOn';

/** What may change on a case beside its state, its chain and its version. */
export type CaseChange = Partial<Omit<CaseRow, KeptColumn>>;

/** Columns that every flush writes, for all files in one statement. */
const WRITTEN = ['state', 'colour', 'colourReviewOn', 'reliefPath', 'morningOn', 'chainLength', 'chainHead'] as const;

/** Who acts, when and at whose request, as events store it. */
function circumstancesOf(ctx: Context): EventCircumstances {
  return {
    occurredAt: ctx.clock.now(),
    businessOn: ctx.today,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    requestId: ctx.requestId,
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
  #events: ChainedEvent[] = [];
  /** Columns beside `WRITTEN` that differ from what is stored. */
  #others: CaseChange = {};
  #isChanged = false;
  #isVersionRaised = false;

  constructor(ctx: Context, row: CaseRow) {
    this.#ctx = ctx;
    this.#row = row;
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
    const { rows, ...head } = chainEvents(this.#row, circumstancesOf(this.#ctx), drafts);
    this.#events.push(...rows);
    this.#row = { ...this.#row, ...head };
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
  take(): { row: CaseRow; events: readonly ChainedEvent[]; others: CaseChange } | undefined {
    if (!this.#isChanged && this.#events.length === 0) return undefined;
    const taken = { row: this.#row, events: this.#events, others: this.#others };
    this.#events = [];
    this.#others = {};
    this.#isChanged = false;
    return taken;
  }

  /** However many events an act records, it raises the version once. */
  #touch(): void {
    this.#isChanged = true;
    if (this.#isVersionRaised) return;
    this.#isVersionRaised = true;
    this.#row = { ...this.#row, version: this.#row.version + 1 };
  }
}

type Taken = NonNullable<ReturnType<CaseFile['take']>>;

/** Columns that are written one case at a time: claims, accounts and people change seldom. */
function othersOf({ others }: Taken): CaseChange {
  const written: readonly string[] = WRITTEN;
  return Object.fromEntries(Object.entries(others).filter(([column]) => !written.includes(column)));
}

/** The open files of a transaction, written in a number of statements that does not depend on their number. */
export class OpenFiles implements Part {
  readonly #files = new Map<string, CaseFile>();
  readonly #reached = new Set<string>();

  /** The open file of a case, whoever opened it. */
  find(caseId: string): CaseFile | undefined {
    return this.#files.get(caseId);
  }

  /** The open file of a case that the person of this transaction was found to reach. */
  findReached(caseId: string): CaseFile | undefined {
    return this.#reached.has(caseId) ? this.#files.get(caseId) : undefined;
  }

  /** Keeps a case that was locked just now; one that is open goes on as it is. */
  add(ctx: Context, row: CaseRow): CaseFile {
    const open = this.#files.get(row.id);
    if (open) return open;
    const file = new CaseFile(ctx, row);
    this.#files.set(row.id, file);
    return file;
  }

  /** The same, for a case that was found within the person's reach. */
  addReached(ctx: Context, row: CaseRow): CaseFile {
    this.#reached.add(row.id);
    return this.add(ctx, row);
  }

  async flush(db: Database): Promise<void> {
    const taken = [...this.#files.values()].flatMap((file) => file.take() ?? []);
    if (taken.length === 0) return;
    await insertRows(
      db,
      caseEvents,
      taken.flatMap(({ events }) => events),
    );
    await saveRows(
      db,
      taken.map(({ row }) => row),
    );
    for (const one of taken) {
      const others = othersOf(one);
      if (Object.keys(others).length === 0) continue;
      await db
        .update(cases)
        .set(others)
        .where(and(eq(cases.courtCode, one.row.courtCode), eq(cases.id, one.row.id)));
    }
  }
}

async function saveRows(db: Database, rows: readonly CaseRow[]): Promise<void> {
  const wanted = rows.map(({ courtCode, id, version, ...row }) => ({
    courtCode,
    id,
    version,
    ...Object.fromEntries(WRITTEN.map((column) => [column, row[column]])),
  }));
  await db.execute(sql`
    update cases c set
      state = n.state::case_state, colour = n.colour::colour, colour_review_on = n."colourReviewOn",
      relief_path = n."reliefPath"::relief_path, morning_on = n."morningOn",
      chain_length = n."chainLength", chain_head = n."chainHead", version = n.version
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as n("courtCode" text, id uuid, state text, colour text,
      "colourReviewOn" date, "reliefPath" text, "morningOn" date, "chainLength" int, "chainHead" text, version int)
    where c.court_code = n."courtCode" and c.id = n.id`);
}
