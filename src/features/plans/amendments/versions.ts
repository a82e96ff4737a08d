import { and, eq, inArray } from 'drizzle-orm';
import { listChain } from '../../../law/amendment/versions.js';
import type { Context } from '../../../platform/context.js';
import { plans } from '../../../tables/plans.js';

export type VersionRow = typeof plans.$inferSelect;

/** The versions of a settlement that lead to a plan, oldest first, the plan itself last. */
export async function listVersions(
  ctx: Context,
  of: { readonly courtCode: string; readonly caseId: string },
  planId: string,
): Promise<readonly VersionRow[]> {
  const rows = await ctx.db
    .select()
    .from(plans)
    .where(
      and(
        eq(plans.courtCode, of.courtCode),
        eq(plans.caseId, of.caseId),
        inArray(plans.status, ['ACTIVE', 'SUPERSEDED', 'COMPLETED', 'ENDED']),
      ),
    );
  return listChain(rows, planId);
}
