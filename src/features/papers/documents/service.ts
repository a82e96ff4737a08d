import { and, desc, eq, inArray, lt, type SQL } from 'drizzle-orm';
import { digestOf } from '../../../law/record/event-chain.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { inReadOnlySnapshot } from '../../../platform/snapshot.js';
import { newId } from '../../../shared/ids.js';
import { Problem } from '../../../shared/problems.js';
import { invariant, requireFound } from '../../../shared/require.js';
import { type CaseRow, cases } from '../../../tables/cases.js';
import { documents, type DocumentKind } from '../../../tables/documents.js';
import { fileContents } from '../../../tables/files.js';
import { users } from '../../../tables/identity.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { openCase, openCaseForReading } from '../../dossier/cases/open-case.js';
import { withinReach } from '../../dossier/cases/repository.js';
import { seesBankData } from '../../dossier/cases/sensitive-fields.js';
import { getCaseRow } from '../../dossier/cases/service.js';
import { storeContent } from '../../dossier/files/contents.js';
import { tellOfEndedCase } from '../../dossier/notices/ended-case.js';
import type { RoleAct } from '../../people/permissions/acts.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { markOf } from '../statements/exports.js';
import { toPdf } from '../statements/paper.js';
import type { PdfRenderer } from '../statements/pdf-renderer.js';
import type { DocumentInput, DocumentView } from './schema.js';
import { readSnapshot } from './snapshots.js';
import { TEMPLATES } from './templates.js';

/** Who makes a kind of document. */
const MAKING: Readonly<Record<DocumentKind, RoleAct>> = {
  PAYMENT_RECEIPT: 'makePaymentReceipt',
  DISBURSEMENT_FORM: 'makeDisbursementForm',
  RELIEF_DECISION: 'makeReliefDecision',
};
/** Kinds that parties read; the others are class COURT (CP-03). */
const FOR_PARTIES: readonly DocumentKind[] = ['PAYMENT_RECEIPT', 'RELIEF_DECISION'];

/** Kinds that name no line of the bank. */
const WITHOUT_BANK_DATA: readonly DocumentKind[] = ['RELIEF_DECISION'];

/** Condition: the class of a document lets the actor read it. */
function readable({ actor }: UserContext): SQL | undefined {
  if (!seesBankData(actor)) return inArray(documents.kind, [...WITHOUT_BANK_DATA]);
  return actor.courts.length > 0 ? undefined : inArray(documents.kind, [...FOR_PARTIES]);
}

async function viewDocuments(ctx: UserContext, where: SQL | undefined, limit: number): Promise<DocumentView[]> {
  const rows = await ctx.db
    .select({ row: documents, sm3: fileContents.sm3, size: fileContents.size, name: users.displayName })
    .from(documents)
    .innerJoin(cases, and(eq(cases.courtCode, documents.courtCode), eq(cases.id, documents.caseId)))
    .innerJoin(fileContents, eq(fileContents.sha256, documents.sha256))
    .innerJoin(users, eq(users.id, documents.madeBy))
    .where(and(withinReach(ctx.actor), readable(ctx), where))
    .orderBy(desc(documents.id))
    .limit(limit);
  return rows.map(({ row, sm3, size, name }) => ({
    id: row.id,
    caseId: row.caseId,
    kind: row.kind,
    subjectId: row.subjectId,
    title: row.title,
    templateVersion: row.templateVersion,
    snapshotSm3: row.snapshotSm3,
    sha256: row.sha256,
    sm3,
    size,
    madeBy: { id: row.madeBy, name },
    madeAt: row.madeAt,
  }));
}

/** One document of a case within reach. Refuses: `not-found`. */
export async function getDocument(ctx: UserContext, documentId: string): Promise<DocumentView> {
  const [view] = await viewDocuments(ctx, eq(documents.id, documentId), 1);
  requireFound(view, 'document');
  return view;
}

/** Documents of a case within reach, newest first. Refuses: `not-found`. */
export async function listDocuments(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  const list = `documents:${owner.id}`;
  const before = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const where = and(
    eq(documents.courtCode, owner.courtCode),
    eq(documents.caseId, owner.id),
    before === undefined ? undefined : lt(documents.id, before),
  );
  const views = await viewDocuments(ctx, where, query.limit + 1);
  return toPage(views, query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}

/** The paper of a document that is not stored yet, and the digest of the data that it shows. */
export interface DraftDocument {
  readonly snapshotSm3: string;
  readonly bytes: Buffer;
}

/** The data of a document as they stand, and the document that was made of the same. */
async function readSubject(ctx: UserContext, owner: CaseRow, input: DocumentInput) {
  requireMay(ctx.actor, MAKING[input.kind]);
  const snapshot = await readSnapshot(ctx, owner, input);
  const snapshotSm3 = digestOf(snapshot) ?? '';
  const { version } = TEMPLATES[input.kind];
  const same = and(
    eq(documents.courtCode, owner.courtCode),
    eq(documents.kind, input.kind),
    eq(documents.subjectId, input.subjectId),
    eq(documents.snapshotSm3, snapshotSm3),
    eq(documents.templateVersion, version),
  );
  const [known] = await viewDocuments(ctx, same, 1);
  return { snapshot, snapshotSm3, version, known };
}

/**
 * Renders what `makeDocument` stores; no connection is held meanwhile. Gives nothing where the document is known or not
 * due, which is decided under the lock of the case.
 * Refuses: `not-found`, `not-permitted`, `overloaded` (it took longer than five seconds).
 */
export async function draftDocument(
  ctx: UserContext,
  renderer: PdfRenderer,
  caseId: string,
  input: DocumentInput,
): Promise<DraftDocument | undefined> {
  const subject = await inReadOnlySnapshot(ctx, async (then) =>
    readSubject(then, await getCaseRow(then, caseId), input),
  ).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'document-not-due') return undefined;
    throw error;
  });
  if (!subject || subject.known) return undefined;
  const { snapshot, snapshotSm3 } = subject;
  const composed = TEMPLATES[input.kind].compose(snapshot);
  return { snapshotSm3, bytes: await toPdf({ ...composed, digest: snapshotSm3 }, markOf(ctx), renderer) };
}

/**
 * Makes a document of data as they stand: template version, snapshot and PDF are stored together and never change.
 * The same data give the same document; data that have changed give another one beside it.
 * Refuses: `not-found`, `not-permitted`, `document-not-due`, `overloaded` (the data are no longer those of the draft).
 * Law: EV-04; section 10.2.
 */
export function makeDocument(
  ctx: UserContext,
  caseId: string,
  input: DocumentInput,
  draft: DraftDocument | undefined,
): Promise<DocumentView> {
  return inTransaction(ctx, async (tx) => {
    // Read again under the lock, so that the paper says what the case says when it is stored.
    const file = await openCase(tx, caseId);
    const owner = file.row;
    const { snapshot, snapshotSm3, version, known } = await readSubject(tx, owner, input);
    if (known) return known;
    if (draft?.snapshotSm3 !== snapshotSm3) {
      throw new Problem('overloaded', { detail: 'The data changed meanwhile; ask again.', retryAfterSeconds: 1 });
    }
    const { sha256, sm3 } = await storeContent(tx.db, draft.bytes);
    const id = newId();
    await tx.db.insert(documents).values({
      courtCode: owner.courtCode,
      id,
      caseId: owner.id,
      kind: input.kind,
      subjectId: input.subjectId,
      title: TEMPLATES[input.kind].compose(snapshot).title,
      templateVersion: version,
      snapshot,
      snapshotSm3,
      sha256,
      madeBy: tx.actor.id,
      madeAt: tx.clock.now(),
    });
    const data = { documentId: id, kind: input.kind, templateVersion: version, snapshotSm3, sm3, sha256 };
    file.note({ type: 'DOCUMENT_MADE', data, ground: GROUNDS.document, after: snapshot });
    await tellOfEndedCase(tx, file, 'DOCUMENT_MADE');
    return getDocument(tx, id);
  });
}

/**
 * The PDF as it was made. Taking it out stands in the chain of the case before the answer leaves.
 * Refuses: `not-found`.
 * Law: EV-04, CP-04.
 */
export function readDocument(ctx: UserContext, documentId: string): Promise<DocumentView & { bytes: Buffer }> {
  return inTransaction(ctx, async (tx) => {
    const found = await getDocument(tx, documentId);
    const file = await openCaseForReading(tx, found.caseId);
    const [content] = await tx.db.select().from(fileContents).where(eq(fileContents.sha256, found.sha256));
    invariant(content, 'A document has no content');
    const data = { documentId, kind: found.kind, sm3: found.sm3 };
    file.note({ type: 'DOCUMENT_EXPORTED', data, ground: GROUNDS.documentExport });
    return { ...found, bytes: content.bytes };
  });
}
