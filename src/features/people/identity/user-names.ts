import { type SQL, sql, type SQLWrapper } from 'drizzle-orm';
import { foldedName } from '../../../tables/identity.js';

/** A user name as names are compared: without what an eye does not tell apart, case and width. */
export const foldName = (name: string): string => name.normalize('NFKC').toLowerCase();

/** Condition: the column holds this name, however it is written. */
export const isName = (column: SQLWrapper, name: string): SQL => sql`${foldedName(column)} = ${foldName(name)}`;
