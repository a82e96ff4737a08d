import { isNotNull } from 'drizzle-orm';
import { type Context, inTransaction } from '../../../platform/context.js';
import type { OlderValue, SealedColumn } from '../../../platform/sealed-values.js';
import { cases } from '../../../tables/cases.js';
import { accountNumbers, phones } from '../../dossier/cases/sealed-values.js';
import { askedNumbers } from '../../dossier/collection-accounts/sealed-values.js';
import { identityNumbers } from '../../dossier/parties/sealed-values.js';
import { payeeNumbers } from '../../money/disbursements/sealed-values.js';
import { codeSecrets } from '../../people/identity/sealed-values.js';

/** Values that one transaction seals anew. */
const VALUES = 200;

/** Every sealed column, in the order in which they are walked. */
const COLUMNS = [accountNumbers, phones, identityNumbers, codeSecrets, payeeNumbers, askedNumbers] as const;

export interface ResealReport {
  /** Values that were sealed anew, by the name of their column. */
  readonly counts: Readonly<Record<(typeof COLUMNS)[number]['name'], number>>;
  /** Values that could not be opened: their key is gone, or somebody changed them. */
  readonly failures: readonly Failure[];
}

interface Failure {
  readonly place: string;
  readonly error: string;
}

/** Seals a value anew. @returns why it stays as it is; undefined when it is done */
async function attempt(value: OlderValue): Promise<Failure | undefined> {
  try {
    await value.reseal();
    return undefined;
  } catch (error) {
    // A statement that failed has ended the transaction; only what the cipher says can be gone past.
    if (!(error instanceof Error) || !error.message.startsWith(value.place)) throw error;
    return { place: value.place, error: error.message };
  }
}

/** Walks through a column, some values a transaction. @returns how many were sealed anew */
async function walk(ctx: Context, column: SealedColumn, failures: Failure[]): Promise<number> {
  let sealed = 0;
  let after: string | undefined;
  do {
    const from = after;
    after = await inTransaction(ctx, async (tx) => {
      const values = await column.next(tx, from, VALUES);
      for (const value of values) {
        const failure = await attempt(value);
        if (failure === undefined) sealed += 1;
        else failures.push(failure);
      }
      return values.length < VALUES ? undefined : values.at(-1)?.key;
    });
  } while (after !== undefined);
  return sealed;
}

/**
 * Seals anew, with the current key, every value that is sealed with an earlier one or was stored before values were
 * sealed. Stops anywhere without harm: what is done stays done, and the next run goes on. Without keys it does nothing.
 * Law: CP-05, CP-09.
 */
export async function resealFields(ctx: Context): Promise<ResealReport> {
  const failures: Failure[] = [];
  const counts = { accountNumbers: 0, phones: 0, identityNumbers: 0, codeSecrets: 0, payeeNumbers: 0, askedNumbers: 0 };
  if (ctx.fields.currentPrefix === undefined) return { counts, failures };
  for (const column of COLUMNS) counts[column.name] = await walk(ctx, column, failures);
  return { counts, failures };
}

/** The court of a case whose account number was stored before numbers were sealed; undefined when there is none. */
export async function findUnsealed(ctx: Context): Promise<string | undefined> {
  if (ctx.fields.currentPrefix === undefined) return undefined;
  const [row] = await ctx.db
    .select({ courtCode: cases.courtCode })
    .from(cases)
    .where(isNotNull(cases.collectionNumberUnsealed))
    .limit(1);
  return row?.courtCode;
}
