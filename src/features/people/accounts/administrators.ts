import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../../../platform/database.js';
import { newId } from '../../../shared/ids.js';
import { courts } from '../../../tables/courts.js';
import { users } from '../../../tables/identity.js';
import { findWeakness, hashPassword } from '../identity/passwords.js';
import { USERNAME, USERNAME_FORM } from '../identity/schema.js';
import { isName } from '../identity/user-names.js';
import { addUser } from '../identity/users.js';

export interface NewAdministrator {
  readonly username: string;
  readonly displayName: string;
  readonly courtCode: string;
  readonly password: string;
  /** The two who grant rights together: one asks, the other approves (CP-01). */
  readonly role?: 'ADMIN' | 'SECURITY_ADMIN';
}

/**
 * Creates the first administrator of a court, or its first security administrator. Further users are granted in the
 * application, by these two together (CP-01).
 * @throws Error with one sentence: weak password, unknown court, name taken, or an administrator exists
 */
export async function createAdministrator(db: Database, wanted: NewAdministrator): Promise<string> {
  const { username, displayName, courtCode, password, role = 'ADMIN' } = wanted;
  if (!USERNAME.test(username)) throw new Error(`A user name has ${USERNAME_FORM}.`);
  const weakness = findWeakness(password, username);
  if (weakness !== undefined) throw new Error(`The password ${weakness}.`);
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    await tx.execute(sql`lock table users in share row exclusive mode`);
    const [court] = await tx.select().from(courts).where(eq(courts.code, courtCode));
    if (!court) throw new Error(`Court ${courtCode} is not in the table of courts.`);
    const [known] = await tx.select().from(users).where(isName(users.username, username));
    if (known) throw new Error(`The name ${username} is taken.`);
    const [administrator] = await tx
      .select()
      .from(users)
      .where(and(sql`${role} = any(${users.roles})`, eq(users.isSample, false), eq(users.courtCode, courtCode)));
    if (administrator)
      throw new Error(`There is an administrator already (${role}); further users are added in the application.`);
    const id = newId();
    await addUser(tx, {
      id,
      username,
      displayName,
      courtCode,
      passwordHash,
      managingCourtCode: courtCode,
      roles: [role],
      createdAt: new Date(),
    });
    return id;
  });
}
