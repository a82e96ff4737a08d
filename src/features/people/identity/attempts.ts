import { and, eq, gt, sql } from 'drizzle-orm';
import { networkOf } from '../../../platform/addresses.js';
import type { Database } from '../../../platform/database.js';
import { Problem } from '../../../shared/problems.js';
import { cutText } from '../../../shared/text.js';
import { signInAttempts } from '../../../tables/sign-ins.js';
import { judgeTry, lockAfter, WINDOW_MS } from './attempt-rules.js';

/** What somebody tries to open, and from where. */
export interface Attempt {
  /** `account:` and the name, `password:` or `code:` and the id of a signed-in account. */
  readonly subject: string;
  /** Where he sits; absent for who is signed in, whose tries count together wherever he is. */
  readonly address?: string;
  /** Tries from other networks count too. */
  readonly countsOthers: boolean;
  /** What was wrong too often, as a sentence part: "wrong passwords". */
  readonly what: string;
}

/** A try that counts as failed until it is known to have gone well. */
export interface Reserved {
  /** Until when tries are locked, should this one go wrong; null when they are not. */
  readonly lockedUntil: Date | null;
  /** It went well: the count of this network begins anew, and the network is known for the account. */
  succeed(): Promise<void>;
  /** It was neither right nor wrong: it has not been made. */
  release(): Promise<void>;
}

const SUBJECT_LENGTH_MAX = 200;

function keyOf({ subject, address }: Attempt) {
  return { subject: cutText(subject, SUBJECT_LENGTH_MAX), network: address === undefined ? '' : networkOf(address) };
}

/** One writer at a time for a subject: a count that is read and written again loses no change between the two. */
function inTurn<Result>(db: Database, subject: string, work: (tx: Database) => Promise<Result>): Promise<Result> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${subject}, 0))`);
    return work(tx);
  });
}

/**
 * Counts a try before anything is compared, so that any number of them at once are no more than one after another.
 * Those at one subject wait for each other here, for the moment that counting takes.
 * Refuses: `too-many-requests`, with the time that is left.
 * Law: CP-08.
 */
export async function reserveAttempt(db: Database, attempt: Attempt, now: Date): Promise<Reserved> {
  const { subject, network } = keyOf(attempt);
  const here = and(eq(signInAttempts.subject, subject), eq(signInAttempts.network, network));
  const judgement = await inTurn(db, subject, async (tx) => {
    const tries = await tx.select().from(signInAttempts).where(eq(signInAttempts.subject, subject));
    const crowd = network === '' ? 0 : await countCrowd(tx, network, now);
    const judged = judgeTry({ network, tries, crowd, countsOthers: attempt.countsOthers }, now);
    if (judged.until !== undefined) return { until: judged.until };
    const failures = judged.failures + 1;
    const row = { failures, lastTriedAt: now, lockedUntil: lockAfter(failures, now) };
    await tx
      .insert(signInAttempts)
      .values({ subject, network, ...row })
      .onConflictDoUpdate({ target: [signInAttempts.subject, signInAttempts.network], set: row });
    return { lockedUntil: row.lockedUntil };
  });
  if ('until' in judgement) {
    const { until } = judgement;
    const retryAfterSeconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
    throw new Problem('too-many-requests', {
      detail: `Too many ${attempt.what}. Wait, then try again.`,
      retryAfterSeconds,
    });
  }
  return {
    lockedUntil: judgement.lockedUntil,
    async succeed() {
      const row = { failures: 0, lockedUntil: null, succeededAt: now };
      await inTurn(db, subject, (tx) => tx.update(signInAttempts).set(row).where(here));
    },
    async release() {
      // Only the try that reached the limit has locked, and nobody has passed it since.
      const failures = sql`greatest(${signInAttempts.failures} - 1, 0)`;
      const row = { failures, lockedUntil: null };
      await inTurn(db, subject, (tx) => tx.update(signInAttempts).set(row).where(here));
    },
  };
}

async function countCrowd(tx: Database, network: string, now: Date): Promise<number> {
  const since = new Date(now.getTime() - WINDOW_MS);
  const recent = and(eq(signInAttempts.network, network), gt(signInAttempts.lastTriedAt, since));
  const [row] = await tx
    .select({ failures: sql<number>`coalesce(sum(${signInAttempts.failures}), 0)::int` })
    .from(signInAttempts)
    .where(recent);
  return row?.failures ?? 0;
}
