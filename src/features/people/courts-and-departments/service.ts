import type { UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { requireFound } from '../../../shared/require.js';
import type { courts } from '../../../tables/courts.js';
import { findCourt, findDepartment, listCourtRows, listDepartmentRows } from './repository.js';
import { courtView, type CourtView, type DepartmentView } from './schema.js';

const viewCourt = ({ code, name, level, parentCode, closedOn }: typeof courts.$inferSelect): CourtView => ({
  code,
  name,
  level: courtView.shape.level.parse(level),
  parentCode,
  closedOn,
});

/** The list of courts, closed ones too, by code. */
export async function listCourts(ctx: UserContext, query: PageQuery) {
  const after = query.cursor === undefined ? undefined : ctx.cursors.read('courts', query.cursor)[0];
  const rows = await listCourtRows(ctx, { after, limit: query.limit + 1 });
  return toPage(rows.map(viewCourt), query.limit, (last) => ctx.cursors.sign('courts', [last.code]));
}

/** One court of the list. Refuses: `not-found`. */
export async function getCourt(ctx: UserContext, code: string): Promise<CourtView> {
  const row = await findCourt(ctx, code);
  requireFound(row, 'court', 'The list has no such court.');
  return viewCourt(row);
}

/** Departments of the caller's court, closed ones too, by code; people of a party have none. */
export async function listDepartments(ctx: UserContext, query: PageQuery) {
  const after = query.cursor === undefined ? undefined : ctx.cursors.read('departments', query.cursor)[0];
  const rows = await listDepartmentRows(ctx, ctx.actor.courtCode ?? '', { after, limit: query.limit + 1 });
  return toPage(rows, query.limit, (last) => ctx.cursors.sign('departments', [last.code]));
}

/** One department of the caller's court. Refuses: `not-found`. */
export async function getDepartment(ctx: UserContext, code: string): Promise<DepartmentView> {
  const row = await findDepartment(ctx, ctx.actor.courtCode ?? '', code);
  requireFound(row, 'department', 'Your court has no such department.');
  return row;
}
