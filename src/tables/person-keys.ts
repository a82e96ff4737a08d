import { type ExtraConfigColumn, foreignKey } from 'drizzle-orm/pg-core';
import { users } from './identity.js';

/** Keys of columns that name a person. */
export const personKeys = (name: string, ...columns: ExtraConfigColumn[]) =>
  columns.map((column) =>
    foreignKey({ name: `${name}_${column.name}_fkey`, columns: [column], foreignColumns: [users.id] }),
  );
