import { foreignKey, pgTable, unique, varchar } from 'drizzle-orm/pg-core';

/** Courts: number part of each case number (ID-03). */
export const courts = pgTable(
  'courts',
  {
    code: varchar('code', { length: 8 }).primaryKey(),
    name: varchar('name', { length: 100 }).notNull(),
    level: varchar('level', { length: 16 }).notNull(),
    parentCode: varchar('parent_code', { length: 8 }),
  },
  (table) => [
    foreignKey({ name: 'courts_parent_code_fkey', columns: [table.parentCode], foreignColumns: [table.code] }),
    unique('courts_name_unique').on(table.name),
  ],
);
