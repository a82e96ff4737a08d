import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { migrateDatabase } from '../../src/features/operations/migrations/migrate.js';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.js';

// Prints, never asserts: time from `npm start` to ready, idle memory, and reads of one schedule beside a bare handler
// that runs one prepared query for the same JSON, in the same run. Absolute times are those of this machine; compare
// ratios. Usage: npm run bench [-- seconds-per-measurement]
const root = fileURLToPath(new URL('../../', import.meta.url));
const seconds = Number(process.argv[2] ?? 5);
const IDLE_SECONDS = Math.min(60, seconds * 6);
const READY_BUDGET_MS = 8_000;
const MEMORY_BUDGET_MB = 250;
const RATIO_BUDGET = 0.75;
/** Limits would be measured instead of the work. */
const UNLIMITED = { RATE_LIMIT_PER_CALLER: '1000000', RATE_LIMIT_PER_ADDRESS: '1000000' };

const say = (text: string): void => console.log(text);

async function untilReady(address: string): Promise<void> {
  for (;;) {
    const ready = await fetch(`${address}/readyz`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function start(script: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, script, {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Resident memory of a process in MB, from the kernel. */
function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

async function measureStart(
  dataDir: string,
  port: number,
  sampleData: string,
): Promise<{ child: ChildProcess; ms: number }> {
  const before = performance.now();
  const env = { DATA_DIR: dataDir, PORT: String(port), SAMPLE_DATA: sampleData, CLOCK: 'system' };
  const child = start(['src/launch.mjs'], { ...env, ...UNLIMITED });
  await untilReady(`http://127.0.0.1:${port}`);
  return { child, ms: performance.now() - before };
}

async function load(url: string, connections: number, headers: Record<string, string>) {
  const result = await autocannon({ url, connections, duration: seconds, headers });
  if (result.non2xx > 0) throw new Error(`${result.non2xx} answers of ${url} were not 2xx`);
  return { rate: result.requests.average, p99: result.latency.p99 };
}

/** Interleaves the two, so that both meet the same machine. */
async function compare(address: string, bare: string, planId: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const target = `${address}/v1/plans/${planId}/schedule`;
  say('\nreads of one schedule, 11 instalments (requests/s, higher is better)');
  say('connections |    bare | reprieve |  ratio | p99 bare | p99 reprieve');
  for (const connections of [1, 16, 64]) {
    const first = await load(bare, connections, {});
    const own = await load(target, connections, headers);
    const second = await load(bare, connections, {});
    const bareRate = (first.rate + second.rate) / 2;
    const ratio = own.rate / bareRate;
    const mark = ratio >= RATIO_BUDGET ? '' : ` (budget ${RATIO_BUDGET})`;
    const p99 = Math.max(first.p99, second.p99);
    const cells = [
      String(connections).padStart(11),
      bareRate.toFixed(0).padStart(7),
      own.rate.toFixed(0).padStart(8),
      ratio.toFixed(2).padStart(6),
      `${String(p99).padStart(5)} ms`,
      `${String(own.p99).padStart(5)} ms${mark}`,
    ];
    say(cells.join(' | '));
  }
}

async function signIn(address: string, username: string): Promise<string> {
  const reply = await fetch(`${address}/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: 'reprieve' }),
  });
  return ((await reply.json()) as { accessToken: string }).accessToken;
}

/** The product and the bare handler on one database with the sample cases. */
async function compareSchedules(folder: string): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'loaded'), log: () => undefined });
  await migrateDatabase(server.url);
  const env = { DATABASE_URL: server.url, SAMPLE_DATA: 'load', CLOCK: 'system', PORT: '18081', ...UNLIMITED };
  const product = start(['src/launch.mjs'], env);
  const address = 'http://127.0.0.1:18081';
  await untilReady(address);
  const token = await signIn(address, 'clerk');
  const list = await fetch(`${address}/v1/cases?caseNumber=${encodeURIComponent('（2023）浙0702执1234号')}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { items } = (await list.json()) as { items: { activePlanId: string }[] };
  const planId = items[0]?.activePlanId ?? '';
  const bare = start(['--import', 'tsx', 'tests/bench/bare-schedule.ts', server.url, planId, '18082'], {});
  await untilReady('http://127.0.0.1:18082');
  await compare(address, 'http://127.0.0.1:18082/', planId, token);
  await stop(bare);
  await stop(product);
  await server.stop();
}

const folder = mkdtempSync(path.join(tmpdir(), 'reprieve-bench-'));
try {
  const empty = path.join(folder, 'empty');
  const built = await measureStart(path.join(folder, 'build'), 18_080, 'none');
  await stop(built.child);
  const first = await measureStart(empty, 18_080, 'none');
  say(`start, embedded, empty database made anew:  ${first.ms.toFixed(0)} ms (budget ${READY_BUDGET_MS})`);
  await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1000));
  const memory = residentMb(first.child.pid ?? 0);
  const found = `${memory.toFixed(0)} MB (budget ${MEMORY_BUDGET_MB})`;
  say(`resident memory of API and workers, ${IDLE_SECONDS} s after ready:  ${found}`);
  await stop(first.child);
  const again = await measureStart(empty, 18_080, 'none');
  say(`start, embedded, the second time:           ${again.ms.toFixed(0)} ms`);
  await stop(again.child);

  await compareSchedules(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
