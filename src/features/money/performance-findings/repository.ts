import { and, desc, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Context } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { invariant } from '../../../shared/require.js';
import { users } from '../../../tables/identity.js';
import { performanceFindings } from '../../../tables/performance-findings.js';
import { waivedParts } from '../../../tables/performance-json.js';
import type { FindingView } from './schema.js';

export type FindingRow = typeof performanceFindings.$inferSelect;

interface CaseKey {
  readonly courtCode: string;
  readonly id: string;
}

const ofCase = ({ courtCode, id }: CaseKey) =>
  and(eq(performanceFindings.courtCode, courtCode), eq(performanceFindings.caseId, id));

/** The finding that stands; undefined where all is not found paid. */
export async function findStanding(ctx: Context, owner: CaseKey): Promise<FindingRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(performanceFindings)
    .where(and(ofCase(owner), isNull(performanceFindings.setAsideOn)));
  return row;
}

/** Stores what the court has found. */
export async function insertFinding(ctx: Context, row: FindingRow): Promise<void> {
  await ctx.db.insert(performanceFindings).values(row);
}

/** Notes that a finding stands no more, and why. */
export async function saveSetAside(
  ctx: Context,
  row: FindingRow,
  aside: { readonly on: CivilDate; readonly reason: string; readonly by: string },
): Promise<void> {
  await ctx.db
    .update(performanceFindings)
    .set({ setAsideOn: aside.on, setAsideReason: aside.reason, setAsideBy: aside.by })
    .where(and(eq(performanceFindings.courtCode, row.courtCode), eq(performanceFindings.id, row.id)));
}

const setters = alias(users, 'setters');

/** What the court has found in a case, newest first. */
export async function listFindings(ctx: Context, owner: CaseKey): Promise<FindingView[]> {
  const rows = await ctx.db
    .select({ row: performanceFindings, name: users.displayName, setterName: setters.displayName })
    .from(performanceFindings)
    .innerJoin(users, eq(users.id, performanceFindings.foundBy))
    .leftJoin(setters, eq(setters.id, performanceFindings.setAsideBy))
    .where(ofCase(owner))
    .orderBy(desc(performanceFindings.id));
  return rows.map(({ row, name, setterName }) => ({
    id: row.id,
    foundOn: row.foundOn,
    paidBy: row.paidBy,
    planId: row.planId,
    waived: waivedParts.decode(row.waived),
    shadowFen: row.shadowFen,
    reason: row.reason,
    fileIds: row.fileIds,
    foundBy: { id: row.foundBy, name },
    setAside: asideOf(row, setterName),
  }));
}

function asideOf(row: FindingRow, setterName: string | null): FindingView['setAside'] {
  const { setAsideOn: on, setAsideReason: reason, setAsideBy: by } = row;
  if (on === null) return null;
  invariant(reason !== null && by !== null, 'A finding was set aside by nobody');
  return { on, reason, by: { id: by, name: setterName ?? '' } };
}
