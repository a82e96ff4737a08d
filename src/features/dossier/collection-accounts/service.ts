import { and, desc, eq, lt, type SQL } from 'drizzle-orm';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { Heed } from '../../../platform/heed.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { Problem } from '../../../shared/problems.js';
import { invariant, requireFound } from '../../../shared/require.js';
import { type CaseRow, cases } from '../../../tables/cases.js';
import { collectionAccountChanges } from '../../../tables/collection-account-changes.js';
import { decideInCase, enteredInCase, namesBehind, viewCaseEntry } from '../../people/four-eyes/four-eyes.js';
import { type DecisionInput, versionOfEntry } from '../../people/four-eyes/schema.js';
import { requireMay } from '../../people/permissions/require-may.js';
import type { CaseFile } from '../cases/case-file.js';
import { openCase, openCaseOf } from '../cases/open-case.js';
import { withinReach } from '../cases/repository.js';
import { indexOfAccountNumber, sealCollectionNumber, showAccountNumber } from '../cases/sensitive-fields.js';
import { getCaseRow } from '../cases/service.js';
import { attachFiles } from '../files/service.js';
import { tellOfEndedCase } from '../notices/ended-case.js';
import { tellParties } from '../notices/to-parties.js';
import { askedNumberPlace } from './places.js';
import type { AccountChangeView, CaseChanges } from './schema.js';

type ChangeRow = typeof collectionAccountChanges.$inferSelect;

function selectChanges(ctx: UserContext, where: SQL | undefined) {
  const { enteredBy, decidedBy, enteredFor, decidedFor } = collectionAccountChanges;
  return ctx.db
    .select({ row: collectionAccountChanges, names: namesBehind({ enteredBy, decidedBy, enteredFor, decidedFor }) })
    .from(collectionAccountChanges)
    .innerJoin(
      cases,
      and(eq(cases.courtCode, collectionAccountChanges.courtCode), eq(cases.id, collectionAccountChanges.caseId)),
    )
    .where(where)
    .orderBy(desc(collectionAccountChanges.id));
}

type Selected = Awaited<ReturnType<typeof selectChanges>>[number];

function toView(ctx: UserContext, { row, names }: Selected): AccountChangeView {
  const { id, caseId, bank, name, fileIds, status } = row;
  const number = showAccountNumber(ctx, askedNumberPlace(id), row.number);
  return { id, caseId, bank, name, number, fileIds, status, ...viewCaseEntry(row, names) };
}

async function view(ctx: UserContext, changeId: string): Promise<AccountChangeView> {
  const [found] = await selectChanges(ctx, eq(collectionAccountChanges.id, changeId));
  invariant(found, 'A change of the collection account vanished');
  return toView(ctx, found);
}

/** A collection account as its event digests it: nobody can try out numbers against the digest. */
function digestible(row: Pick<CaseRow, 'collectionBank' | 'collectionName' | 'collectionNumberIndex'>) {
  const { collectionBank: bank, collectionName: name, collectionNumberIndex: number } = row;
  return bank === null ? null : { bank, name, number };
}

/**
 * Asks to have the money of a case paid to another account. The one that stands holds until a second person has
 * decided.
 * @param heed - compares the version of the case that the caller has read
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `entry-waits`, `file-unknown`, `field-keys-missing`.
 * Law: CP-01; contract section 10 (money of the court).
 */
export function changeCase(
  ctx: UserContext,
  caseId: string,
  changes: CaseChanges,
  heed: Heed,
): Promise<AccountChangeView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    requireMay(tx.actor, 'changeCase');
    heed(file.row.version);
    const { bank, name, number } = changes.collectionAccount;
    const id = newId();
    const [made] = await tx.db
      .insert(collectionAccountChanges)
      .values({
        courtCode: file.row.courtCode,
        id,
        caseId,
        bank,
        name,
        number: tx.fields.seal(askedNumberPlace(id), number),
        numberIndex: indexOfAccountNumber(tx, number) ?? null,
        fileIds: [...(changes.fileIds ?? [])],
        reason: changes.reason,
        ...enteredInCase(tx),
      })
      .onConflictDoNothing()
      .returning({ id: collectionAccountChanges.id });
    if (!made) throw new Problem('entry-waits', { detail: 'Another account waits for its decision in this case.' });
    const files = await attachFiles(tx, file.row, changes.fileIds);
    const data = { changeId: id, bank, name, reason: changes.reason, files };
    file.record({ type: 'COLLECTION_ACCOUNT_ASKED', data });
    return view(tx, id);
  });
}

/**
 * Approves or rejects another collection account. Once approved it holds at once, and the parties are told, without
 * its number, which they read here.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `four-eyes`, `entry-already-decided`, `invalid-body` (a
 * rejection without reason).
 * Law: CP-01; contract section 10 (money of the court).
 */
export function decideCollectionAccount(
  ctx: UserContext,
  changeId: string,
  input: DecisionInput,
  heed?: Heed,
): Promise<AccountChangeView> {
  return inTransaction(ctx, async (tx) => {
    const { file, thing: row } = await openCaseOf(tx, () => getChangeRow(tx, changeId));
    requireMay(tx.actor, 'decideCollectionAccount');
    heed?.(versionOfEntry(row));
    const decided = decideInCase(tx, row, input, 'this account');
    await tx.db
      .update(collectionAccountChanges)
      .set(decided)
      .where(and(eq(collectionAccountChanges.courtCode, row.courtCode), eq(collectionAccountChanges.id, row.id)));
    if (decided.status === 'APPROVED') await takeEffect(tx, file, row);
    else file.record({ type: 'COLLECTION_ACCOUNT_REJECTED', data: { changeId, reason: input.reason ?? '' } });
    return view(tx, changeId);
  });
}

async function takeEffect(ctx: UserContext, file: CaseFile, { id, bank, name, number }: ChangeRow): Promise<void> {
  const { caseNumber, id: caseId } = file.row;
  const change = {
    collectionBank: bank,
    collectionName: name,
    ...sealCollectionNumber(ctx, caseId, ctx.fields.open(askedNumberPlace(id), number)),
    collectionNumberUnsealed: null,
  };
  const [before, after] = [digestible(file.row), digestible(change)];
  file.record({ type: 'COLLECTION_ACCOUNT_CHANGED', data: { bank, name }, before, after });
  file.change(change);
  await tellOfEndedCase(ctx, file, 'COLLECTION_ACCOUNT_CHANGED');
  const facts = { caseNumber, account: `${bank} ${name}` };
  await tellParties(ctx, file.row, { kind: 'COLLECTION_ACCOUNT_CHANGED', facts });
}

/** The row of a change in a case within reach. Refuses: `not-found`. */
async function getChangeRow(ctx: UserContext, changeId: string): Promise<ChangeRow> {
  const same = and(withinReach(ctx.actor), eq(collectionAccountChanges.id, changeId));
  const [found] = await selectChanges(ctx, same);
  requireFound(found, 'change of the collection account');
  return found.row;
}

/** One change. Refuses: `not-found`, `not-permitted`. */
export async function getAccountChange(ctx: UserContext, changeId: string): Promise<AccountChangeView> {
  const { id } = await getChangeRow(ctx, changeId);
  requireMay(ctx.actor, 'readCollectionAccountChange');
  return view(ctx, id);
}

/** Changes of the collection account of a case, newest first. Refuses: `not-found`, `not-permitted`. */
export async function listAccountChanges(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  requireMay(ctx.actor, 'listCollectionAccountChanges');
  const list = `collection-account-changes:${owner.id}`;
  const before = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const rows = await selectChanges(
    ctx,
    and(
      eq(collectionAccountChanges.courtCode, owner.courtCode),
      eq(collectionAccountChanges.caseId, owner.id),
      before === undefined ? undefined : lt(collectionAccountChanges.id, before),
    ),
  ).limit(query.limit + 1);
  const views = rows.map((row) => toView(ctx, row));
  return toPage(views, query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}
