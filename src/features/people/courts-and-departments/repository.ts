import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { type CourtPlace } from '../../../law/filing/court-codes.js';
import type { Context } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { courts, departments } from '../../../tables/courts.js';

/** Courts in the order of their codes. */
export function listCourtRows(ctx: Context, page: { readonly after: string | undefined; readonly limit: number }) {
  return ctx.db
    .select()
    .from(courts)
    .where(page.after === undefined ? undefined : gt(courts.code, page.after))
    .orderBy(asc(courts.code))
    .limit(page.limit);
}

/** A court, closed or not. */
export async function findCourt(ctx: Context, code: string) {
  const [row] = await ctx.db.select().from(courts).where(eq(courts.code, code));
  return row;
}

/** Departments of a court in the order of their codes. */
export function listDepartmentRows(
  ctx: Context,
  courtCode: string,
  page: { readonly after: string | undefined; readonly limit: number },
) {
  const ours = eq(departments.courtCode, courtCode);
  return ctx.db
    .select()
    .from(departments)
    .where(page.after === undefined ? ours : and(ours, gt(departments.code, page.after)))
    .orderBy(asc(departments.code))
    .limit(page.limit);
}

/** A department of a court, closed or not. */
export async function findDepartment(ctx: Context, courtCode: string, code: string) {
  const [row] = await ctx.db
    .select()
    .from(departments)
    .where(and(eq(departments.courtCode, courtCode), eq(departments.code, code)));
  return row;
}

/** Whether a court has a department of this code that is not closed. */
export async function hasOpenDepartment(ctx: Context, courtCode: string, code: string): Promise<boolean> {
  return (await findDepartment(ctx, courtCode, code))?.closedOn === null;
}

/** Codes of the courts in which cases are filed. */
export async function listOpenCourtCodes(ctx: Context): Promise<string[]> {
  const rows = await ctx.db.select({ code: courts.code }).from(courts).where(isNull(courts.closedOn));
  return rows.map(({ code }) => code);
}

/** Adds a court to the list. */
export async function addCourt(ctx: Context, court: CourtPlace & { readonly code: string; readonly name: string }) {
  await ctx.db.insert(courts).values(court);
}

/** Adds a department to those of a court. */
export async function addDepartment(
  ctx: Context,
  department: { readonly courtCode: string; readonly code: string; readonly name: string },
): Promise<void> {
  await ctx.db.insert(departments).values(department);
}

/** Gives a court another name, or closes it. */
export async function changeCourt(
  ctx: Context,
  code: string,
  change: { readonly name: string } | { readonly closedOn: CivilDate },
): Promise<void> {
  await ctx.db.update(courts).set(change).where(eq(courts.code, code));
}

/** Gives a department another name, or closes it. */
export async function changeDepartment(
  ctx: Context,
  courtCode: string,
  code: string,
  change: { readonly name: string } | { readonly closedOn: CivilDate },
): Promise<void> {
  await ctx.db
    .update(departments)
    .set(change)
    .where(and(eq(departments.courtCode, courtCode), eq(departments.code, code)));
}
