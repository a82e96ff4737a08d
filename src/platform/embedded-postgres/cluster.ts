import { createHmac, randomBytes } from 'node:crypto';
import { chown, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { outputOf } from '../system-error.js';
import { runAs } from './account.js';
import { initdbPath } from './binaries.js';
import type { Home } from './home.js';

/** Inside the cluster, so that it is made, moved and lost only together with the data it opens. */
const PASSWORD_NAME = 'reprieve-password';
const DRAFT_PREFIX = 'draft-';

/** Maintains the server; the application never connects with it. */
export const SUPERUSER = 'postgres';
/** Owns the database, migrates it, and nothing else. */
export const OWNER_ROLE = 'reprieve';
/** What the application connects as: it reads and adds, and cannot change what has happened (EV-02). */
export const APPLICATION_ROLE = 'reprieve_application';

export interface Passwords {
  superuser: string;
  owner: string;
  application: string;
}

/**
 * Makes the cluster unless it is there. It is made under another name and moved when it is whole, so a start that
 * was killed half-way leaves only a draft, which the next one throws away.
 * @returns true when it was made now
 */
export async function ensureCluster(home: Home, durable: boolean): Promise<boolean> {
  const names = await readdir(home.directory);
  for (const name of names.filter((each) => each.startsWith(DRAFT_PREFIX))) {
    // The initdb of a killed start may still be writing there; what it leaves goes at the start after this one.
    await rm(path.join(home.directory, name), { recursive: true, force: true }).catch(() => undefined);
  }
  if (names.includes(path.basename(home.clusterDirectory))) {
    await checkMajorVersion(home);
    return false;
  }
  const draft = path.join(home.directory, `${DRAFT_PREFIX}${randomBytes(6).toString('hex')}`);
  const passwordFile = `${draft}.password`;
  try {
    await writeFile(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    if (home.account) await chown(passwordFile, home.account.uid, home.account.gid);
    await runInitdb(home, draft, passwordFile, durable);
    await rename(passwordFile, path.join(draft, PASSWORD_NAME));
    await rename(draft, home.clusterDirectory);
    if (durable) await syncDirectory(home.directory);
  } catch (error) {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
  return true;
}

async function runInitdb(home: Home, draft: string, passwordFile: string, durable: boolean): Promise<void> {
  const args = [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  try {
    await runAs(home.account, initdbPath(home.binaries), args);
  } catch (error) {
    const reason = outputOf(error).split('\n').at(-1);
    throw new Error(`The embedded database could not be made in ${home.directory}: ${reason}`, { cause: error });
  }
}

async function checkMajorVersion(home: Home): Promise<void> {
  const made = (await readFile(path.join(home.clusterDirectory, 'PG_VERSION'), 'utf8')).trim();
  const major = /^postgresql-(\d+)\./.exec(home.binaries.label)?.[1];
  if (made !== major) {
    throw new Error(
      `The database in ${home.clusterDirectory} was made by PostgreSQL ${made}, but ${major} is installed: ` +
        `copy its content over with pg_dump ${made}, or install the earlier version again.`,
    );
  }
}

/** The other passwords follow from the superuser's, but not the other way round. */
export async function readPasswords(home: Pick<Home, 'clusterDirectory'>): Promise<Passwords> {
  const superuser = (await readFile(path.join(home.clusterDirectory, PASSWORD_NAME), 'utf8')).trim();
  const derive = (role: string) => createHmac('sha256', superuser).update(role).digest('hex');
  return { superuser, owner: derive(OWNER_ROLE), application: derive(APPLICATION_ROLE) };
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
