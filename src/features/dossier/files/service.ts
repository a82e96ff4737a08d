import { and, asc, eq, gt, inArray, notExists, or, sql, type SQL } from 'drizzle-orm';
import { anyOf } from '../../../platform/any-of.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { Problem } from '../../../shared/problems.js';
import { invariant, requireFound } from '../../../shared/require.js';
import { type CaseRow, cases } from '../../../tables/cases.js';
import { caseFiles, fileContents, files } from '../../../tables/files.js';
import { users } from '../../../tables/identity.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { GROUNDS } from '../cases/grounds.js';
import { openCaseForReading } from '../cases/open-case.js';
import { withinReach } from '../cases/repository.js';
import { getCaseRow } from '../cases/service.js';
import { storeContent } from './contents.js';
import { cleanFileName } from './file-name.js';
import { ACCEPTED_ENDINGS, nameWithEnding, sniffMediaType } from './media-types.js';
import type { FileClass, FileView } from './schema.js';

/** Files of one person within a day that no act has named yet. */
export const LOOSE_FILES_MAX = 100;

/** A file on its way in. */
export interface Upload {
  readonly name: string;
  readonly bytes: Buffer;
}

const fileColumns = {
  id: files.id,
  sha256: files.sha256,
  sm3: fileContents.sm3,
  size: fileContents.size,
  mediaType: files.mediaType,
  name: files.name,
  uploaderId: files.uploadedBy,
  uploaderName: users.displayName,
  createdAt: files.createdAt,
};

function selectFiles(ctx: UserContext) {
  return ctx.db
    .select(fileColumns)
    .from(files)
    .innerJoin(fileContents, eq(fileContents.sha256, files.sha256))
    .innerJoin(users, eq(users.id, files.uploadedBy));
}

type FileRow = Awaited<ReturnType<typeof selectFiles>>[number];

function toView({ uploaderId, uploaderName, createdAt, ...row }: FileRow): FileView {
  return { ...row, uploadedBy: { id: uploaderId, name: uploaderName }, createdAt };
}

async function refuseTooManyLoose(ctx: UserContext): Promise<void> {
  const attached = ctx.db.select().from(caseFiles).where(eq(caseFiles.fileId, files.id));
  const loose = await ctx.db
    .select({ id: files.id })
    .from(files)
    .where(
      and(eq(files.uploadedBy, ctx.actor.id), gt(files.createdAt, sql`now() - interval '1 day'`), notExists(attached)),
    )
    .limit(LOOSE_FILES_MAX);
  if (loose.length < LOOSE_FILES_MAX) return;
  throw new Problem('too-many-requests', {
    detail: [
      `${LOOSE_FILES_MAX} files that you uploaded within a day are named by no act yet.`,
      'Name some, or wait a day.',
    ].join(' '),
    retryAfterSeconds: 3_600,
  });
}

/**
 * Takes in a file: its digests are made on receipt, its type is read off its content, and it is never replaced.
 * Refuses: `not-permitted`, `invalid-body` (empty), `file-type-refused`, `too-many-requests`.
 * Law: EV-01, EV-03.
 */
export async function uploadFile(ctx: UserContext, { name, bytes }: Upload): Promise<FileView> {
  requireMay(ctx.actor, 'uploadFile');
  if (bytes.length === 0) {
    throw new Problem('invalid-body', { errors: [{ pointer: '/file', detail: 'the file is empty' }] });
  }
  const mediaType = await sniffMediaType(bytes);
  if (mediaType === undefined) {
    throw new Problem('file-type-refused', { detail: `By its content it is none of these: ${ACCEPTED_ENDINGS}.` });
  }
  return inTransaction(ctx, async (tx) => {
    await refuseTooManyLoose(tx);
    const { sha256 } = await storeContent(tx.db, bytes);
    const id = newId();
    const row = { id, sha256, mediaType, uploadedBy: tx.actor.id, createdAt: tx.clock.now() };
    await tx.db.insert(files).values({ ...row, name: nameWithEnding(cleanFileName(name), mediaType) });
    const [found] = await selectFiles(tx).where(eq(files.id, id));
    invariant(found, 'The file vanished');
    return toView(found);
  });
}

/** Cases within reach that a file is attached to. */
const attachedWithinReach = (ctx: UserContext) =>
  ctx.db
    .select({ fileId: caseFiles.fileId })
    .from(caseFiles)
    .innerJoin(cases, and(eq(cases.courtCode, caseFiles.courtCode), eq(cases.id, caseFiles.caseId)))
    .where(and(withinReach(ctx.actor), ofClass(ctx)));

/** Condition: the class of an attached file lets the actor read it (CP-03). */
const ofClass = ({ actor }: UserContext) => (actor.courts.length > 0 ? undefined : eq(caseFiles.fileClass, 'PARTY'));

/** Condition: the actor's own upload, or evidence in a case within reach. */
function readable(ctx: UserContext): SQL | undefined {
  return or(eq(files.uploadedBy, ctx.actor.id), inArray(files.id, attachedWithinReach(ctx)));
}

/** A file that the caller uploaded, or that a case within reach holds. Refuses: `not-found`. */
export async function getFile(ctx: UserContext, fileId: string): Promise<FileView> {
  const [found] = await selectFiles(ctx).where(and(eq(files.id, fileId), readable(ctx)));
  requireFound(found, 'file');
  return toView(found);
}

/** The cases within reach that hold a file. */
async function listHolders(ctx: UserContext, fileId: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ caseId: caseFiles.caseId })
    .from(caseFiles)
    .innerJoin(cases, and(eq(cases.courtCode, caseFiles.courtCode), eq(cases.id, caseFiles.caseId)))
    .where(and(withinReach(ctx.actor), ofClass(ctx), eq(caseFiles.fileId, fileId)))
    .orderBy(asc(caseFiles.caseId));
  return rows.map(({ caseId }) => caseId);
}

/**
 * The content of a file as it came, for saving. Taking evidence out of a case stands in the chain of each case that
 * holds it before the answer leaves; one's own upload that no case holds leaves no event.
 * Refuses: `not-found`.
 * Law: EV-01, EV-03, CP-04; contract section 6.
 */
export async function readContent(ctx: UserContext, fileId: string): Promise<FileView & { bytes: Buffer }> {
  const found = await getFile(ctx, fileId);
  const [content] = await ctx.db.select().from(fileContents).where(eq(fileContents.sha256, found.sha256));
  invariant(content, 'A file has no content');
  await inTransaction(ctx, async (tx) => {
    for (const caseId of await listHolders(tx, fileId)) {
      const file = await openCaseForReading(tx, caseId);
      const data = { fileId, name: found.name, sha256: found.sha256 };
      file.note({ type: 'FILE_EXPORTED', data, ground: GROUNDS.fileExport });
    }
  });
  return { ...found, bytes: content.bytes };
}

/** What the event of an act says of its evidence. */
export interface AttachedFile {
  readonly fileId: string;
  readonly sha256: string;
  readonly sm3: string;
}

/**
 * Attaches files to a locked case, as evidence of an act in it. A file that the case holds already may be named again.
 * @param fileClass - who reads them: a file that parties read already goes on being read by them
 * @param pointer - where the body names them
 * @returns the files in the order given, for the event of the act
 * Refuses: `file-unknown`.
 */
export async function attachFiles(
  ctx: UserContext,
  owner: CaseRow,
  fileIds: readonly string[] = [],
  fileClass: FileClass = 'PARTY',
  pointer = '/fileIds',
): Promise<AttachedFile[]> {
  if (fileIds.length === 0) return [];
  const { courtCode, id: caseId } = owner;
  const held = ctx.db
    .select({ fileId: caseFiles.fileId })
    .from(caseFiles)
    .where(and(eq(caseFiles.courtCode, courtCode), eq(caseFiles.caseId, caseId)));
  const ours = or(eq(files.uploadedBy, ctx.actor.id), inArray(files.id, held));
  const found = await selectFiles(ctx).where(and(anyOf(files.id, fileIds), ours));
  const named = fileIds.map((fileId, index) => {
    const file = found.find((one) => one.id === fileId);
    if (file) return { fileId, sha256: file.sha256, sm3: file.sm3 };
    const detail = 'no file of this id was uploaded by you or belongs to the case';
    throw new Problem('file-unknown', { detail, errors: [{ pointer: `${pointer}/${index}`, detail }] });
  });
  const attached = { courtCode, caseId, fileClass, attachedBy: ctx.actor.id, attachedAt: ctx.clock.now() };
  await ctx.db
    .insert(caseFiles)
    .values(fileIds.map((fileId) => ({ ...attached, fileId })))
    .onConflictDoNothing();
  return named;
}

/** Evidence in a case within reach, in the order of uploading. Refuses: `not-found`. */
export async function listFiles(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  const list = `files:${owner.id}`;
  const after = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const rows = await ctx.db
    .select(fileColumns)
    .from(caseFiles)
    .innerJoin(files, eq(files.id, caseFiles.fileId))
    .innerJoin(fileContents, eq(fileContents.sha256, files.sha256))
    .innerJoin(users, eq(users.id, files.uploadedBy))
    .where(
      and(
        eq(caseFiles.courtCode, owner.courtCode),
        eq(caseFiles.caseId, owner.id),
        ofClass(ctx),
        after === undefined ? undefined : gt(files.id, after),
      ),
    )
    .orderBy(asc(files.id))
    .limit(query.limit + 1);
  return toPage(rows.map(toView), query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}
