import { and, sql } from 'drizzle-orm';
import { anyOf } from '../../../platform/any-of.js';
import { unitOf, type UserContext } from '../../../platform/context.js';
import { cases } from '../../../tables/cases.js';
import { OpenFiles } from './open-files.js';
import { withinReach } from './repository.js';

/** Ids of the cases that the person of the running transaction was found to reach in it, or has filed. */
export const listReached = (ctx: UserContext): readonly string[] => unitOf(ctx).part(OpenFiles).listReached();

/** Whether the caller reaches each of these cases now. */
export async function reachesAll({ db, actor }: UserContext, caseIds: readonly string[]): Promise<boolean> {
  const wanted = [...new Set(caseIds)];
  if (wanted.length === 0) return true;
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(cases)
    .where(and(withinReach(actor), anyOf(cases.id, wanted)));
  return row?.count === wanted.length;
}
