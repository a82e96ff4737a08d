import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../../platform/database.js';
import { courts } from '../../platform/table.js';
import { newId } from '../../shared/ids.js';
import { hashPassword } from './passwords.js';
import { users } from './table.js';

const USERNAME = /^[A-Za-z0-9][A-Za-z0-9._-]{2,49}$/;
/** Least length of a password (CP-08). */
const PASSWORD_LENGTH_LEAST = 12;

export interface NewAdministrator {
  readonly username: string;
  readonly displayName: string;
  readonly courtCode: string;
  readonly password: string;
}

/**
 * Creates the first administrator of a database. Further users are granted in the application, by two people (CP-01).
 * @throws Error with one sentence: weak password, unknown court, name taken, or an administrator exists
 */
export async function createAdministrator(db: Database, wanted: NewAdministrator): Promise<string> {
  const { username, displayName, courtCode, password } = wanted;
  if (!USERNAME.test(username))
    throw new Error('A user name has 3 to 50 letters, digits, dots, hyphens or underscores.');
  if (password.length < PASSWORD_LENGTH_LEAST)
    throw new Error(`The password needs at least ${PASSWORD_LENGTH_LEAST} characters.`);
  if (password.toLowerCase().includes(username.toLowerCase()))
    throw new Error('The password must not contain the user name.');
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    await tx.execute(sql`lock table users in share row exclusive mode`);
    const [court] = await tx.select().from(courts).where(eq(courts.code, courtCode));
    if (!court) throw new Error(`Court ${courtCode} is not in the table of courts.`);
    const [known] = await tx.select().from(users).where(eq(users.username, username));
    if (known) throw new Error(`The name ${username} is taken.`);
    const [administrator] = await tx
      .select()
      .from(users)
      .where(and(sql`'ADMIN' = any(${users.roles})`, eq(users.isSample, false)));
    if (administrator)
      throw new Error('There is an administrator already; further users are added in the application.');
    const id = newId();
    await tx
      .insert(users)
      .values({ id, username, displayName, courtCode, passwordHash, roles: ['ADMIN'], createdAt: new Date() });
    return id;
  });
}
