import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../../../platform/project-root.js';
import { Problem } from '../../../shared/problems.js';
import { type CoveredRun, readFontCoverage } from './font-coverage.js';

/** Longest time from the request to the paper (contract section 1). */
const RENDER_TIME_MS = 5_000;
/** Papers that may wait for the one thread; more are refused at once. */
const WAITING_MAX = 20;
/** The thread and its fonts are given back after this time without work. */
const IDLE_MS = 60_000;

const WORKER_FILE = new URL('src/features/papers/statements/pdf-worker.mjs', projectRoot);
const TEMPLATES = new URL('src/features/papers/statements/templates', projectRoot);
/** Noto Sans Hans in five weights (SIL Open Font License). */
const FONTS = new URL('node_modules/@embedpdf/fonts-sc/fonts/', projectRoot);

export interface RenderTask {
  /** File in the folder of templates. */
  readonly template: string;
  readonly data: unknown;
  readonly createdAt: Date;
}

export interface PdfRenderer {
  /**
   * Renders PDF/A-2b in a thread of its own.
   * Refuses: `overloaded` when it takes longer than five seconds, or too many wait.
   */
  render(task: RenderTask): Promise<Buffer>;
  /** The characters that its font can show. */
  coverage(): Promise<readonly CoveredRun[]>;
  close(): Promise<void>;
}

interface WorkerAnswer {
  readonly bytes?: Uint8Array;
  readonly fault?: string;
}

const tooSlow = () =>
  new Problem('overloaded', { detail: 'The paper could not be rendered in time.', retryAfterSeconds: 5 });

/** The thread that renders, started when it is needed. */
function createThread() {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;

  function start(): Worker {
    clearTimeout(idle);
    if (worker) return worker;
    const started = new Worker(WORKER_FILE, {
      workerData: { templatesFolder: fileURLToPath(TEMPLATES), fontsFolder: fileURLToPath(FONTS) },
      // The thread needs none of the loaders of the process that starts it.
      execArgv: [],
    });
    started.unref();
    started.once('exit', () => {
      if (worker === started) worker = undefined;
    });
    return (worker = started);
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const ended = worker;
    worker = undefined;
    await ended?.terminate();
  }

  function rest(): void {
    idle = setTimeout(() => void stop(), IDLE_MS);
    idle.unref();
  }
  return { start, stop, rest };
}

/** One answer of the thread, or a refusal when it does not come in time. */
function ask(worker: Worker, message: unknown, remainingMs: number): Promise<WorkerAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(tooSlow())), remainingMs);
    const onMessage = (answer: WorkerAnswer) => settle(() => resolve(answer));
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = () => settle(() => reject(new Error('The rendering thread ended')));
    function settle(outcome: () => void): void {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      outcome();
    }
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(message);
  });
}

/**
 * Makes a renderer; nothing is loaded before the first paper.
 * @param timeMs - longest time for one paper, waiting included
 */
export function createPdfRenderer(timeMs = RENDER_TIME_MS): PdfRenderer {
  const thread = createThread();
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let runs: Promise<readonly CoveredRun[]> | undefined;

  async function renderNext(task: RenderTask, deadline: number): Promise<Buffer> {
    const remainingMs = deadline - performance.now();
    if (remainingMs <= 0) throw tooSlow();
    const { template, data, createdAt } = task;
    const createdAtSeconds = Math.floor(createdAt.getTime() / 1000);
    try {
      const answer = await ask(thread.start(), { template, data: JSON.stringify(data), createdAtSeconds }, remainingMs);
      if (answer.bytes === undefined) throw new Error(`The paper could not be rendered: ${answer.fault}`);
      return Buffer.from(answer.bytes);
    } catch (error) {
      // Whatever it was doing, the next paper gets a thread that does nothing else.
      await thread.stop();
      throw error;
    } finally {
      thread.rest();
    }
  }

  return {
    async render(task) {
      if (waiting >= WAITING_MAX) throw tooSlow();
      waiting += 1;
      const deadline = performance.now() + timeMs;
      const paper = last.then(() => renderNext(task, deadline));
      last = paper.catch(() => undefined);
      try {
        return await paper;
      } finally {
        waiting -= 1;
      }
    },
    coverage: () => (runs ??= readFontCoverage(new URL('NotoSansHans-Regular.otf', FONTS))),
    close: () => thread.stop(),
  };
}
