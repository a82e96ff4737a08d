import type { JWK } from 'jose';
import type { Database } from './database.js';
import { installations } from '../tables/installation.js';

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
