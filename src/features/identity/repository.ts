import { eq } from 'drizzle-orm';
import type { UserActor } from '../../platform/context.js';
import type { Database } from '../../platform/database.js';
import { role, type Me } from './schema.js';
import { secondFactorOf } from './second-factor.js';
import { parties, userParties, users } from './table.js';

export type UserRow = typeof users.$inferSelect;

export async function findUserByName(db: Database, username: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.username, username));
  return row;
}

/** The acting user with roles and parties; undefined when there is no such active account. */
export async function findActor(db: Database, userId: string): Promise<UserActor | undefined> {
  const rows = await db
    .select({ user: users, partyId: userParties.partyId })
    .from(users)
    .leftJoin(userParties, eq(userParties.userId, users.id))
    .where(eq(users.id, userId));
  const user = rows[0]?.user;
  if (!user || user.status !== 'ACTIVE') return undefined;
  return {
    kind: 'USER',
    id: user.id,
    username: user.username,
    name: user.displayName,
    roles: role.array().parse(user.roles),
    courtCode: user.courtCode,
    partyIds: rows.flatMap((row) => row.partyId ?? []),
    isSample: user.isSample,
    secondFactor: secondFactorOf(user),
    sessionVersion: user.sessionVersion,
  };
}

export async function listPartiesOfUser(db: Database, userId: string): Promise<Me['parties']> {
  return db
    .select({ id: parties.id, name: parties.name })
    .from(userParties)
    .innerJoin(parties, eq(parties.id, userParties.partyId))
    .where(eq(userParties.userId, userId));
}
