import { eq, type SQL } from 'drizzle-orm';
import { type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import { requireFound } from '../../../shared/require.js';
import { type CaseRow, cases } from '../../../tables/cases.js';
import * as repository from './repository.js';
import type { CaseListQuery, CaseView } from './schema.js';

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
