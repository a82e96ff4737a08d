import { asc, eq, gt } from 'drizzle-orm';
import { hashRoot } from '../../../law/record/digests.js';
import { CHAIN_START } from '../../../law/record/event-chain.js';
import type { Database } from '../../../platform/database.js';
import { accessBatches, auditRoots } from '../../../tables/audit.js';
import { type AuditKeys, isSigned } from './keys.js';
import { digestAnchors, type RootRow } from './roots.js';
import type { BrokenLink } from './schema.js';

const ROOTS = 200;

/** Where a verification goes on: the last root that was found whole. */
export interface RootPosition {
  readonly seq: number;
  readonly hash: string;
}

export interface RootStretch {
  readonly roots: number;
  readonly broken?: BrokenLink;
  readonly next?: RootPosition;
}

function broken(seq: number, fault: BrokenLink['fault'], expected: string, found: string): BrokenLink {
  return { chain: 'ROOTS', courtCode: null, caseId: null, caseNumber: null, seq, row: null, fault, expected, found };
}

/** Whether the access log still has the batch that the root was made over. */
async function checkAccessHead(db: Database, root: RootRow): Promise<BrokenLink | undefined> {
  if (root.accessSeq === 0) return undefined;
  const [batch] = await db
    .select({ hash: accessBatches.hash })
    .from(accessBatches)
    .where(eq(accessBatches.seq, root.accessSeq));
  if (batch?.hash === root.accessHash) return undefined;
  const expected = `${root.accessHash} (root ${root.seq})`;
  const link = broken(root.accessSeq, batch ? 'HEAD_DIFFERS' : 'MISSING', expected, batch?.hash ?? 'no such batch');
  return { ...link, chain: 'ACCESS_LOG' };
}

async function checkRoot(db: Database, keys: AuditKeys, root: RootRow, last: RootPosition) {
  const seq = last.seq + 1;
  if (root.seq !== seq) return broken(seq, 'MISSING', `root ${seq}`, `root ${root.seq}`);
  if (root.previousHash !== last.hash) return broken(seq, 'LINK_BROKEN', last.hash, root.previousHash);
  const computed = hashRoot(root);
  if (computed !== root.hash) return broken(seq, 'CONTENT_CHANGED', root.hash, computed);
  if (!isSigned(keys, root)) {
    return broken(seq, 'SIGNATURE_INVALID', `a signature of a trusted key`, `key ${root.keyId}`);
  }
  const { anchors, anchorsDigest } = await digestAnchors(db, seq);
  if (anchorsDigest !== root.anchorsDigest) {
    return broken(
      seq,
      'ROOT_DIFFERS',
      `${root.anchors} heads, ${root.anchorsDigest}`,
      `${anchors} heads, ${anchorsDigest}`,
    );
  }
  return checkAccessHead(db, root);
}

/**
 * Verifies the chain of daily roots: links, hashes, signatures, the case heads and the access batch under each.
 * @param isTimeUp - asked after each root
 */
export async function verifyRoots(
  db: Database,
  keys: AuditKeys,
  start: RootPosition | undefined,
  isTimeUp: () => boolean,
): Promise<RootStretch> {
  let last = start ?? { seq: 0, hash: CHAIN_START };
  let roots = 0;
  for (;;) {
    const page = await db
      .select()
      .from(auditRoots)
      .where(gt(auditRoots.seq, last.seq))
      .orderBy(asc(auditRoots.seq))
      .limit(ROOTS);
    for (const root of page) {
      const fault = await checkRoot(db, keys, root, last);
      roots += 1;
      if (fault) return { roots, broken: fault };
      last = { seq: root.seq, hash: root.hash };
      if (isTimeUp()) return { roots, next: last };
    }
    if (page.length < ROOTS) return { roots };
  }
}
