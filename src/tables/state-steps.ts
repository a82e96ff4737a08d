import { pgTable, primaryKey, varchar } from 'drizzle-orm/pg-core';

/**
 * Steps between states that the law knows (`src/law/states`), for the triggers that refuse any other. Written with each
 * migration; `from_state` is empty where a thing begins.
 */
export const stateSteps = pgTable(
  'state_steps',
  {
    thing: varchar('thing', { length: 32 }).notNull(),
    fromState: varchar('from_state', { length: 32 }).notNull(),
    toState: varchar('to_state', { length: 32 }).notNull(),
  },
  (table) => [primaryKey({ name: 'state_steps_pkey', columns: [table.thing, table.fromState, table.toState] })],
);
