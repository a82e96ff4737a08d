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

/** Writes what is there already, and so tries whether there is room to write. */
export async function tryToWrite(db: Database): Promise<void> {
  await db.update(installations).set({ installedOn: sql`${installations.installedOn}` });
}
