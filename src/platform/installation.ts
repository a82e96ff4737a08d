import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { type CivilDate, civilDateInZone } from '../shared/civil-date.js';
import { installations } from '../tables/installation.js';
import { COURT_TIME_ZONE } from './clock.js';
import type { Database } from './database.js';

/** Keys and names of this installation, read once at start. */
export interface Installation {
  readonly instanceId: string;
  readonly cursorKey: Buffer;
  readonly sessionKey: Buffer;
  readonly tokenKey: JWK;
  readonly simulatedOn: string | null;
  readonly sampleDataLoaded: string | null;
}

/** @throws Error when the database has not been migrated */
export async function readInstallation(db: Database): Promise<Installation> {
  const [row] = await db.select().from(installations);
  if (!row) throw new Error('The database has no installation row; run the migrations first');
  return row;
}

/** Makes the names and keys of a new installation; one that is there stays as it is. */
export async function makeInstallation(db: Database): Promise<void> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  await db
    .insert(installations)
    .values({
      instanceId: randomUUID(),
      cursorKey: randomBytes(32),
      tokenKey: await exportJWK(privateKey),
      sessionKey: randomBytes(32),
      installedOn: civilDateInZone(new Date(), COURT_TIME_ZONE),
    })
    .onConflictDoNothing();
}

/** Notes what was loaded into a new installation, and the day on which its simulated clock stands. */
export async function noteLoading(
  db: Database,
  loaded: { readonly simulatedOn: CivilDate | null; readonly sampleDataLoaded: 'load' | 'accounts' | null },
): Promise<void> {
  await db.update(installations).set(loaded);
}

/** Rows of some megabytes in all, far more than fits into the memory that a statement gets here. */
const ROWS_ON_DISK = 100_000;

/**
 * Tries whether there is room to write: for a file that grows, and for a commit. What is written first is taken away by
 * the database itself, the second is there already; a small change alone would fit into what the files have spare.
 * @throws when there is no room
 */
export function tryToWrite(db: Database): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`set local work_mem = '64kB'`);
    await tx.execute(sql`select count(*) from generate_series(1, ${ROWS_ON_DISK}::int)`);
    await tx.update(installations).set({ installedOn: sql`${installations.installedOn}` });
  });
}
