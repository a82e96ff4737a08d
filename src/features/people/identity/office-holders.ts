import { and, asc, eq, sql } from 'drizzle-orm';
import type { Role } from '../../../law/people/roles.js';
import type { Context } from '../../../platform/context.js';
import { users } from '../../../tables/identity.js';

/** The active accounts of a court that hold one of these offices. */
export async function listOfficeHolders(ctx: Context, courtCode: string, roles: readonly Role[]): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.courtCode, courtCode),
        eq(users.status, 'ACTIVE'),
        sql`${users.roles} && array(select jsonb_array_elements_text(${JSON.stringify(roles)}::jsonb))::varchar[]`,
      ),
    )
    .orderBy(asc(users.id));
  return rows.map(({ id }) => id);
}
