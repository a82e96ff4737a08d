import { sql } from 'drizzle-orm';
import { bigint, check, customType, date, timestamp, uuid, varchar, type AnyPgColumn } from 'drizzle-orm/pg-core';

/** Something entered by one person and decided on by another (CP-01). A decided entry never changes. */
export const ENTRY_STATUSES = ['ENTERED', 'APPROVED', 'REJECTED'] as const;

/** Code of the court that owns the row; the first column of each key of a case-owned table. */
export const courtCode = () => varchar('court_code', { length: 8 }).notNull();

/** Identifier made by us (UUIDv7), never by the database. */
export const idColumn = (name = 'id') => uuid(name);

/** Bytes as they are. */
export const bytesColumn = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** Files that prove what the row says (EV-01); each is attached to the case in `case_files`. */
export const fileIdsColumn = () => uuid('file_ids').array().notNull().default([]);

/** Who entered something and why, and who else decided on it (CP-01); the foreign keys are the table's own. */
export const fourEyesColumns = () => ({
  reason: varchar('reason', { length: 500 }).notNull(),
  enteredBy: uuid('entered_by').notNull(),
  enteredAt: momentColumn('entered_at').notNull(),
  decidedBy: uuid('decided_by'),
  decidedAt: momentColumn('decided_at'),
  decisionReason: varchar('decision_reason', { length: 500 }),
});

/**
 * The same of an entry that belongs to a case, where both act for absent colleagues at times; they decide on it no more
 * than their deputies.
 */
export const caseEntryColumns = () => ({
  status: varchar('status', { length: 16, enum: ENTRY_STATUSES }).notNull(),
  ...fourEyesColumns(),
  enteredFor: uuid('entered_for'),
  decidedFor: uuid('decided_for'),
});

/** Money: whole fen. */
export const fenColumn = (name: string) => bigint(name, { mode: 'bigint' });

/** A civil date, `YYYY-MM-DD`. */
export const civilDateColumn = (name: string) => date(name, { mode: 'string' });

/** A moment, to the millisecond. */
export const momentColumn = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** Check: an amount lies in 0..10^15 fen. */
export function fenCheck(name: string, column: AnyPgColumn, least: 0 | 1 = 0) {
  return check(name, sql`${column} between ${sql.raw(String(least))} and 1000000000000000`);
}

/** Check: the column holds nothing that can be read without a key (`field-cipher.ts`). */
export function sealedCheck(name: string, column: AnyPgColumn) {
  return check(name, sql`${column} is null or ${column} ~ '^f1[.][A-Za-z0-9-]{1,32}[.][A-Za-z0-9_-]+$'`);
}
