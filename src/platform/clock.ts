import { eq, sql } from 'drizzle-orm';
import { type CivilDate, civilDateInZone } from '../shared/civil-date.js';
import { installations } from '../tables/installation.js';
import type { Database } from './database.js';

/** Courts of the People's Republic live in one time zone. */
export const COURT_TIME_ZONE = 'Asia/Shanghai';

/** Moments are always real; only the business date may be simulated (contract section 4). */
export interface Clock {
  readonly kind: 'system' | 'simulated';
  now(): Date;
  /** The business date. */
  today(): Promise<CivilDate>;
}

/** The civil date changes at a full minute at most; asking the time zone once a minute is enough. */
function createToday(): () => CivilDate {
  let known: { minute: number; date: CivilDate } | undefined;
  return () => {
    const now = new Date();
    const minute = Math.floor(now.getTime() / 60_000);
    if (known?.minute !== minute) known = { minute, date: civilDateInZone(now, COURT_TIME_ZONE) };
    return known.date;
  };
}

const today = createToday();

export const systemClock: Clock = { kind: 'system', now: () => new Date(), today: () => Promise.resolve(today()) };

/** A clock whose business date stands in the database and moves only when somebody moves it. */
export function simulatedClock(db: Database): Clock {
  return {
    kind: 'simulated',
    now: () => new Date(),
    today: async () => {
      const [row] = await db.select({ on: installations.simulatedOn }).from(installations);
      if (!row?.on) throw new Error('The simulated clock has no date yet');
      return row.on;
    },
  };
}

/** A clock that stands still, for seeding and tests. */
export function fixedClock(date: CivilDate, now: () => Date = () => new Date()): Clock {
  return { kind: 'simulated', now, today: () => Promise.resolve(date) };
}

/** Sets the simulated business date; forward only, whoever else tries at the same time. False when it did not move. */
export async function moveSimulatedDate(db: Database, to: CivilDate): Promise<boolean> {
  const { one, simulatedOn } = installations;
  const moved = await db
    .update(installations)
    .set({ simulatedOn: to })
    .where(sql`${eq(one, 1)} and (${simulatedOn} is null or ${simulatedOn} < ${to})`)
    .returning({ on: simulatedOn });
  return moved.length > 0;
}
