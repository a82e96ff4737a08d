import { sql } from 'drizzle-orm';
import { alias, type AnyPgColumn } from 'drizzle-orm/pg-core';
import { personsOf, principalIdOf, type UserActor, type UserContext } from '../../../platform/context.js';
import { fieldProblem, Problem } from '../../../shared/problems.js';
import { users } from '../../../tables/identity.js';
import type { DecisionInput } from './schema.js';

/** Accounts under the two parts that they play for an entry; join them on `entered_by` and `decided_by`. */
export const enterer = alias(users, 'enterer');
export const decider = alias(users, 'decider');
export const entryNames = { entererName: enterer.displayName, deciderName: decider.displayName };

const nameOf = <Name extends string | null>(person: AnyPgColumn) =>
  sql<Name>`(select ${users.displayName} from ${users} where ${users.id} = ${person})`;

/** Names of the people behind the entries of a table of cases, and of the absent colleagues for whom they acted. */
export const namesBehind = (entry: Record<'enteredBy' | 'decidedBy' | 'enteredFor' | 'decidedFor', AnyPgColumn>) => ({
  entererName: nameOf<string>(entry.enteredBy),
  deciderName: nameOf<string | null>(entry.decidedBy),
  enteredForName: nameOf<string | null>(entry.enteredFor),
  decidedForName: nameOf<string | null>(entry.decidedFor),
});

/**
 * Refuses a decision to whoever stands behind what is decided on: himself, through a deputy or as one (CP-01).
 * @param behind - who entered it, and for whom; whose rights it is about
 * Refuses: `four-eyes`.
 */
export function requireSecondPerson(actor: UserActor, behind: readonly (string | null)[], detail: string): void {
  if (personsOf(actor).some((one) => behind.includes(one))) throw new Problem('four-eyes', { detail });
}

/** What an entry begins with. */
export const enteredNow = (ctx: UserContext) =>
  ({ status: 'ENTERED', enteredBy: ctx.actor.id, enteredAt: ctx.clock.now() }) as const;

/** The same in a case, where it may be entered for an absent colleague. */
export const enteredInCase = (ctx: UserContext) =>
  ({ ...enteredNow(ctx), enteredFor: principalIdOf(ctx.actor) }) as const;

interface Entry {
  readonly status: string;
  readonly enteredBy: string;
  readonly enteredFor?: string | null;
}

/**
 * Checks a decision on an entry, and gives the columns that it sets. The one who entered it may reject it, which
 * takes it back.
 * @param what - the entry as part of a sentence: "this limit"
 * Refuses: `entry-already-decided`, `invalid-body` (a rejection without reason), `four-eyes`.
 * Law: CP-01.
 */
export function decideOnEntry(ctx: UserContext, entry: Entry, input: DecisionInput, what: string) {
  if (entry.status !== 'ENTERED')
    throw new Problem('entry-already-decided', { detail: `The entry is ${entry.status}.` });
  const approved = input.decision === 'APPROVE';
  if (!approved && input.reason === undefined) throw fieldProblem('/reason', `say why ${what} is rejected`);
  if (approved) {
    const behind = [entry.enteredBy, entry.enteredFor ?? null];
    requireSecondPerson(ctx.actor, behind, `You entered ${what}; somebody else has to approve it.`);
  }
  return {
    status: approved ? ('APPROVED' as const) : ('REJECTED' as const),
    decidedBy: ctx.actor.id,
    decidedAt: ctx.clock.now(),
    decisionReason: input.reason ?? null,
  };
}

/** The same in a case, where it may be decided for an absent colleague. Refuses: as `decideOnEntry`. Law: CP-01. */
export function decideInCase(ctx: UserContext, entry: Entry, input: DecisionInput, what: string) {
  return { ...decideOnEntry(ctx, entry, input, what), decidedFor: principalIdOf(ctx.actor) };
}

interface EntryRow extends Entry {
  readonly reason: string;
  readonly enteredAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly decisionReason: string | null;
}

/** The people behind an entry as the API shows them (`fourEyesShape`, but for the status). */
export function viewFourEyes(
  row: EntryRow,
  names: { readonly entererName: string; readonly deciderName: string | null },
) {
  return {
    reason: row.reason,
    enteredBy: { id: row.enteredBy, name: names.entererName },
    enteredAt: row.enteredAt,
    decidedBy: row.decidedBy === null ? null : { id: row.decidedBy, name: names.deciderName ?? '' },
    decidedAt: row.decidedAt,
    decisionReason: row.decisionReason,
  };
}

interface CaseEntryRow extends EntryRow {
  readonly enteredFor: string | null;
  readonly decidedFor: string | null;
}

/** The people behind an entry in a case (`caseEntryShape`, but for the status). */
export function viewCaseEntry(
  row: CaseEntryRow,
  names: {
    readonly entererName: string;
    readonly deciderName: string | null;
    readonly enteredForName: string | null;
    readonly decidedForName: string | null;
  },
) {
  return {
    ...viewFourEyes(row, names),
    enteredFor: row.enteredFor === null ? null : { id: row.enteredFor, name: names.enteredForName ?? '' },
    decidedFor: row.decidedFor === null ? null : { id: row.decidedFor, name: names.decidedForName ?? '' },
  };
}
