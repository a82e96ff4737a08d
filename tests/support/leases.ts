import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DirectoryInUseError, lockDirectory, type DirectoryLock } from '../../src/platform/directory-lock.js';
import { identifyProcess, isRunning, type ProcessIdentity } from '../../src/platform/process-identity.js';
import { SERVICES_DIRECTORY } from './services.js';

const LEASES_DIRECTORY = path.join(SERVICES_DIRECTORY, 'leases');
const KEPT = path.join(LEASES_DIRECTORY, 'kept');
const WAIT_MS = 180_000;

/**
 * Several test runs of one clone share the servers. Each run, known by the runner's process, holds a lease; the
 * servers end with the last one. A run that was killed loses its lease by not being there any more.
 */
export function takeLease(): void {
  const runner = identifyProcess(process.ppid);
  if (runner === undefined) throw new Error('The test runner has gone.');
  mkdirSync(LEASES_DIRECTORY, { recursive: true });
  writeFileSync(path.join(LEASES_DIRECTORY, String(runner.pid)), JSON.stringify(runner));
}

export function giveLeaseBack(): void {
  rmSync(path.join(LEASES_DIRECTORY, String(process.ppid)), { force: true });
}

/**
 * Keeps the servers for runs to come.
 * @param server - the database server itself: the lease lasts as long as there is something to keep
 */
export function keepServers(server: ProcessIdentity): void {
  mkdirSync(LEASES_DIRECTORY, { recursive: true });
  writeFileSync(KEPT, JSON.stringify(server));
}

export function stopKeepingServers(): void {
  rmSync(KEPT, { force: true });
}

/** Whether a run other than this one still needs the servers. */
export function othersHoldLease(): boolean {
  mkdirSync(LEASES_DIRECTORY, { recursive: true });
  const leases = readdirSync(LEASES_DIRECTORY).filter((name) => name !== String(process.ppid));
  return leases.some((name) => {
    const file = path.join(LEASES_DIRECTORY, name);
    if (isRunning(JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity)) return true;
    rmSync(file, { force: true });
    return false;
  });
}

/** Lets one run at a time start or end servers. */
export async function oneAtATime(work: () => Promise<void>): Promise<void> {
  const lock = await waitForLock();
  try {
    await work();
  } finally {
    lock.release();
  }
}

async function waitForLock(): Promise<DirectoryLock> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    try {
      return lockDirectory(SERVICES_DIRECTORY);
    } catch (error) {
      if (!(error instanceof DirectoryInUseError) || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
