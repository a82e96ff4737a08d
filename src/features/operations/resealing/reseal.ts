import { and, asc, eq, gt, isNotNull, or, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type Context, inTransaction } from '../../../platform/context.js';
import {
  collectionNumberPlace,
  phonePlace,
  sealCollectionNumber,
  sealPhone,
} from '../../dossier/cases/sensitive-fields.js';
import { caseParties, cases } from '../../../tables/cases.js';
import { payeeNumberPlace } from '../../dossier/disclosure/payee-number.js';
import { disbursements } from '../../../tables/disbursements.js';
import { identityNumberPlace, sealIdentityNumber } from '../../dossier/parties/parties.js';
import { totpSecretPlace } from '../../people/identity/second-factor.js';
import { parties, users } from '../../../tables/identity.js';

/** Rows that one transaction seals anew. */
const ROWS = 200;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

export interface ResealReport {
  readonly counts: {
    readonly accountNumbers: number;
    readonly phones: number;
    readonly identityNumbers: number;
    /** Secrets of second factors. */
    readonly codeSecrets: number;
    readonly payeeNumbers: number;
  };
  /** Values that could not be opened: their key is gone, or somebody changed them. */
  readonly failures: { place: string; error: string }[];
}

/** A text sealed with another key than the current one. */
function isOlder(ctx: Context, column: PgColumn) {
  return and(isNotNull(column), sql`not starts_with(${column}, ${ctx.fields.currentPrefix ?? ''})`);
}

/** What one step of the walk through a table has done: where it stopped, and whether that was the end. */
interface Step {
  readonly last: string | undefined;
  readonly sealed: number;
}

/** Walks through a table in order of its ids, some rows a transaction. */
async function walk(ctx: Context, step: (tx: Context, after: string) => Promise<Step>): Promise<number> {
  let total = 0;
  for (let after: string | undefined = BEFORE_ALL; after !== undefined;) {
    const from: string = after;
    const done: Step = await inTransaction(ctx, (tx) => step(tx, from));
    total += done.sealed;
    after = done.last;
  }
  return total;
}

/** Seals anew what opens; a value that does not open stays as it is, and is reported. */
async function attempt(
  failures: ResealReport['failures'],
  place: string,
  work: () => Promise<unknown>,
): Promise<number> {
  try {
    await work();
    return 1;
  } catch (error) {
    // A statement that failed has ended the transaction; only what the cipher says can be gone past.
    if (!(error instanceof Error) || !error.message.startsWith(place)) throw error;
    failures.push({ place, error: error.message });
    return 0;
  }
}

/** The id after which the walk goes on; undefined at the end. */
const goOn = (rows: readonly { id: string }[]) => (rows.length < ROWS ? undefined : rows.at(-1)?.id);

async function resealAccounts(ctx: Context, failures: ResealReport['failures']): Promise<number> {
  return walk(ctx, async (tx, after) => {
    const rows = await tx.db
      .select()
      .from(cases)
      .where(
        and(gt(cases.id, after), or(isOlder(tx, cases.collectionNumber), isNotNull(cases.collectionNumberUnsealed))),
      )
      .orderBy(asc(cases.id))
      .limit(ROWS)
      .for('update');
    let sealed = 0;
    for (const { courtCode, id, collectionNumber, collectionNumberUnsealed } of rows) {
      const place = collectionNumberPlace(id);
      sealed += await attempt(failures, place, () => {
        const number = collectionNumber === null ? collectionNumberUnsealed : tx.fields.open(place, collectionNumber);
        return tx.db
          .update(cases)
          .set({ ...sealCollectionNumber(tx, id, number ?? undefined), collectionNumberUnsealed: null })
          .where(and(eq(cases.courtCode, courtCode), eq(cases.id, id)));
      });
    }
    return { last: goOn(rows), sealed };
  });
}

async function resealPhones(ctx: Context, failures: ResealReport['failures']): Promise<number> {
  return walk(ctx, async (tx, after) => {
    // The parties of a case go together, so that the walk may stop between cases.
    const owners = await tx.db
      .selectDistinct({ id: caseParties.caseId })
      .from(caseParties)
      .where(and(gt(caseParties.caseId, after), isOlder(tx, caseParties.phone)))
      .orderBy(asc(caseParties.caseId))
      .limit(ROWS);
    let sealed = 0;
    for (const { id: caseId } of owners) {
      const rows = await tx.db
        .select()
        .from(caseParties)
        .where(and(eq(caseParties.caseId, caseId), isOlder(tx, caseParties.phone)))
        .for('update');
      for (const { courtCode, partyId, role, phone } of rows) {
        const place = phonePlace(caseId, partyId);
        sealed += await attempt(failures, place, () =>
          tx.db
            .update(caseParties)
            .set(sealPhone(tx, caseId, partyId, tx.fields.open(place, phone ?? '')))
            .where(
              and(
                eq(caseParties.courtCode, courtCode),
                eq(caseParties.caseId, caseId),
                eq(caseParties.role, role),
                eq(caseParties.partyId, partyId),
              ),
            ),
        );
      }
    }
    return { last: goOn(owners), sealed };
  });
}

async function resealIdentityNumbers(ctx: Context, failures: ResealReport['failures']): Promise<number> {
  return walk(ctx, async (tx, after) => {
    const rows = await tx.db
      .select()
      .from(parties)
      .where(and(gt(parties.id, after), isOlder(tx, parties.identityNumber)))
      .orderBy(asc(parties.id))
      .limit(ROWS)
      .for('update');
    let sealed = 0;
    for (const { id, identityNumber } of rows) {
      const place = identityNumberPlace(id);
      sealed += await attempt(failures, place, () =>
        tx.db
          .update(parties)
          .set(sealIdentityNumber(tx, id, tx.fields.open(place, identityNumber ?? '')))
          .where(eq(parties.id, id)),
      );
    }
    return { last: goOn(rows), sealed };
  });
}

async function resealCodeSecrets(ctx: Context, failures: ResealReport['failures']): Promise<number> {
  return walk(ctx, async (tx, after) => {
    const rows = await tx.db
      .select({ id: users.id, totpSecret: users.totpSecret })
      .from(users)
      .where(and(gt(users.id, after), isOlder(tx, users.totpSecret)))
      .orderBy(asc(users.id))
      .limit(ROWS)
      .for('update');
    let sealed = 0;
    for (const { id, totpSecret } of rows) {
      const place = totpSecretPlace(id);
      sealed += await attempt(failures, place, () =>
        tx.db
          .update(users)
          .set({ totpSecret: tx.fields.seal(place, tx.fields.open(place, totpSecret ?? '')) })
          .where(eq(users.id, id)),
      );
    }
    return { last: goOn(rows), sealed };
  });
}

async function resealPayeeNumbers(ctx: Context, failures: ResealReport['failures']): Promise<number> {
  return walk(ctx, async (tx, after) => {
    const rows = await tx.db
      .select({ courtCode: disbursements.courtCode, id: disbursements.id, payeeNumber: disbursements.payeeNumber })
      .from(disbursements)
      .where(and(gt(disbursements.id, after), isOlder(tx, disbursements.payeeNumber)))
      .orderBy(asc(disbursements.id))
      .limit(ROWS)
      .for('update');
    let sealed = 0;
    for (const { courtCode, id, payeeNumber } of rows) {
      const place = payeeNumberPlace(id);
      sealed += await attempt(failures, place, () =>
        tx.db
          .update(disbursements)
          .set({ payeeNumber: tx.fields.seal(place, tx.fields.open(place, payeeNumber)) })
          .where(and(eq(disbursements.courtCode, courtCode), eq(disbursements.id, id))),
      );
    }
    return { last: goOn(rows), sealed };
  });
}

/**
 * Seals anew, with the current key, every value that is sealed with an earlier one or was stored before values were sealed.
 * Stops anywhere without harm: what is done stays done, and the next run goes on. Without keys it does nothing.
 * Law: CP-05, CP-09.
 */
export async function resealFields(ctx: Context): Promise<ResealReport> {
  const failures: ResealReport['failures'] = [];
  if (ctx.fields.currentPrefix === undefined) {
    return { counts: { accountNumbers: 0, phones: 0, identityNumbers: 0, codeSecrets: 0, payeeNumbers: 0 }, failures };
  }
  const counts = {
    accountNumbers: await resealAccounts(ctx, failures),
    phones: await resealPhones(ctx, failures),
    identityNumbers: await resealIdentityNumbers(ctx, failures),
    codeSecrets: await resealCodeSecrets(ctx, failures),
    payeeNumbers: await resealPayeeNumbers(ctx, failures),
  };
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
