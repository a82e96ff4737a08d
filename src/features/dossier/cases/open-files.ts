import { and, eq, sql } from 'drizzle-orm';
import { chainEvents } from '../../../law/record/event-chain.js';
import { insertRows } from '../../../platform/bulk-insert.js';
import type { Context } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import type { Part } from '../../../platform/unit.js';
import { caseEvents, type CaseRow, cases } from '../../../tables/cases.js';
import { type CaseChange, CaseFile, type Taken } from './case-file.js';
import { fixDrafts } from './record/fix-drafts.js';

/** Columns that every flush writes, for all files in one statement. */
const WRITTEN = ['state', 'colour', 'colourReviewOn', 'reliefPath', 'morningOn', 'chainLength', 'chainHead'] as const;

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

  /** Ids of the cases that the person of this transaction was found to reach, or has filed. */
  listReached(): readonly string[] {
    return [...this.#reached];
  }

  /** Keeps a case that was locked just now; one that is open goes on as it is. */
  add(ctx: Context, row: CaseRow): CaseFile {
    return this.#files.get(row.id) ?? this.#keep(new CaseFile(ctx, row, row));
  }

  /** Keeps a case that begins with this transaction. */
  addNew(ctx: Context, row: CaseRow): CaseFile {
    this.#reached.add(row.id);
    return this.#keep(new CaseFile(ctx, row));
  }

  #keep(file: CaseFile): CaseFile {
    this.#files.set(file.row.id, file);
    return file;
  }

  /** The same, for a case that was found within the person's reach. */
  addReached(ctx: Context, row: CaseRow): CaseFile {
    this.#reached.add(row.id);
    return this.add(ctx, row);
  }

  async flush(db: Database): Promise<void> {
    const taken = [...this.#files.values()].flatMap((file) => {
      const one = file.take();
      return one ? [{ file, ...one }] : [];
    });
    if (taken.length === 0) return;
    const fixed = await fixDrafts(db, taken);
    const written = taken.map((one, index) => {
      const { rows: events, ...head } = chainEvents(one.row, fixed[index] ?? []);
      const row = { ...one.row, ...head };
      one.file.settle(row);
      return { ...one, row, events };
    });
    await insertRows(
      db,
      caseEvents,
      written.flatMap(({ events }) => events),
    );
    await saveRows(
      db,
      written.map(({ row }) => row),
    );
    for (const one of written) await saveOthers(db, one);
  }
}

async function saveOthers(db: Database, taken: Taken): Promise<void> {
  const others = othersOf(taken);
  if (Object.keys(others).length === 0) return;
  const { courtCode, id } = taken.row;
  await db
    .update(cases)
    .set(others)
    .where(and(eq(cases.courtCode, courtCode), eq(cases.id, id)));
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
