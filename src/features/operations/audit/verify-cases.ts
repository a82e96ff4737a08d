import { and, asc, between, desc, eq, gt, gte, lte, or, type SQL, sql } from 'drizzle-orm';
import { checkChain, type ChainDifference, type ChainedEvent } from '../../../law/record/event-chain.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Database } from '../../../platform/database.js';
import { auditAnchors } from '../../../tables/audit.js';
import { caseEvents, cases } from '../../../tables/cases.js';
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

async function verifyCase(db: Database, head: Head, anchor: Anchor | undefined) {
  const check = checkChain();
  let events = 0;
  let hashThere: string | undefined;
  for await (const event of readEvents(db, head)) {
    events += 1;
    const difference = check.add(event);
    if (difference) return { events, difference };
    if (event.seq === anchor?.chainLength) hashThere = event.hash;
  }
  // The root first: it also knows what a head that was changed along with its chain no longer says.
  const difference = (anchor && compareAnchor(anchor, events, hashThere)) ?? check.end(head);
  return { events, difference };
}

/**
 * Verifies chains in the order of court and case, until one is broken, all are done or time is up.
 * @param isTimeUp - asked after each case
 * Law: EV-02.
 */
export async function verifyCases(
  db: Database,
  scope: CaseScope,
  start: CasePosition | undefined,
  isTimeUp: () => boolean,
): Promise<CaseStretch> {
  const counts = { cases: 0, events: 0 };
  for (let after = start; ;) {
    const heads = await readHeads(db, scope, after);
    const anchors = heads.length === 0 ? new Map<string, Anchor>() : await readAnchors(db, heads);
    for (const head of heads) {
      const { events, difference } = await verifyCase(db, head, anchors.get(head.id));
      counts.cases += 1;
      counts.events += events;
      const { courtCode, id: caseId, caseNumber } = head;
      if (difference) return { ...counts, broken: { chain: 'CASE', courtCode, caseId, caseNumber, ...difference } };
      after = { courtCode, caseId };
      if (isTimeUp()) return { ...counts, next: after };
    }
    if (heads.length < CASES) return counts;
  }
}
