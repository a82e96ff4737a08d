import { createWorkPool } from '../platform/work-pool.js';

/** Longest time for a text, on a machine that has other things to do. */
const TIME_MS = 60_000;

/** Sources in development, compiled files otherwise. */
const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** Writes JSON as YAML, in a thread of its own: for the text of the API that takes longer than anybody should wait. */
export async function writeYaml(json: string): Promise<string> {
  const file = new URL(`./yaml-worker.${ENDING}`, import.meta.url);
  const limits = { threads: 1, waitingMax: 1, waitingOfCallerMax: 1, timeMs: TIME_MS, idleMs: TIME_MS };
  const pool = createWorkPool<string, string>({ file, ...limits });
  try {
    return await pool.run('', json);
  } finally {
    await pool.close();
  }
}
