import { and, asc, eq, gt } from 'drizzle-orm';
import { anyOf } from '../../../platform/any-of.js';
import { insertRows } from '../../../platform/bulk-insert.js';
import type { Context, UserContext } from '../../../platform/context.js';
import { cases } from '../../../tables/cases.js';
import { seizedAssets, seizures } from '../../../tables/seizures.js';
import { withinReach } from '../cases/repository.js';
import type { SeizureInput, SeizureView } from './schema.js';

export type SeizureRow = typeof seizures.$inferSelect;

export async function insertSeizure(ctx: Context, row: SeizureRow, assets: SeizureInput['assets']): Promise<void> {
  await ctx.db.insert(seizures).values(row);
  await insertRows(
    ctx.db,
    seizedAssets,
    assets.map((asset, index) => ({ ...asset, courtCode: row.courtCode, seizureId: row.id, no: index + 1 })),
  );
}

/** One seizure of a case within reach. */
export async function findSeizure(ctx: UserContext, seizureId: string): Promise<SeizureView | undefined> {
  const rows = await ctx.db
    .select({ row: seizures })
    .from(seizures)
    .innerJoin(cases, and(eq(cases.courtCode, seizures.courtCode), eq(cases.id, seizures.caseId)))
    .where(and(withinReach(ctx.actor), eq(seizures.id, seizureId)));
  const [view] = await withAssets(
    ctx,
    rows.map(({ row }) => row),
  );
  return view;
}

export async function listSeizures(
  ctx: Context,
  of: { courtCode: string; id: string },
  page: { after?: string | undefined; limit: number },
): Promise<SeizureView[]> {
  const ours = and(eq(seizures.courtCode, of.courtCode), eq(seizures.caseId, of.id));
  const rows = await ctx.db
    .select()
    .from(seizures)
    .where(page.after === undefined ? ours : and(ours, gt(seizures.id, page.after)))
    .orderBy(asc(seizures.id))
    .limit(page.limit);
  return withAssets(ctx, rows);
}

async function withAssets(ctx: Context, rows: readonly SeizureRow[]): Promise<SeizureView[]> {
  const [first] = rows;
  if (!first) return [];
  const ids = rows.map((row) => row.id);
  const assets = await ctx.db
    .select()
    .from(seizedAssets)
    .where(and(eq(seizedAssets.courtCode, first.courtCode), anyOf(seizedAssets.seizureId, ids)))
    .orderBy(asc(seizedAssets.no));
  return rows.map((row) =>
    toView(
      row,
      assets.filter((asset) => asset.seizureId === row.id),
    ),
  );
}

function toView(row: SeizureRow, assets: SeizureView['assets']): SeizureView {
  return {
    id: row.id,
    caseId: row.caseId,
    mode: row.mode,
    kind: row.kind,
    assetKind: row.assetKind,
    status: row.status,
    rank: row.rank,
    ruling: { number: row.rulingNumber, judge: row.rulingJudge, ruledOn: row.ruledOn },
    from: row.fromOn,
    to: row.toOn,
    custodian: { kind: row.custodianKind, name: row.custodianName },
    usePermitted: row.usePermitted,
    useConditions: row.useConditions,
    assets,
    version: row.version,
    createdAt: row.createdAt,
  };
}
