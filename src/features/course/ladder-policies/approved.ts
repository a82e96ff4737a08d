import { and, asc, eq } from 'drizzle-orm';
import type { LadderPolicy } from '../../../law/course/ladder-policy.js';
import type { Context } from '../../../platform/context.js';
import { escalationPolicies } from '../../../tables/ladder-policies.js';

/** Approved policies of a court in the order of their approval. */
export async function listApproved(ctx: Context, courtCode: string): Promise<LadderPolicy[]> {
  const rows = await ctx.db
    .select({ effectiveOn: escalationPolicies.effectiveOn, offsets: escalationPolicies.offsets })
    .from(escalationPolicies)
    .where(and(eq(escalationPolicies.courtCode, courtCode), eq(escalationPolicies.status, 'APPROVED')))
    .orderBy(asc(escalationPolicies.decidedAt), asc(escalationPolicies.id));
  return rows.flatMap(({ effectiveOn, offsets }) => (effectiveOn === null ? [] : [{ effectiveOn, offsets }]));
}
