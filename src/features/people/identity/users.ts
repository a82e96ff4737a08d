import { and, eq, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import { insertRows } from '../../../platform/bulk-insert.js';
import type { Database } from '../../../platform/database.js';
import { userParties, users } from '../../../tables/identity.js';
import { isName } from './user-names.js';

// The only writer of accounts: what ends a sign-in is decided here, so that no other place can forget it.

export type UserRow = typeof users.$inferSelect;
export type NewUser = typeof users.$inferInsert;

/** What the rights of an account are made of, and what its person is called. */
export type Rights = Pick<UserRow, 'username' | 'displayName' | 'email' | 'roles' | 'courtCode' | 'departmentCode'>;

/** Ends every token and session of an account: those of an earlier number open nothing any more. */
const endSignIns = {
  sessionVersion: sql`${users.sessionVersion} + 1`,
  sessionsEndedAt: sql`now()`,
  version: sql`${users.version} + 1`,
};

const noSecondFactor = { totpSecret: null, totpConfirmedAt: null, totpLastStep: null };

/** Adds an account. */
export async function addUser(db: Database, row: NewUser): Promise<void> {
  await db.insert(users).values(row);
}

/** Adds an account unless its name is there already. @returns the id of the account of that name */
export async function addUserOnce(db: Database, row: NewUser): Promise<string> {
  await db.insert(users).values(row).onConflictDoNothing();
  const [known] = await db.select({ id: users.id }).from(users).where(isName(users.username, row.username));
  return known?.id ?? row.id;
}

/** Lets an account act for a party besides those that it acts for. */
export async function addPartyOf(db: Database, userId: string, partyId: string): Promise<void> {
  await db.insert(userParties).values({ userId, partyId }).onConflictDoNothing();
}

/** Gives an account exactly these parties. */
export async function setPartiesOf(db: Database, userId: string, partyIds: readonly string[]): Promise<void> {
  await db.delete(userParties).where(eq(userParties.userId, userId));
  await insertRows(
    db,
    userParties,
    partyIds.map((partyId) => ({ userId, partyId })),
  );
}

/** Ends every token and session of an account. Law: CP-08. */
export async function endSignInsOf(db: Database, userId: string): Promise<void> {
  await db.update(users).set(endSignIns).where(eq(users.id, userId));
}

/** Changes the rights of an account; what was signed in with the old ones has ended. */
export async function changeRights(db: Database, userId: string, rights: Rights): Promise<void> {
  await db
    .update(users)
    .set({ ...rights, ...endSignIns })
    .where(eq(users.id, userId));
}

/** Puts a deactivated account back: it waits for its person to set a password, and has no second factor. */
export async function reinstate(db: Database, userId: string, rights: Rights): Promise<void> {
  await db
    .update(users)
    .set({ ...rights, status: 'INVITED', passwordHash: null, ...noSecondFactor, ...endSignIns })
    .where(eq(users.id, userId));
}

/** Takes an account out of use. */
export async function deactivate(db: Database, userId: string): Promise<void> {
  await db
    .update(users)
    .set({ status: 'DEACTIVATED', ...endSignIns })
    .where(eq(users.id, userId));
}

/** Takes an invited account into use without a password; one in any other state stays as it is. */
export async function takeInvitedIntoUse(db: Database, userId: string): Promise<void> {
  await db
    .update(users)
    .set({ status: 'ACTIVE', ...endSignIns })
    .where(and(eq(users.id, userId), eq(users.status, 'INVITED')));
}

/** Sets the password that a one-time link asked for; the account is in use. */
export async function setFirstPassword(db: Database, userId: string, passwordHash: string): Promise<void> {
  await db
    .update(users)
    .set({ passwordHash, status: 'ACTIVE', ...endSignIns })
    .where(eq(users.id, userId));
}

/** Sets another password; the caller ends what was signed in with the old one. */
export async function setPassword(db: Database, userId: string, passwordHash: string): Promise<void> {
  await db.update(users).set({ passwordHash }).where(eq(users.id, userId));
}

/** Keeps the sealed secret of a second factor that begins. @returns false when the account has one that counts */
export async function beginFactor(db: Database, userId: string, totpSecret: string): Promise<boolean> {
  const began = await db
    .update(users)
    .set({ totpSecret, totpLastStep: null })
    .where(and(eq(users.id, userId), isNull(users.totpConfirmedAt)))
    .returning({ id: users.id });
  return began.length > 0;
}

/** A first code has confirmed the second factor. */
export async function confirmFactor(db: Database, userId: string, at: Date): Promise<void> {
  await db.update(users).set({ totpConfirmedAt: at }).where(eq(users.id, userId));
}

/** Spends a time step of the second factor. @returns false when it, or a later one, was spent before */
export async function spendFactorStep(db: Database, userId: string, step: number): Promise<boolean> {
  const taken = await db
    .update(users)
    .set({ totpLastStep: step })
    .where(and(eq(users.id, userId), or(isNull(users.totpLastStep), lt(users.totpLastStep, step))))
    .returning({ id: users.id });
  return taken.length > 0;
}

/**
 * Takes the second factor of an account away, and the password with it: who knows the password alone must not be the
 * first to set up another. A one-time link sets both anew.
 */
export async function resetFactor(db: Database, userId: string): Promise<void> {
  await db
    .update(users)
    .set({ status: 'INVITED', passwordHash: null, ...noSecondFactor, ...endSignIns })
    .where(eq(users.id, userId));
}

/** Takes the second factor of the account with this name away. @returns the account; undefined when it has none */
export async function removeFactorByName(db: Database, username: string): Promise<UserRow | undefined> {
  const [user] = await db
    .update(users)
    .set({ ...noSecondFactor, ...endSignIns })
    .where(and(isName(users.username, username), isNotNull(users.totpConfirmedAt)))
    .returning();
  return user;
}

/** Stores the secret of a second factor sealed anew. */
export async function resealFactor(db: Database, userId: string, totpSecret: string): Promise<void> {
  await db.update(users).set({ totpSecret }).where(eq(users.id, userId));
}
