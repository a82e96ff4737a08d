import { and, asc, between, desc, eq, gt, gte, lte, or, type SQL, sql } from 'drizzle-orm';
import { checkChain, type ChainDifference, type ChainedEvent } from '../../../law/record/event-chain.js';
import { FixedRows, type RowDifference } from '../../../law/record/row-digests.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Context } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import { auditAnchors } from '../../../tables/audit.js';
import { caseEvents, cases } from '../../../tables/cases.js';
import { type RowsOfCases, readAllRows } from '../../dossier/cases/record/read-rows.js';
import { findDerivedDifferences } from './derived-rows.js';
import type { BrokenLink } from './schema.js';

/** Cases looked at together, and events held at once. */
const CASES = 100;
const EVENTS = 2_000;

/** Which chains are verified. */
export interface CaseScope {
  /** Absent for the operator's command, which verifies every court. */
  readonly courtCode?: string | undefined;
  readonly caseId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface CasePosition {
  readonly courtCode: string;
  readonly caseId: string;
}

/** Result of a stretch of cases; `next` when there are more and time was up. */
export interface CaseStretch {
  readonly cases: number;
  readonly events: number;
  readonly broken?: BrokenLink;
  readonly next?: CasePosition;
}

/** A stretch within one batch. */
type Batch = CaseStretch & { readonly isLast: boolean; readonly last?: CasePosition };

type Head = Pick<typeof cases.$inferSelect, 'courtCode' | 'id' | 'caseNumber' | 'chainLength' | 'chainHead'>;
type Anchor = Pick<typeof auditAnchors.$inferSelect, 'caseId' | 'rootSeq' | 'chainLength' | 'chainHead'>;

/** Cases with an event in the range; their chains are verified whole, since a link rests on all before it. */
function inRange({ from, to }: CaseScope): SQL | undefined {
  if (from === undefined && to === undefined) return undefined;
  return sql`exists (select 1 from ${caseEvents} where ${and(
    eq(caseEvents.courtCode, cases.courtCode),
    eq(caseEvents.caseId, cases.id),
    from === undefined ? undefined : gte(caseEvents.businessOn, from),
    to === undefined ? undefined : lte(caseEvents.businessOn, to),
  )})`;
}

async function readHeads(db: Database, scope: CaseScope, after: CasePosition | undefined): Promise<Head[]> {
  const { courtCode, id, caseNumber, chainLength, chainHead } = cases;
  return db
    .select({ courtCode, id, caseNumber, chainLength, chainHead })
    .from(cases)
    .where(
      and(
        scope.courtCode === undefined ? undefined : eq(courtCode, scope.courtCode),
        scope.caseId === undefined ? undefined : eq(id, scope.caseId),
        inRange(scope),
        after && or(gt(courtCode, after.courtCode), and(eq(courtCode, after.courtCode), gt(id, after.caseId))),
      ),
    )
    .orderBy(asc(courtCode), asc(id))
    .limit(CASES);
}

/** The newest signed head of each case. */
async function readAnchors(db: Database, heads: readonly Head[]): Promise<ReadonlyMap<string, Anchor>> {
  const { courtCode, caseId, rootSeq, chainLength, chainHead } = auditAnchors;
  const rows = await db
    .selectDistinctOn([courtCode, caseId], { caseId, rootSeq, chainLength, chainHead })
    .from(auditAnchors)
    .where(
      and(
        anyOf(courtCode, [...new Set(heads.map((head) => head.courtCode))]),
        anyOf(
          caseId,
          heads.map((head) => head.id),
        ),
      ),
    )
    .orderBy(courtCode, caseId, desc(rootSeq));
  return new Map(rows.map((row) => [row.caseId, row]));
}

/** Events of a case in pages, so that a long chain is never held whole. */
async function* readEvents(db: Database, head: Head): AsyncGenerator<ChainedEvent> {
  for (let from = -1_000_000_000; ;) {
    const rows = await db
      .select()
      .from(caseEvents)
      .where(
        and(
          eq(caseEvents.courtCode, head.courtCode),
          eq(caseEvents.caseId, head.id),
          between(caseEvents.seq, from, 2_147_483_647),
        ),
      )
      .orderBy(asc(caseEvents.seq))
      .limit(EVENTS);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < EVENTS) return;
    from = last.seq + 1;
  }
}

/** What a signed root says of a chain, against the chain. */
function compareAnchor(anchor: Anchor, length: number, hashThere: string | undefined): ChainDifference | undefined {
  if (hashThere === anchor.chainHead) return undefined;
  const expected = `${anchor.chainHead} (root ${anchor.rootSeq})`;
  if (hashThere !== undefined) return { seq: anchor.chainLength, fault: 'HEAD_DIFFERS', expected, found: hashThere };
  const found = `${length} events`;
  return {
    seq: length + 1,
    fault: 'MISSING',
    expected: `${anchor.chainLength} events (root ${anchor.rootSeq})`,
    found,
  };
}

/** A chain link by link, its end, and the rows of the case as its events have fixed them. */
async function verifyCase(db: Database, head: Head, anchor: Anchor | undefined, rows: RowsOfCases) {
  const check = checkChain();
  const fixed = new FixedRows();
  let events = 0;
  let hashThere: string | undefined;
  for await (const event of readEvents(db, head)) {
    events += 1;
    const difference = check.add(event);
    if (difference) return { events, difference };
    fixed.add(event);
    if (event.seq === anchor?.chainLength) hashThere = event.hash;
  }
  // The root first: it also knows what a head that was changed along with its chain no longer says.
  const difference =
    (anchor && compareAnchor(anchor, events, hashThere)) ??
    check.end(head) ??
    fixed.compare((table) => rows(head.id, table));
  return { events, difference };
}

/** Cases whose chain and fixed rows were found whole, up to the first that was not. */
async function verifyHeads(db: Database, heads: readonly Head[], isTimeUp: () => boolean) {
  const anchors = await readAnchors(db, heads);
  const rows = await readAllRows(db, heads);
  const whole: Head[] = [];
  let events = 0;
  for (const head of heads) {
    const found = await verifyCase(db, head, anchors.get(head.id), rows);
    events += found.events;
    if (found.difference) return { whole, events, broken: toLink(head, found.difference) };
    whole.push(head);
    if (isTimeUp()) break;
  }
  return { whole, events };
}

function toLink({ courtCode, id, caseNumber }: Head, difference: ChainDifference | RowDifference): BrokenLink {
  return { chain: 'CASE', courtCode, caseId: id, caseNumber, row: null, ...difference };
}

/**
 * Cases that are looked at together, as they stand at one moment: nothing that is written meanwhile is seen in part.
 */
async function verifyBatch(
  ctx: Context,
  scope: CaseScope,
  after: CasePosition | undefined,
  isTimeUp: () => boolean,
): Promise<Batch> {
  const heads = await readHeads(ctx.db, scope, after);
  if (heads.length === 0) return { cases: 0, events: 0, isLast: true };
  const { whole, events, broken } = await verifyHeads(ctx.db, heads, isTimeUp);
  const counts = { cases: whole.length + (broken ? 1 : 0), events };
  // What follows from rows is computed only where the rows themselves are what the record says.
  const derived = await findDerivedDifferences(ctx, whole);
  const first = whole.find(({ id }) => derived.has(id));
  const difference = first && derived.get(first.id);
  if (difference) return { ...counts, isLast: false, broken: toLink(first, difference) };
  if (broken) return { ...counts, isLast: false, broken };
  const last = whole.at(-1);
  const position = last && { courtCode: last.courtCode, caseId: last.id };
  const isLast = whole.length === heads.length && heads.length < CASES;
  return { ...counts, isLast, ...(position && { last: position }), ...(isTimeUp() && position && { next: position }) };
}

/**
 * Verifies chains and the rows that they fix in the order of court and case, until one is broken, all are done or time
 * is up.
 * @param isTimeUp - asked after each case
 * Law: EV-02.
 */
export async function verifyCases(
  ctx: Context,
  scope: CaseScope,
  start: CasePosition | undefined,
  isTimeUp: () => boolean,
): Promise<CaseStretch> {
  const counts = { cases: 0, events: 0 };
  for (let after = start; ;) {
    const from = after;
    // Not `inReadOnlySnapshot`: a verification that was asked for with an `Idempotency-Key` is inside a transaction.
    const found = await ctx.db.transaction((db) => verifyBatch({ ...ctx, db }, scope, from, isTimeUp), {
      isolationLevel: 'repeatable read',
      accessMode: 'read only',
    });
    counts.cases += found.cases;
    counts.events += found.events;
    if (found.broken) return { ...counts, broken: found.broken };
    if (found.next) return { ...counts, next: found.next };
    if (found.isLast || !found.last) return counts;
    after = found.last;
  }
}
