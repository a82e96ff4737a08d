import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readlinkSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type postgres from 'postgres';
import { APPLICATION_ROLE, readPasswords, SUPERUSER } from '../../../src/platform/embedded-postgres/cluster.js';
import { postgresDriver } from '../../../src/platform/postgres-driver.js';
import { sendSignal } from '../../../src/platform/process-identity.js';
import { nodeArguments } from '../../support/compiled-files.js';
import { PROJECT_DIRECTORY } from '../../support/services.js';

/** What a fault begins with: a folder, and what has to be ended and cleared away afterwards, in the other order. */
export interface Stage {
  readonly folder: string;
  readonly afterwards: (() => unknown)[];
  /** What node runs as the server, and where; default the sources of the project. */
  readonly program?: { readonly args: readonly string[]; readonly directory: string };
}

/** A server that runs in a process of its own. */
export interface RunningServer {
  readonly address: string;
  readonly child: ChildProcess;
  /** Where the database of the server is. */
  readonly database: EmbeddedDatabase;
  /** What it has said so far. */
  said(): string;
  hasEnded(): boolean;
  /** Sends a signal and waits for the end. @returns the code of the process, or the signal that ended it */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string>;
}

/** A folder that the user of the database can pass through. */
export function openStage(): Stage {
  const folder = mkdtempSync(path.join(tmpdir(), 'reprieve-faults-'));
  chmodSync(folder, 0o711);
  return { folder, afterwards: [() => rmSync(folder, { recursive: true, force: true })] };
}

/** Ends what still runs. */
export async function clearStage({ afterwards }: Stage): Promise<void> {
  for (const work of afterwards.toReversed()) await work();
}

const dataOf = ({ folder }: Stage) => path.join(folder, 'data');

function launch(stage: Stage, env: Record<string, string>) {
  const { args, directory } = stage.program ?? {
    args: nodeArguments('src/server.ts'),
    directory: PROJECT_DIRECTORY,
  };
  const child = spawn(process.execPath, args, {
    cwd: directory,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      PORT: '0',
      DATA_DIR: dataOf(stage),
      SAMPLE_DATA: 'accounts',
      CLOCK_START: '2023-09-28',
      LOG_LEVEL: 'error',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const ended = new Promise<number | string>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'ended')),
  );
  stage.afterwards.push(async () => {
    child.kill('SIGKILL');
    await ended;
    embeddedDatabase(dataOf(stage)).kill();
  });
  return { child, said: () => said, ended };
}

/** Starts the server with its embedded database and waits until it is ready. */
export async function startServer(stage: Stage, env: Record<string, string> = {}): Promise<RunningServer> {
  const { child, said, ended } = launch(stage, env);
  const ready = new Promise<string>((resolve) =>
    child.stdout.on('data', () => {
      const found = /ready at (http:\S+)/.exec(said())?.[1];
      if (found !== undefined) resolve(found);
    }),
  );
  const failed = ended.then((code) => {
    throw new Error(`the server ended with ${code} before it was ready:\n${said()}`);
  });
  const address = await Promise.race([ready, failed]);
  failed.catch(() => undefined);
  return {
    address,
    child,
    database: embeddedDatabase(dataOf(stage)),
    said,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    end: async (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts the server where it cannot start, or is ended while it does. @returns code and words of the end */
export async function startInVain(
  stage: Stage,
  env: Record<string, string> = {},
  during: (child: ChildProcess, said: () => string) => unknown = () => undefined,
): Promise<{ code: number | string; said: string }> {
  const { child, said, ended } = launch(stage, env);
  await during(child, said);
  return { code: await ended, said: said() };
}

/** The database below a data directory, as its operator sees it. */
export function embeddedDatabase(dataDir: string) {
  const cluster = path.join(dataDir, 'postgres', 'cluster');
  const noted = () => readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  return {
    /** The process that looks after the others. */
    postmaster: () => Number(noted()[0]),
    /** All processes of the server. */
    pids: () => pidsIn(cluster),
    isRunning: () => pidsIn(cluster).length > 0,
    kill: () => pidsIn(cluster).forEach((pid) => sendSignal(pid, 'SIGKILL')),
    /** What the application connects with. */
    async url(): Promise<string> {
      const { application } = await readPasswords({ clusterDirectory: cluster });
      return `postgres://${APPLICATION_ROLE}:${application}@127.0.0.1:${Number(noted()[3])}/reprieve`;
    },
    /** Runs statements as somebody who may do anything. */
    async ask<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
      const { superuser } = await readPasswords({ clusterDirectory: cluster });
      const url = `postgres://${SUPERUSER}:${superuser}@127.0.0.1:${Number(noted()[3])}/reprieve`;
      const sql = postgresDriver()(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
      try {
        return await work(sql);
      } finally {
        await sql.end({ timeout: 1 });
      }
    },
  };
}
export type EmbeddedDatabase = ReturnType<typeof embeddedDatabase>;

/** Processes that work in a folder. */
function pidsIn(folder: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const worksThere = (pid: string) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false;
    }
  };
  return pids.filter(worksThere).map(Number);
}
