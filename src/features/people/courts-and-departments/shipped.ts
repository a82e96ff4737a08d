import { COURTS } from '../../../../drizzle/reference-data/courts.js';
import type { Database } from '../../../platform/database.js';
import { courts } from '../../../tables/courts.js';

/** Writes the courts that the product ships; those that are there stay as they are. Law: ID-03. */
export async function shipCourts(db: Database): Promise<void> {
  await db
    .insert(courts)
    .values(COURTS.map((court) => ({ ...court })))
    .onConflictDoNothing();
}
