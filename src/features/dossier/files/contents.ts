import { createHash } from 'node:crypto';
import type { Database } from '../../../platform/database.js';
import { fileContents } from '../../../tables/files.js';

/**
 * Stores bytes under their digests, once however often they come.
 * @returns the digests, hexadecimal
 * Law: EV-01.
 */
export async function storeContent(db: Database, bytes: Buffer): Promise<{ sha256: string; sm3: string }> {
  const digest = (algorithm: 'sha256' | 'sm3') => createHash(algorithm).update(bytes).digest('hex');
  const digests = { sha256: digest('sha256'), sm3: digest('sm3') };
  await db
    .insert(fileContents)
    .values({ ...digests, size: bytes.length, bytes })
    .onConflictDoNothing();
  return digests;
}
