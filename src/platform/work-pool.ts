import { Worker } from 'node:worker_threads';
import { Problem } from '../shared/problems.js';
import { createWaitingLine } from './waiting-line.js';

/** What a thread answers: the result, or why there is none. */
export type WorkAnswer<R> = { readonly result: R } | { readonly fault: string };

export interface WorkPoolOptions {
  /** The program of the threads; it answers each message with a `WorkAnswer`. */
  readonly file: URL;
  readonly threads: number;
  /** Tasks that may wait, of everybody and of one caller. */
  readonly waitingMax: number;
  readonly waitingOfCallerMax: number;
  /** Longest time from the request to the result, waiting included. */
  readonly timeMs: number;
  /** Threads are given back after this time without work. */
  readonly idleMs: number;
}

export interface WorkPool<T, R> {
  /**
   * Does a task in another thread, one at a time for each caller, who is served before it whoever was served last.
   * Refuses: `overloaded` when too many wait, or it takes too long.
   */
  run(caller: string, task: T, transfer?: ArrayBuffer[]): Promise<R>;
  close(): Promise<void>;
}

interface Order<T, R> {
  readonly caller: string;
  readonly task: T;
  readonly transfer: ArrayBuffer[];
  readonly timer: NodeJS.Timeout;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

const RETRY_SECONDS = 5;
const tooMany = () =>
  new Problem('overloaded', { detail: 'Too much waits already.', retryAfterSeconds: RETRY_SECONDS });
const tooSlow = () =>
  new Problem('overloaded', { detail: 'It could not be done in time.', retryAfterSeconds: RETRY_SECONDS });

/** In development the sources run as they are, which a thread has to be told anew. */
function startThread(file: URL): Worker {
  if (!file.pathname.endsWith('.ts')) return new Worker(file);
  const program = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(file.href)})))`;
  return new Worker(program, { eval: true });
}

/** Threads without work, which are ended when none was needed for a while. */
function createIdleThreads(idleMs: number) {
  let idle: readonly Worker[] = [];
  let timer: NodeJS.Timeout | undefined;
  async function end(): Promise<void> {
    clearTimeout(timer);
    const ended = idle;
    idle = [];
    await Promise.all(ended.map((worker) => worker.terminate()));
  }
  return {
    end,
    add(worker: Worker): void {
      idle = [...idle, worker];
      clearTimeout(timer);
      timer = setTimeout(() => void end(), idleMs).unref();
    },
    take(): Worker | undefined {
      clearTimeout(timer);
      const worker = idle.at(-1);
      idle = idle.slice(0, -1);
      return worker;
    },
    forget(worker: Worker): void {
      idle = idle.filter((one) => one !== worker);
    },
  };
}

/** Threads for work that would hold up everybody else; none is started before the first task. */
export function createWorkPool<T, R>(options: WorkPoolOptions): WorkPool<T, R> {
  const line = createWaitingLine<Order<T, R>>();
  const busy = new Map<Worker, Order<T, R>>();
  const idle = createIdleThreads(options.idleMs);

  function open(): Worker {
    const worker = startThread(options.file);
    worker.unref();
    worker.on('message', (answer: WorkAnswer<R>) => finish(worker, answer));
    worker.on('error', (error) => lose(worker, error));
    worker.on('exit', () => lose(worker, new Error('A thread ended in its work')));
    return worker;
  }

  function work(): void {
    while (busy.size < options.threads) {
      const order = line.takeNext(new Set([...busy.values()].map(({ caller }) => caller)));
      if (order === undefined) break;
      const worker = idle.take() ?? open();
      busy.set(worker, order);
      worker.postMessage(order.task, order.transfer);
    }
  }

  /** The order that the thread worked on, whose time no longer counts. */
  function leave(worker: Worker): Order<T, R> | undefined {
    const order = busy.get(worker);
    busy.delete(worker);
    clearTimeout(order?.timer);
    return order;
  }

  function finish(worker: Worker, answer: WorkAnswer<R>): void {
    const order = leave(worker);
    idle.add(worker);
    if ('result' in answer) order?.resolve(answer.result);
    else order?.reject(new Error(answer.fault));
    work();
  }

  function lose(worker: Worker, error: unknown): void {
    idle.forget(worker);
    leave(worker)?.reject(error);
    work();
  }

  /** Ends what has no time left; whatever a thread was doing, the next task gets one that does nothing else. */
  function giveUp(order: Order<T, R>): void {
    line.remove(order);
    order.reject(tooSlow());
    for (const [worker, running] of busy) if (running === order) void worker.terminate();
  }

  return {
    run(caller, task, transfer = []) {
      if (line.length >= options.waitingMax || line.countOf(caller) >= options.waitingOfCallerMax)
        return Promise.reject(tooMany());
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => giveUp(order), options.timeMs);
        const order: Order<T, R> = { caller, task, transfer, timer, resolve, reject };
        line.add(order);
        work();
      });
    },
    async close() {
      for (const order of line.takeAll()) {
        clearTimeout(order.timer);
        order.reject(tooMany());
      }
      await Promise.all([...busy.keys()].map((worker) => worker.terminate()));
      await idle.end();
    },
  };
}
