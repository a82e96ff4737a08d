import { and, asc, eq, sql } from 'drizzle-orm';
import { COURT_ROLES, SUPERVISING_ROLES, type Role } from '../../../law/people/roles.js';
import type { UserActor } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import { parties, userIdentities, userParties, users } from '../../../tables/identity.js';
import type { ExternalIdentity } from './issuer.js';
import { type Me, role } from './schema.js';
import { secondFactorOf } from './second-factor.js';
import { isName } from './user-names.js';

export type UserRow = typeof users.$inferSelect;

export async function findUserByName(db: Database, username: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(isName(users.username, username));
  return row;
}

export async function findUserById(db: Database, userId: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.id, userId));
  return row;
}

/**
 * Courts whose cases an office lets read: the own one, and for a supervising role every court below it.
 * Law: contract section 2 (reach by court tree).
 */
export async function listCourts(db: Database, courtCode: string | null, roles: readonly Role[]): Promise<string[]> {
  if (courtCode === null || !roles.some((one) => COURT_ROLES.includes(one))) return [];
  if (!roles.some((one) => SUPERVISING_ROLES.includes(one))) return [courtCode];
  const rows = await db.execute<{ code: string }>(sql`
    with recursive tree as (
      select ${courtCode}::varchar as code
      union select c.code from courts c join tree on c.parent_code = tree.code)
    select code from tree`);
  return rows.map(({ code }) => code);
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
  const roles = role.array().parse(user.roles);
  return {
    kind: 'USER',
    id: user.id,
    username: user.username,
    name: user.displayName,
    roles,
    courtCode: user.courtCode,
    departmentCode: roles.includes('DEPARTMENT') ? user.departmentCode : null,
    courts: await listCourts(db, user.courtCode, roles),
    partyIds: rows.flatMap((row) => row.partyId ?? []),
    isSample: user.isSample,
    secondFactor: secondFactorOf(user),
    sessionVersion: user.sessionVersion,
    sessionsEndedAt: user.sessionsEndedAt,
  };
}

export async function listPartiesOfUser(db: Database, userId: string): Promise<Me['parties']> {
  return db
    .select({ id: parties.id, name: parties.name })
    .from(userParties)
    .innerJoin(parties, eq(parties.id, userParties.partyId))
    .where(eq(userParties.userId, userId));
}

/** The account that an identity at an issuer goes with. */
export async function findUserByIdentity(db: Database, identity: ExternalIdentity): Promise<UserRow | undefined> {
  const { issuer, subject } = identity;
  const [row] = await db
    .select({ user: users })
    .from(userIdentities)
    .innerJoin(users, eq(users.id, userIdentities.userId))
    .where(and(eq(userIdentities.issuer, issuer), eq(userIdentities.subject, subject)));
  return row?.user;
}

/** Who somebody is at an issuer; null for nobody there. */
export async function findIdentityOf(db: Database, userId: string): Promise<ExternalIdentity | null> {
  const { issuer, subject } = userIdentities;
  const [row] = await db.select({ issuer, subject }).from(userIdentities).where(eq(userIdentities.userId, userId));
  return row ?? null;
}

/** Sample accounts of this installation, in the order in which they were made. */
export async function listSampleAccounts(db: Database): Promise<Pick<UserRow, 'username' | 'displayName'>[]> {
  return db
    .select({ username: users.username, displayName: users.displayName })
    .from(users)
    .where(eq(users.isSample, true))
    .orderBy(asc(users.createdAt), asc(users.id));
}
