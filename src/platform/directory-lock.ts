import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.js';
import { codeOf } from './system-error.js';

const LOCK_NAME = 'lock';
const TAKEOVER_ATTEMPTS = 10;

/** Another living process holds the directory; the message names it and says what to do. */
export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError';
}

export interface DirectoryLock {
  /** Gives the directory free; the second call does nothing. */
  release(): void;
}

/**
 * Takes a directory for this process alone. The lock of a process that was killed is taken over; a pid that the
 * system has given to another program in the meantime is recognised by its start time.
 * @param directory - exists and can be written to
 * Throws: DirectoryInUseError while its holder runs (also when that is this very process).
 */
export function lockDirectory(directory: string): DirectoryLock {
  const lockPath = path.join(directory, LOCK_NAME);
  const self = identifyProcess(process.pid);
  if (self === undefined) throw new Error('This process cannot read its own entry in the process table.');
  const content = JSON.stringify(self);
  const draftPath = `${lockPath}.${process.pid}-${randomBytes(4).toString('hex')}`;
  writeFileSync(draftPath, content, { mode: 0o644, flag: 'wx' });
  try {
    for (let attempt = 0; attempt < TAKEOVER_ATTEMPTS; attempt += 1) {
      if (tryLink(draftPath, lockPath)) {
        return { release: () => releaseOwn(lockPath, content) };
      }
      removeStale(directory, lockPath);
    }
  } finally {
    rmSync(draftPath, { force: true });
  }
  throw new DirectoryInUseError(`The lock of the data directory ${directory} could not be taken; try again.`);
}

/** A link appears with its whole content or not at all, so no reader ever sees half a lock. */
function tryLink(draftPath: string, lockPath: string): boolean {
  try {
    linkSync(draftPath, lockPath);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function removeStale(directory: string, lockPath: string): void {
  const content = readIfPresent(lockPath);
  if (content === undefined) return;
  const holder = parseHolder(content);
  if (holder !== undefined && isRunning(holder)) {
    throw new DirectoryInUseError(
      `The data directory ${directory} is in use by another Reprieve process (pid ${holder.pid}): ` +
        'stop that one first, or give this one its own DATA_DIR.',
    );
  }
  // Renaming lets exactly one of several starters win; what was moved away is read again,
  // because a quicker one may have put its own lock there since.
  const asidePath = `${lockPath}.stale-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    renameSync(lockPath, asidePath);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (readIfPresent(asidePath) !== content) tryLink(asidePath, lockPath);
  rmSync(asidePath, { force: true });
}

function releaseOwn(lockPath: string, content: string): void {
  if (readIfPresent(lockPath) === content) rmSync(lockPath, { force: true });
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parseHolder(content: string): ProcessIdentity | undefined {
  try {
    return z.object({ pid: z.number(), startedAt: z.string() }).safeParse(JSON.parse(content)).data;
  } catch {
    return undefined;
  }
}
