import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { authorize, requireProblem, send, signIn, until } from './caller.js';
import { checkRecord, startLoad } from './load.js';
import { type Stage, startServer } from './server.js';

/** The cluster, its log and some room. */
const SIZE = '320m';
const CHUNK = Buffer.alloc(64 * 1024);

/** Fills the disk of the database while payments come in, and makes room again. */
export async function fillDisk(stage: Stage): Promise<string> {
  const disk = path.join(stage.folder, 'data');
  mkdirSync(disk);
  mount(disk);
  stage.afterwards.push(() => unmount(disk));
  chmodSync(disk, 0o711);
  const server = await startServer(stage);
  const load = await startLoad(server);
  await until('payments come in', async () => load.count() > 0);
  const filler = path.join(disk, 'filler');
  fill(filler);
  const admin = await authorize(server.address, 'admin');
  let refusals = 0;
  await until('who writes is told that there is no room', async () => {
    const options = { body: { job: 'retention' }, headers: admin };
    const answer = await send(server.address, 'POST', '/v1/job-runs', options);
    if ('lost' in answer || answer.status < 400) return false;
    requireProblem(answer);
    assert.equal(answer.status, 503);
    refusals += 1;
    return answer.headers['retry-after'] === '60';
  });
  const ready = await send(server.address, 'GET', '/readyz');
  assert.ok('status' in ready && ready.status === 503, 'no work is taken');
  rmSync(filler);
  await until('work is taken again', async () => {
    const answer = await send(server.address, 'GET', '/readyz');
    return 'status' in answer && answer.status === 200;
  });
  const before = load.count();
  await until('payments go on', async () => load.count() > before);
  assert.equal((await (await signIn(server.address, 'auditor')).get('/v1/cases')).status, 200);
  return `${refusals} refusals told of it; ${await checkRecord(server, load)}`;
}

/** Why a disk cannot be filled here; undefined where it can. A container often lets nobody make one, not even root. */
export function whyNoDisk(): string | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'reprieve-disk-'));
  try {
    mount(folder);
    unmount(folder);
    return undefined;
  } catch (error) {
    return `no disk of its own can be made: ${error instanceof Error ? error.message.trim() : String(error)}`;
  } finally {
    rmdirSync(folder);
  }
}

function mount(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function unmount(folder: string): void {
  execFileSync('umount', ['-l', folder]);
}

function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (;;) writeSync(descriptor, CHUNK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(descriptor);
  }
}
