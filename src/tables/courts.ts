import { foreignKey, pgTable, primaryKey, unique, varchar } from 'drizzle-orm/pg-core';
import { civilDateColumn, courtCode } from './columns.js';

/** Courts: number part of each case number (ID-03). */
export const courts = pgTable(
  'courts',
  {
    code: varchar('code', { length: 8 }).primaryKey(),
    name: varchar('name', { length: 100 }).notNull(),
    level: varchar('level', { length: 16 }).notNull(),
    parentCode: varchar('parent_code', { length: 8 }),
    /** From this day on no case is filed there. */
    closedOn: civilDateColumn('closed_on'),
  },
  (table) => [
    foreignKey({ name: 'courts_parent_code_fkey', columns: [table.parentCode], foreignColumns: [table.code] }),
    unique('courts_name_unique').on(table.name),
  ],
);

/** Departments that answer in joint reviews of a court (JR-01); a closed one is asked no more and keeps its name. */
export const departments = pgTable(
  'departments',
  {
    courtCode: courtCode(),
    code: varchar('code', { length: 32 }).notNull(),
    name: varchar('name', { length: 100 }).notNull(),
    closedOn: civilDateColumn('closed_on'),
  },
  (table) => [
    primaryKey({ name: 'departments_pkey', columns: [table.courtCode, table.code] }),
    foreignKey({ name: 'departments_court_code_fkey', columns: [table.courtCode], foreignColumns: [courts.code] }),
    unique('departments_name_unique').on(table.courtCode, table.name),
  ],
);
