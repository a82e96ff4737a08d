import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Everything of an entry of the access log that its batch's digest covers; moments as RFC 3339. */
export interface CoveredAccess {
  readonly readAt: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly actorCourtCode: string | null;
  readonly act: string;
  readonly object: string;
  readonly courtCode: string | null;
  readonly caseId: string | null;
  readonly fromAddress: string;
  readonly requestId: string;
  readonly purpose: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** SM3 over the canonical entries of a batch, in their order. */
export function digestBatch(entries: readonly CoveredAccess[]): string {
  const hash = createHash('sm3');
  for (const entry of entries) hash.update(`${canonicalize(entry) ?? ''}\n`);
  return hash.digest('hex');
}

/** SM3 over the canonical figures of a table that people enter and release: what stood there can be told by it. */
export function digestFigures(figures: Readonly<Record<string, unknown>>): string {
  return createHash('sm3')
    .update(canonicalize(figures) ?? '')
    .digest('hex');
}

/** Link of the chain of batches: `hash = SM3(previousHash ‖ canonical batch)`. */
export function hashBatch(batch: {
  readonly seq: number;
  readonly recordedAt: Date;
  readonly entries: number;
  readonly digest: string;
  readonly previousHash: string;
}): string {
  const { previousHash, seq, entries, digest } = batch;
  const covered = { seq, entries, digest, recordedAt: batch.recordedAt.toISOString() };
  return createHash('sm3')
    .update(previousHash + (canonicalize(covered) ?? ''))
    .digest('hex');
}

/** What a root's hash covers besides the root before it. */
export interface CoveredRoot {
  readonly seq: number;
  readonly rootOn: string;
  readonly madeAt: Date;
  readonly anchors: number;
  readonly anchorsDigest: string;
  readonly accessSeq: number;
  readonly accessHash: string;
  readonly previousHash: string;
  readonly keyId: string;
}

/** `hash = SM3(previousHash ‖ canonical root)`; the signature is over this. Law: EV-02. */
export function hashRoot(root: CoveredRoot): string {
  const { seq, rootOn, anchors, anchorsDigest, accessSeq, accessHash, previousHash, keyId } = root;
  const covered = {
    seq,
    rootOn,
    anchors,
    anchorsDigest,
    accessSeq,
    accessHash,
    keyId,
    madeAt: root.madeAt.toISOString(),
  };
  return createHash('sm3')
    .update(previousHash + (canonicalize(covered) ?? ''))
    .digest('hex');
}

/** One head under a root, as the digest of all of them takes it. */
export function anchorLine(anchor: {
  courtCode: string;
  caseId: string;
  chainLength: number;
  chainHead: string;
}): string {
  return `${anchor.courtCode} ${anchor.caseId} ${anchor.chainLength} ${anchor.chainHead}\n`;
}
