import { sql } from 'drizzle-orm';
import { KNOWN_STEPS } from '../../../law/states/all.js';
import { insertRows } from '../../../platform/bulk-insert.js';
import type { Database } from '../../../platform/database.js';
import { stateSteps } from '../../../tables/state-steps.js';

const asText = (thing: string, from: string, to: string) => `${thing}: ${from} > ${to}`;

/** Whether the triggers know the steps that this version knows, and no others. */
export async function areStepsKnown(db: Database): Promise<boolean> {
  const stored = await db.select().from(stateSteps);
  const known = new Set(KNOWN_STEPS.map(({ thing, from, to }) => asText(thing, from, to)));
  return (
    stored.length === known.size &&
    stored.every(({ thing, fromState, toState }) => known.has(asText(thing, fromState, toState)))
  );
}

/**
 * Lets the triggers know the steps of this version; the owner alone may.
 * Law: EV-02; section 4.4 of the domain specification.
 */
export async function writeStateSteps(db: Database): Promise<void> {
  if (await areStepsKnown(db)) return;
  await db.transaction(async (tx) => {
    await tx.execute(sql`lock table state_steps in share row exclusive mode`);
    await tx.delete(stateSteps);
    await insertRows(
      tx,
      stateSteps,
      KNOWN_STEPS.map(({ thing, from, to }) => ({ thing, fromState: from, toState: to })),
    );
  });
}
