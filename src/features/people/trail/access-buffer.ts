import type { Logger } from 'pino';
import { type Database, isFaultOfData } from '../../../platform/database.js';
import { type AccessEntry, appendAccess } from './access-log.js';

/** Longest time for which an ordinary read is known to this process alone. */
const FLUSH_AFTER_MS = 1_000;
const BATCH_MAX = 1_000;
/** Most entries kept while the database is away. */
const WAITING_MAX = 20_000;

/** Collects ordinary reads and writes them in batches. */
export interface AccessBuffer {
  note(entry: AccessEntry): void;
  /** Writes what waits; never throws. */
  flush(): Promise<void>;
}

export function createAccessBuffer(db: Database, logger: Logger): AccessBuffer {
  let waiting: AccessEntry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const done = (entries: number) => void (waiting = waiting.slice(entries));

  /**
   * Writes the first entries that wait; where one of them cannot be stored, all others, in as few batches as halving
   * takes. The one that cannot is told and given up: it would be refused at each further try.
   */
  async function append(batch: readonly AccessEntry[]): Promise<void> {
    try {
      await db.transaction((tx) => appendAccess(tx, batch));
      done(batch.length);
    } catch (error) {
      if (!isFaultOfData(error)) throw error;
      const [first] = batch;
      if (batch.length === 1) {
        logger.error({ err: error, act: first?.act, requestId: first?.requestId }, 'an access could not be recorded');
        return done(1);
      }
      const half = Math.ceil(batch.length / 2);
      await append(batch.slice(0, half));
      await append(batch.slice(half));
    }
  }

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      try {
        await append(waiting.slice(0, BATCH_MAX));
      } catch (error) {
        logger.error({ err: error, waiting: waiting.length }, 'the access log could not be written');
        const lost = waiting.length - WAITING_MAX;
        if (lost > 0) {
          logger.error({ lost }, 'entries of the access log are lost');
          waiting = waiting.slice(lost);
        }
        return;
      }
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  }

  return {
    note(entry) {
      waiting.push(entry);
      timer ??= setTimeout(() => void flush(), FLUSH_AFTER_MS).unref();
    },
    flush,
  };
}
