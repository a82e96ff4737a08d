import { type Context, unitOf, type UserContext } from '../../../platform/context.js';
import type { Heed } from '../../../platform/heed.js';
import { Problem } from '../../../shared/problems.js';
import { invariant, requireFound } from '../../../shared/require.js';
import type { caseParties, CaseRow } from '../../../tables/cases.js';
import type { CaseFile } from './case-file.js';
import { OpenFiles } from './open-files.js';
import * as repository from './repository.js';

const filesOf = (ctx: Context): OpenFiles => unitOf(ctx).part(OpenFiles);

/**
 * Opens a case within reach to read it whole, or to note in its chain that it was read. It is locked until the
 * transaction ends; opened again it is the same file.
 * Refuses: `not-found`.
 */
export async function openCaseForReading(ctx: UserContext, caseId: string): Promise<CaseFile> {
  const files = filesOf(ctx);
  const open = files.findReached(caseId);
  if (open) return open;
  const row = await repository.lockReachableCase(ctx, caseId);
  requireFound(row, 'case');
  return files.addReached(ctx, row);
}

/**
 * Opens a case within reach for a change; a court above reads and changes nothing.
 * @param heed - compares the case's version with the caller's, where the case itself is changed
 * Refuses: `not-found`, `not-permitted` (a case of a court below), `stale-version`.
 */
export async function openCase(ctx: UserContext, caseId: string, heed?: Heed): Promise<CaseFile> {
  const file = await openCaseForReading(ctx, caseId);
  if (ctx.actor.courts.length > 0 && ctx.actor.courtCode !== file.row.courtCode) {
    throw new Problem('not-permitted', { detail: 'Only the court that has the case changes it.' });
  }
  heed?.(file.row.version);
  return file;
}

/**
 * Opens the case of a thing for a change, and reads the thing as it is under the lock.
 * @param read - reads the thing within reach, or refuses
 * Refuses: what `read` refuses, and what `openCase` does.
 */
export async function openCaseOf<Thing extends { readonly caseId: string }>(
  ctx: UserContext,
  read: () => Promise<Thing>,
): Promise<{ file: CaseFile; thing: Thing }> {
  const { caseId } = await read();
  const file = await openCase(ctx, caseId);
  return { file, thing: await read() };
}

/** Opens cases of one court for work that no person's reach decides on, in the order of their ids, in one statement. */
export async function openCases(ctx: Context, courtCode: string, caseIds: readonly string[]): Promise<CaseFile[]> {
  const files = filesOf(ctx);
  const closed = caseIds.filter((id) => !files.find(id));
  for (const row of await repository.lockCases(ctx, courtCode, closed)) files.add(ctx, row);
  return [...new Set(caseIds)].sort().flatMap((id) => files.find(id) ?? []);
}

/** Opens one case that is known to be there. */
export async function openKnownCase(ctx: Context, courtCode: string, caseId: string): Promise<CaseFile> {
  const [file] = await openCases(ctx, courtCode, [caseId]);
  invariant(file, 'A case that is known could not be opened');
  return file;
}

/** Stores a new case with its parties and opens it. */
export async function newCase(
  ctx: Context,
  row: CaseRow,
  members: readonly (typeof caseParties.$inferInsert)[],
): Promise<CaseFile> {
  await repository.insertCase(ctx, row, members);
  return filesOf(ctx).addNew(ctx, row);
}
