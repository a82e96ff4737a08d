import { eq, type SQL } from 'drizzle-orm';
import { flush, inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { Heed } from '../../../platform/heed.js';
import { requireFound } from '../../../shared/require.js';
import { type CaseRow, cases } from '../../../tables/cases.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { openCase } from './open-case.js';
import * as repository from './repository.js';
import type { CaseChanges, CaseListQuery, CaseView } from './schema.js';
import { sealCollectionNumber } from './sensitive-fields.js';

/** The case within reach. Refuses: `not-found`. */
export async function getCaseRow(ctx: UserContext, caseId: string): Promise<CaseRow> {
  const row = await repository.findCase(ctx, caseId);
  requireFound(row, 'case');
  return row;
}

export async function getCase(ctx: UserContext, caseId: string): Promise<CaseView> {
  const row = await getCaseRow(ctx, caseId);
  return repository.viewCase(ctx, row.courtCode, row.id);
}

/** A collection account as its event digests it: nobody can try out numbers against the digest. */
function digestible(row: Pick<CaseRow, 'collectionBank' | 'collectionName' | 'collectionNumberIndex'>) {
  const { collectionBank: bank, collectionName: name, collectionNumberIndex: number } = row;
  return bank === null ? null : { bank, name, number };
}

/**
 * Changes the collection account of a case.
 * @param heed - compares the version that the caller has changed
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `field-keys-missing`.
 */
export function changeCase(ctx: UserContext, caseId: string, changes: CaseChanges, heed: Heed): Promise<CaseView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const { row } = file;
    requireMay(tx.actor, 'changeCase');
    heed(row.version);
    const { bank, name, number } = changes.collectionAccount;
    const change = {
      collectionBank: bank,
      collectionName: name,
      ...sealCollectionNumber(tx, row.id, number),
      collectionNumberUnsealed: null,
    };
    const [before, after] = [digestible(row), digestible(change)];
    file.record({ type: 'COLLECTION_ACCOUNT_CHANGED', data: { bank, name }, before, after });
    file.change(change);
    await flush(tx);
    return repository.viewCase(tx, row.courtCode, row.id);
  });
}

/** One page of the cases within reach, newest filing first unless asked otherwise. */
export async function listCases(ctx: UserContext, query: CaseListQuery) {
  const { limit, cursor, courtCode, state, colour, caseNumber, sort } = query;
  const list = `cases:${JSON.stringify({ courtCode, state, colour, caseNumber, sort })}`;
  const conditions: SQL[] = [];
  if (courtCode) conditions.push(eq(cases.courtCode, courtCode));
  if (state) conditions.push(eq(cases.state, state));
  if (colour) conditions.push(eq(cases.colour, colour));
  if (caseNumber) conditions.push(eq(cases.caseNumber, caseNumber));
  const rows = await repository.listCases(ctx, {
    conditions,
    newestFirst: sort === '-filedOn',
    after: cursor === undefined ? undefined : ctx.cursors.read(list, cursor),
    limit,
  });
  return toPage(rows, limit, (last) => ctx.cursors.sign(list, [last.filedOn, last.id]));
}
