import { availableParallelism } from 'node:os';
import type { RateTable } from '../../../law/interest/lending-rates.js';
import type { WorkingCalendar } from '../../../law/working-days/calendar.js';
import { createWorkPool } from '../../../platform/work-pool.js';
import { Problem } from '../../../shared/problems.js';
import type { CalculationOutcome, CalculationTask } from './calculation-worker.js';
import type { CalculatorName } from './calculators.js';

/** Threads at most; one processor stays with the server. */
const THREADS = Math.max(1, Math.min(2, availableParallelism() - 1));
const WAITING_MAX = 20;
/** One is worked on, these wait. */
const WAITING_OF_CALLER_MAX = 4;
const TIME_MS = 25_000;
const IDLE_MS = 60_000;

/** Sources in development, compiled files otherwise. */
const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

export interface CalculationPool {
  /**
   * Reads, checks and answers a body in another thread.
   * Refuses: `overloaded`, `malformed-json`, `invalid-body`.
   */
  calculate(
    caller: string,
    name: CalculatorName,
    body: Buffer,
    tables: { readonly calendar: WorkingCalendar; readonly rates: RateTable },
  ): Promise<Buffer>;
  close(): Promise<void>;
}

/** The threads of the calculators; none is started before the first large body. */
export function createCalculationPool(): CalculationPool {
  const pool = createWorkPool<CalculationTask, CalculationOutcome>({
    file: new URL(`./calculation-worker.${ENDING}`, import.meta.url),
    threads: THREADS,
    waitingMax: WAITING_MAX,
    waitingOfCallerMax: WAITING_OF_CALLER_MAX,
    timeMs: TIME_MS,
    idleMs: IDLE_MS,
  });
  return {
    async calculate(caller, name, body, { calendar, rates }) {
      const years = calendar.years.map(({ year, notice, offDays, makeupWorkdays }) => {
        return { year, notice, offDays, makeupWorkdays };
      });
      const announcements = rates.announcements.map(({ announcedOn, lpr1Y, lpr5Y }) => ({ announcedOn, lpr1Y, lpr5Y }));
      const outcome = await pool.run(caller, { name, body, years, announcements });
      if ('bytes' in outcome) return Buffer.from(outcome.bytes.buffer);
      const { code, detail, errors } = outcome.refused;
      throw new Problem(code, { detail, errors });
    },
    close: () => pool.close(),
  };
}
