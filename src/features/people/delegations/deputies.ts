import { and, eq, gte, isNull, lte, type SQL } from 'drizzle-orm';
import { anyOf } from '../../../platform/any-of.js';
import type { Context, UserActor } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { Problem } from '../../../shared/problems.js';
import { cutText } from '../../../shared/text.js';
import { delegations } from '../../../tables/delegations.js';
import { users } from '../../../tables/identity.js';
import { findActor, listCourts } from '../identity/repository.js';

/** Names in events. */
const NAME_LENGTH_MAX = 100;

/** Condition: approved, not ended, and of this day. */
export function inForceOn(day: CivilDate): SQL | undefined {
  return and(
    eq(delegations.status, 'APPROVED'),
    isNull(delegations.endedAt),
    lte(delegations.fromOn, day),
    gte(delegations.toOn, day),
  );
}

/**
 * The actor as he exercises the office of an absent colleague: those roles and nothing of his own, while both stand
 * behind whatever he does.
 * Refuses: `not-permitted` without a delegation in force today; for a machine, which is nobody's deputy.
 * Law: CP-01.
 */
export async function actForAbsent(
  db: Database,
  actor: UserActor,
  principalId: string,
  today: CivilDate,
): Promise<UserActor> {
  const refused = new Problem('not-permitted', { detail: 'Acting-For names nobody for whom you act today.' });
  if (actor.apiKey !== undefined) throw refused;
  const rows = await db
    .select({ courtCode: delegations.courtCode, roles: delegations.roles })
    .from(delegations)
    .where(and(eq(delegations.deputyId, actor.id), eq(delegations.principalId, principalId), inForceOn(today)));
  const principal = rows.length > 0 ? await findActor(db, principalId) : undefined;
  // Both have to be people of that court still, and the office still be the absent person's.
  const given = rows.filter(({ courtCode }) => courtCode === actor.courtCode && courtCode === principal?.courtCode);
  const roles = principal?.roles.filter((role) => given.some((row) => row.roles.includes(role))) ?? [];
  if (!principal || roles.length === 0) throw refused;
  return {
    ...actor,
    name: cutText(`${actor.name}（代${principal.name}）`, NAME_LENGTH_MAX),
    roles,
    courts: await listCourts(db, actor.courtCode, roles),
    partyIds: [],
    departmentCode: null,
    actsFor: { id: principal.id, name: principal.name },
  };
}

/** For whom the caller acts today. */
export async function listPrincipals(ctx: Context<UserActor>): Promise<{ id: string; name: string }[]> {
  return ctx.db
    .selectDistinct({ id: users.id, name: users.displayName })
    .from(delegations)
    .innerJoin(users, eq(users.id, delegations.principalId))
    .where(and(eq(delegations.deputyId, ctx.actor.id), eq(users.status, 'ACTIVE'), inForceOn(ctx.today)))
    .orderBy(users.displayName);
}

/** Who acts today for which of these people. */
export async function listDeputies(ctx: Context, principalIds: readonly string[]) {
  if (principalIds.length === 0) return [];
  return ctx.db
    .selectDistinct({ principalId: delegations.principalId, deputyId: delegations.deputyId })
    .from(delegations)
    .where(and(anyOf(delegations.principalId, principalIds), inForceOn(ctx.today)));
}
