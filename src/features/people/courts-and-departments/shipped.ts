import { COURTS } from '../../../../drizzle/reference-data/courts.js';
import type { Database } from '../../../platform/database.js';
import { courts, departments } from '../../../tables/courts.js';

/** Writes the courts that the product ships; those that are there stay as they are. Law: ID-03. */
export async function shipCourts(db: Database): Promise<void> {
  await db
    .insert(courts)
    .values(COURTS.map((court) => ({ ...court })))
    .onConflictDoNothing();
}

/** Writes departments of courts; those that are there stay as they are. */
export async function addDepartments(
  db: Database,
  rows: readonly { readonly courtCode: string; readonly code: string; readonly name: string }[],
): Promise<void> {
  await db
    .insert(departments)
    .values(rows.map((one) => ({ ...one })))
    .onConflictDoNothing();
}
