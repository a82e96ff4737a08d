import { and, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Context } from './context.js';

/** A stored value that is sealed with an earlier key, or was stored before values were sealed; its row is locked. */
export interface OlderValue {
  /** Where the walk through the column stands with this value; the walk goes in the order of the column's own keys. */
  readonly key: string;
  /** Table, column and key of the row, as the cipher knows them. */
  readonly place: string;
  /** Seals it with the current key and stores it. Throws: what the cipher says of a value that does not open. */
  reseal(): Promise<unknown>;
}

/** A sealed column as its owner shows it to whoever changes the keys: only the owner writes it. */
export interface SealedColumn<Name extends string = string> {
  /** What its values are called where they are counted. */
  readonly name: Name;
  /** Older values behind a key, at most so many; `after` is undefined at the start. */
  next(tx: Context, after: string | undefined, limit: number): Promise<readonly OlderValue[]>;
}

/** Comes before every id. */
export const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

/** The column holds a text that is not sealed with the current key. */
export function isOlder(ctx: Context, column: PgColumn): SQL | undefined {
  return and(isNotNull(column), sql`not starts_with(${column}, ${ctx.fields.currentPrefix ?? ''})`);
}
