import { createHash } from 'node:crypto';
import { and, asc, desc, eq, gt, or, sql } from 'drizzle-orm';
import { anchorLine, hashRoot } from '../../../law/record/digests.js';
import { CHAIN_START } from '../../../law/record/event-chain.js';
import { type Context, inTransaction } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { accessBatches, auditAnchors, auditRoots } from '../../../tables/audit.js';
import { type AuditKeys, signRoot } from './keys.js';

/** One root at a time, whichever process. */
const ROOT_LOCK = 7_370_705;
const PAGE = 5_000;

export type RootRow = typeof auditRoots.$inferSelect;

/** SM3 over the heads under a root, in the order of court and case; read in pages. */
export async function digestAnchors(
  db: Database,
  rootSeq: number,
): Promise<{ anchors: number; anchorsDigest: string }> {
  const hash = createHash('sm3');
  let anchors = 0;
  let last: { courtCode: string; caseId: string } | undefined;
  for (;;) {
    const after =
      last &&
      or(
        gt(auditAnchors.courtCode, last.courtCode),
        and(eq(auditAnchors.courtCode, last.courtCode), gt(auditAnchors.caseId, last.caseId)),
      );
    const rows = await db
      .select()
      .from(auditAnchors)
      .where(and(eq(auditAnchors.rootSeq, rootSeq), after))
      .orderBy(asc(auditAnchors.courtCode), asc(auditAnchors.caseId))
      .limit(PAGE);
    for (const row of rows) hash.update(anchorLine(row));
    anchors += rows.length;
    last = rows.at(-1);
    if (rows.length < PAGE) return { anchors, anchorsDigest: hash.digest('hex') };
  }
}

/** Puts the heads of the cases that have grown since their last anchor under a root, in one statement. */
async function anchorCases(db: Database, rootSeq: number): Promise<void> {
  await db.execute(sql`
    insert into audit_anchors (court_code, case_id, root_seq, chain_length, chain_head)
    select c.court_code, c.id, ${rootSeq}, c.chain_length, c.chain_head
    from cases c
    left join lateral (
      select a.chain_head from audit_anchors a
      where a.court_code = c.court_code and a.case_id = c.id order by a.root_seq desc limit 1
    ) known on true
    where known.chain_head is distinct from c.chain_head`);
}

/**
 * Makes the root of a day: one signed hash over the heads of all case chains and of the access log, chained to the root
 * before. A day that has one keeps it, so a second run changes nothing. A day without a run is covered by the next
 * root.
 * @throws Error when no key signs
 * Law: EV-02.
 */
export async function makeRoot(
  ctx: Context,
  keys: AuditKeys,
  on: CivilDate,
): Promise<{ roots: number; anchors: number }> {
  const { signing } = keys;
  if (signing === undefined) throw new Error('No key signs the audit root: set AUDIT_KEY_FILE or AUDIT_KEY.');
  return inTransaction(ctx, async ({ db, clock }) => {
    await db.execute(sql`select pg_advisory_xact_lock(${ROOT_LOCK})`);
    const [known] = await db.select({ seq: auditRoots.seq }).from(auditRoots).where(eq(auditRoots.rootOn, on));
    if (known) return { roots: 0, anchors: 0 };
    const [last] = await db.select().from(auditRoots).orderBy(desc(auditRoots.seq)).limit(1);
    const [access] = await db.select().from(accessBatches).orderBy(desc(accessBatches.seq)).limit(1);
    const seq = (last?.seq ?? 0) + 1;
    // The heads hang under a root that is checked at the end of the transaction, when it is there.
    await db.execute(sql`set constraints audit_anchors_root_seq_fkey deferred`);
    await anchorCases(db, seq);
    const covered = {
      seq,
      rootOn: on,
      madeAt: clock.now(),
      ...(await digestAnchors(db, seq)),
      accessSeq: access?.seq ?? 0,
      accessHash: access?.hash ?? CHAIN_START,
      previousHash: last?.hash ?? CHAIN_START,
      keyId: signing.id,
    };
    const hash = hashRoot(covered);
    await db.insert(auditRoots).values({ ...covered, hash, signature: signRoot(signing.key, hash) });
    return { roots: 1, anchors: covered.anchors };
  });
}
