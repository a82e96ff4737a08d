import { sql } from 'drizzle-orm';
import { boolean, check, pgTable, smallint, uniqueIndex, uuid, varchar, type AnyPgColumn } from 'drizzle-orm/pg-core';
import { newId } from '../shared/ids.js';
import { civilDateColumn, idColumn, momentColumn } from './columns.js';

/** How far an entry into a table of days or rates has come. Only RELEASED rows count. */
export const REFERENCE_STATUSES = ['ENTERED', 'RELEASED', 'REJECTED', 'SUPERSEDED'] as const;
/**
 * Who entered a row of a reference table and who decided on it (CP-01). Rows that the product ships are released and
 * name nobody. Nothing is deleted: a correction is a new row, and its release supersedes the old one.
 */
const entryColumns = () => ({
  id: idColumn()
    .primaryKey()
    .$defaultFn(() => newId()),
  status: varchar('status', { length: 16, enum: REFERENCE_STATUSES }).notNull().default('RELEASED'),
  /** Where the figures can be read, as the one who entered them says. */
  source: varchar('source', { length: 500 }),
  enteredBy: uuid('entered_by'),
  enteredAt: momentColumn('entered_at'),
  decidedBy: uuid('decided_by'),
  decidedAt: momentColumn('decided_at'),
  reason: varchar('reason', { length: 500 }),
});
/** Checks of `entryColumns`: a known status, and four eyes behind every release of an entry. */
function entryChecks(name: string, table: { status: AnyPgColumn; enteredBy: AnyPgColumn; decidedBy: AnyPgColumn }) {
  const known = sql.raw(REFERENCE_STATUSES.map((status) => `'${status}'`).join(','));
  const { status, enteredBy, decidedBy } = table;
  return [
    check(`${name}_status_known`, sql`${status} in (${known})`),
    check(
      `${name}_four_eyes`,
      sql`${enteredBy} is null or ${status} in ('ENTERED','REJECTED') or coalesce(${decidedBy} <> ${enteredBy}, false)`,
    ),
  ];
}
/** Years of the working-day calendar (HO-01), one row per entered notice. */
export const calendarYears = pgTable(
  'calendar_years',
  {
    ...entryColumns(),
    year: smallint('year').notNull(),
    notice: varchar('notice', { length: 100 }).notNull(),
    offDays: civilDateColumn('off_days').array().notNull(),
    makeupWorkdays: civilDateColumn('makeup_workdays').array().notNull(),
  },
  (table) => [
    ...entryChecks('calendar_years', table),
    uniqueIndex('calendar_years_one_released')
      .on(table.year)
      .where(sql`${table.status} = 'RELEASED'`),
    uniqueIndex('calendar_years_one_entered')
      .on(table.year)
      .where(sql`${table.status} = 'ENTERED'`),
  ],
);
/** Announcements of the loan prime rate (IN-12). Percent per year, exact decimals. */
export const lendingRates = pgTable(
  'lending_rates',
  {
    ...entryColumns(),
    announcedOn: civilDateColumn('announced_on').notNull(),
    lpr1Y: varchar('lpr_1y', { length: 10 }).notNull(),
    lpr5Y: varchar('lpr_5y', { length: 10 }).notNull(),
    /** False between a release and the moment when the last stored allocation that rests on it was redone (IN-06). */
    settled: boolean('settled').notNull().default(true),
  },
  (table) => [
    ...entryChecks('lending_rates', table),
    uniqueIndex('lending_rates_one_released')
      .on(table.announcedOn)
      .where(sql`${table.status} = 'RELEASED'`),
    uniqueIndex('lending_rates_one_entered')
      .on(table.announcedOn)
      .where(sql`${table.status} = 'ENTERED'`),
  ],
);
