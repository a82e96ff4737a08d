import { sql } from 'drizzle-orm';
import { check, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { civilDateColumn, idColumn } from './columns.js';
import { personKeys } from './person-keys.js';

/**
 * How many values a person has read whole on a day of the real clock (CP-05). What was read stands in the case's
 * chain.
 */
export const unmaskCounts = pgTable(
  'unmask_counts',
  {
    userId: idColumn('user_id').notNull(),
    countedOn: civilDateColumn('counted_on').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [
    primaryKey({ name: 'unmask_counts_pkey', columns: [table.userId, table.countedOn] }),
    ...personKeys('unmask_counts', table.userId),
    check('unmask_counts_count_positive', sql`${table.count} > 0`),
  ],
);
