import type { ActRow } from './act-row.js';
import { DOSSIER_ACTS } from './dossier-acts.js';
import { MONEY_ACTS } from './money-acts.js';
import { PEOPLE_ACTS } from './people-acts.js';

const TABLE = { ...PEOPLE_ACTS, ...DOSSIER_ACTS, ...MONEY_ACTS } as const;

/** Everything that can be done, by the operation that does it; parts of operations have rows of their own. */
export type Act = keyof typeof TABLE;

/** Acts that roles decide about. */
export type RoleAct = { [A in Act]: (typeof TABLE)[A] extends { readonly says: string } ? A : never }[Act];

/** Acts that are an operation of the API. */
export type OperationAct = { [A in Act]: (typeof TABLE)[A] extends { readonly within: string } ? never : A }[Act];

/** The one table of permissions: services ask it, routes name its rows, docs/permissions.md is compared with it. */
export const ACTS: Readonly<Record<Act, ActRow>> = TABLE;
