import type { RateTable } from '../law/interest/lending-rates.js';
import type { Role, SecondFactor } from '../law/people/roles.js';
import type { WorkingCalendar } from '../law/working-days/calendar.js';
import type { CivilDate } from '../shared/civil-date.js';
import type { Clock } from './clock.js';
import type { CursorSigner } from './cursor.js';
import { type Database, type DatabaseConnection, databaseFault } from './database.js';
import type { FieldCipher } from './field-cipher.js';
import { Unit } from './unit.js';

/** A signed-in person. Reach follows from `courts` (by office) or `partyIds` (cases of these parties). */
export interface UserActor {
  readonly kind: 'USER';
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly courtCode: string | null;
  /**
   * Courts whose cases the office lets read: the own one, for roles that supervise also those below it; empty without
   * office.
   */
  readonly courts: readonly string[];
  /** Department that the person answers for; null for everybody else. */
  readonly departmentCode: string | null;
  readonly partyIds: readonly string[];
  readonly isSample: boolean;
  /** REQUIRED: the account needs one and has none yet; until then it does nothing but set one up. */
  readonly secondFactor: SecondFactor;
  /** Sign-in epoch of the account: tokens and sessions of an earlier one have ended. */
  readonly sessionVersion: number;
  /** Tokens that an issuer signed until then have ended. */
  readonly sessionsEndedAt: Date | null;
  /** The absent colleague whose office the person exercises in this request; absent when it is the person's own. */
  readonly actsFor?: { readonly id: string; readonly name: string };
  /** The key with which a machine acts for the person; absent when the person acts himself. */
  readonly apiKey?: { readonly id: string; readonly scopes: readonly string[] };
}

/** The machine itself, named by its job. It records facts and never decides. */
export interface SystemActor {
  readonly kind: 'SYSTEM';
  readonly id: string;
  readonly name: string;
}

export type Actor = UserActor | SystemActor;

/** Tables of days and rates that rules take as arguments. */
export interface ReferenceData {
  calendar(): Promise<WorkingCalendar>;
  rates(): Promise<RateTable>;
  /** Reads the tables anew at the next call, after somebody released a row; absent where they cannot change. */
  forget?(): void;
}

/** Everybody who stands behind an act: the person, and the colleague for whom he acts. */
export function personsOf({ id, actsFor }: UserActor): readonly string[] {
  return actsFor === undefined ? [id] : [id, actsFor.id];
}

/** For whom a deputy acts, as rows keep it beside him; null when it is his own office. */
export const principalIdOf = ({ actsFor }: UserActor): string | null => actsFor?.id ?? null;

/** Whose office is exercised: the inbox and the cases in charge are its holder's. */
export const officeHolderOf = ({ id, actsFor }: UserActor): string => actsFor?.id ?? id;

/** What a use case needs to know of the world; passed explicitly, there are no globals. */
export interface Context<A extends Actor = Actor> {
  readonly db: Database;
  /** For LISTEN and NOTIFY: it takes no part in the transaction of `db`. */
  readonly sql: DatabaseConnection['sql'];
  /** Signs the cursors of lists. */
  readonly cursors: CursorSigner;
  readonly clock: Clock;
  /** Business date of this request or job. */
  readonly today: CivilDate;
  readonly actor: A;
  readonly requestId: string;
  /** Network address that the request came from; absent where the machine works by itself. */
  readonly fromAddress?: string;
  readonly reference: ReferenceData;
  /** Seals and opens sensitive fields. */
  readonly fields: FieldCipher;
  /** Whether notices also leave by mail. */
  readonly mail: boolean;
  readonly inTransaction: boolean;
  /** What the running transaction keeps open. */
  readonly unit?: Unit;
}

export type UserContext = Context<UserActor>;

/** Deadlock and serialization failure: the same work may well succeed when it is tried again. */
const TRY_AGAIN: readonly (string | undefined)[] = ['40P01', '40001'];
const TRIES = 3;

/**
 * Runs the work in one transaction and writes what it has opened before the commit; work that is already inside one
 * joins it. Work that another transaction made impossible is run again, twice at most: it keeps what it finds out to
 * itself until it has ended.
 */
export async function inTransaction<C extends Context, T>(ctx: C, work: (ctx: C) => Promise<T>): Promise<T> {
  if (ctx.unit) return work(ctx);
  const run = async (db: Database): Promise<T> => {
    const unit = new Unit();
    const done = await work({ ...ctx, db, inTransaction: true, unit });
    await unit.flush(db);
    return done;
  };
  if (ctx.inTransaction) return run(ctx.db);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ctx.db.transaction(run);
    } catch (error) {
      if (attempt === TRIES || !TRY_AGAIN.includes(databaseFault(error)?.code)) throw error;
    }
  }
}

/** The open things of the running transaction. Throws: `Error`, outside of one. */
export function unitOf(ctx: Context): Unit {
  if (!ctx.unit) throw new Error('A case is opened in a transaction');
  return ctx.unit;
}

/** Writes what is open now: before an answer reads rows that an open thing has changed. */
export const flush = (ctx: Context): Promise<void> => unitOf(ctx).flush(ctx.db);

/** The actor of a job. */
export function systemActor(job: string): SystemActor {
  return { kind: 'SYSTEM', id: job, name: job };
}

/** True when the actor has one of the roles. */
export function hasRole(actor: Actor, ...roles: readonly Role[]): boolean {
  return actor.kind === 'USER' && actor.roles.some((role) => roles.includes(role));
}

/** The context with given tables of days and rates. */
export function withTables<C extends Context>(ctx: C, tables: { calendar: WorkingCalendar; rates: RateTable }): C {
  const { calendar, rates } = tables;
  return { ...ctx, reference: { calendar: async () => calendar, rates: async () => rates } };
}

/**
 * The context with the tables that the process knows, taken before a transaction begins: inside it a reading would
 * need a second connection, and callers that all hold one would wait for each other.
 */
export async function withTablesAtHand<C extends Context>(ctx: C): Promise<C> {
  const [calendar, rates] = await Promise.all([ctx.reference.calendar(), ctx.reference.rates()]);
  return withTables(ctx, { calendar, rates });
}
