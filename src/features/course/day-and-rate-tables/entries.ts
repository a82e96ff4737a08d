import { eq, sql, type SQL } from 'drizzle-orm';
import { digestFigures } from '../../../law/record/digests.js';
import { type Actor, hasRole, type UserContext } from '../../../platform/context.js';
import { Problem } from '../../../shared/problems.js';
import type { calendarYears, lendingRates } from '../../../tables/day-and-rate-tables.js';
import { decider, enterer, requireSecondPerson } from '../../people/four-eyes/four-eyes.js';
import { recordAccess } from '../../people/trail/access-log.js';
import type { EntryView, ReleaseInput } from './schema.js';

type EntryTable = typeof calendarYears | typeof lendingRates;
type EntryRow = EntryTable['$inferSelect'];

/** Names of the people behind an entry; join `enterer` and `decider` on `entered_by` and `decided_by`. */
export const entryPeople = { enteredByName: enterer.displayName, decidedByName: decider.displayName };

export interface EntryPeople {
  readonly enteredByName: string | null;
  readonly decidedByName: string | null;
}

export function viewEntry(row: EntryRow, people: EntryPeople): EntryView {
  const { id, status, source, reason } = row;
  return {
    id,
    status,
    source,
    enteredBy: row.enteredBy === null ? null : { id: row.enteredBy, name: people.enteredByName ?? '' },
    enteredAt: row.enteredAt,
    decidedBy: row.decidedBy === null ? null : { id: row.decidedBy, name: people.decidedByName ?? '' },
    decidedAt: row.decidedAt,
    reason,
  };
}

/** Acts on an entry so far: its version. */
export function countActs(entry: Pick<EntryView, 'decidedAt' | 'status'>): number {
  return 1 + (entry.decidedAt === null ? 0 : 1) + (entry.status === 'SUPERSEDED' ? 1 : 0);
}

/** Who sees what is not released: those who work on the tables, and those who check them. */
export function seesEntries(actor: Actor): boolean {
  return hasRole(actor, 'ADMIN', 'BUREAU_CHIEF', 'SECURITY_ADMIN', 'AUDITOR');
}

/** Condition: what the caller may see of a table. */
export function visibleEntries(actor: Actor, table: EntryTable): SQL {
  return seesEntries(actor) ? sql`true` : eq(table.status, 'RELEASED');
}

/** What a new entry starts with. */
export function newEntry(ctx: UserContext, source: string | undefined) {
  return { status: 'ENTERED', source: source ?? null, enteredBy: ctx.actor.id, enteredAt: ctx.clock.now() } as const;
}

/**
 * What a decision on an entry sets; whether the actor may decide at all was asked before.
 * Refuses: `entry-already-decided`, `four-eyes` (the one who entered it releases), `invalid-body` (a
 * rejection without a reason). The one who entered it may reject it, which takes it back.
 * Law: CP-01.
 */
export function decideEntry(ctx: UserContext, entry: EntryRow, input: ReleaseInput) {
  if (entry.status !== 'ENTERED') {
    throw new Problem('entry-already-decided', { detail: `The entry is ${entry.status}.` });
  }
  if (input.decision === 'RELEASE') {
    requireSecondPerson(ctx.actor, [entry.enteredBy], 'You entered these figures; somebody else has to release them.');
  }
  if (input.decision === 'REJECT' && input.reason === undefined) {
    throw new Problem('invalid-body', { errors: [{ pointer: '/reason', detail: 'say why the entry is rejected' }] });
  }
  const status = input.decision === 'RELEASE' ? ('RELEASED' as const) : ('REJECTED' as const);
  return { status, decidedBy: ctx.actor.id, decidedAt: ctx.clock.now(), reason: input.reason ?? null };
}

/** What people enter of a table, and where it can be read. */
export interface EnteredFigures {
  /** Where the entry is read. */
  readonly object: string;
  readonly entryId: string;
  readonly enteredBy: string | null;
  readonly figures: Readonly<Record<string, unknown>>;
}

/**
 * Puts an entry, or the word of the second person on it, on record: who entered it, who decided, the figures and their
 * digest. Such tables belong to no case, so it stands in the access log, which the daily root covers.
 * Law: CP-01, CP-04, EV-02.
 */
export function recordEntry(
  ctx: UserContext,
  act: 'enterLendingRate' | 'decideLendingRate' | 'enterHolidays' | 'decideHolidays',
  { object, entryId, enteredBy, figures }: EnteredFigures,
  input?: ReleaseInput,
): Promise<void> {
  const said = input === undefined ? {} : { decision: input.decision };
  const detail = { entryId, enteredBy, ...said, figures, sm3: digestFigures(figures) };
  return recordAccess(ctx, { act, object, detail, ...(input?.reason === undefined ? {} : { purpose: input.reason }) });
}
