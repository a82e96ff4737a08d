import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_DIRECTORY } from '../../support/services.js';
import { signIn, until } from './caller.js';
import { killBetweenPayments } from './database-killed.js';
import { checkRecord, startLoad } from './load.js';
import { type RunningServer, type Stage, startServer } from './server.js';

const KILLS = 4;

/** Kills the database of what is packed and installed without scripts and development packages: API and worker. */
export async function killPacked(stage: Stage): Promise<string> {
  const directory = install(stage.folder);
  const program = { args: ['src/launch.mjs'], directory };
  const server = await startServer({ ...stage, program }, { JOBS_MODE: 'separate' });
  const worker = await startWorker(stage, server, directory);
  const load = await startLoad(server);
  await killBetweenPayments(server, load, KILLS);
  assert.equal(worker.exitCode ?? worker.signalCode, null, 'the worker lives');
  const admin = await signIn(server.address, 'admin');
  const asked = await admin.post('/v1/job-runs', { job: 'retention' });
  assert.equal(asked.status, 202, JSON.stringify(asked.body));
  await until(
    'the worker works',
    async () => (await admin.get(`/v1/job-runs/${asked.body.id}`)).body.status === 'DONE',
  );
  return `API and worker survived ${KILLS} of ${KILLS} kills; ${await checkRecord(server, load)}`;
}

function install(folder: string): string {
  const npm = (cwd: string, ...args: string[]) =>
    execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  npm(PROJECT_DIRECTORY, 'run', 'build');
  npm(PROJECT_DIRECTORY, 'pack', '--pack-destination', folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  assert.ok(tarball);
  const home = path.join(folder, 'installed');
  mkdirSync(home);
  // The user of the database runs its programs from there.
  chmodSync(home, 0o755);
  writeFileSync(path.join(home, 'package.json'), '{ "private": true }');
  npm(home, 'install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', path.join('..', tarball));
  return path.join(home, 'node_modules', 'reprieve');
}

async function startWorker(stage: Stage, server: RunningServer, directory: string) {
  const worker = spawn(process.execPath, ['src/launch.mjs', '--run=jobs/worker'], {
    cwd: directory,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      DATABASE_URL: await server.database.url(),
      CLOCK: 'simulated',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  stage.afterwards.push(() => worker.kill('SIGKILL'));
  let said = '';
  worker.stdout.on('data', (chunk) => (said += String(chunk)));
  await until('the worker is ready', async () => worker.exitCode !== null || said.includes('Workers are ready'));
  assert.equal(worker.exitCode, null, said);
  return worker;
}
