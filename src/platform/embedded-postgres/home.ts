import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, chown, mkdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../system-error.js';
import { canWriteIn, findOrCreateAccount, type Account } from './account.js';
import { locateBinaries, makeUsable, type Binaries } from './binaries.js';

/** Where root keeps what the system user cannot reach elsewhere. */
const SYSTEM_DIRECTORY = '/var/lib/reprieve';
/** Left in DATA_DIR, for people and for the next start, when the database lies elsewhere. */
const POINTER_NAME = 'database-location';

/** Place, programs and owner of one embedded database. */
export interface Home {
  /** Holds the cluster, its log and drafts of it; belongs to `account`. */
  directory: string;
  /** The PostgreSQL data directory; absent before the first start. */
  clusterDirectory: string;
  account: Account | undefined;
  binaries: Binaries;
}

/**
 * Makes DATA_DIR when it is missing: closed to others, but as root passable for the system user.
 * Throws: one sentence when this user cannot write there.
 */
export async function makeDataDirectory(dataDir: string): Promise<void> {
  try {
    const made = await mkdir(dataDir, { recursive: true });
    if (made !== undefined) await chmod(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = codeOf(error);
    throw new Error(`The data directory ${dataDir} cannot be made or written to (${code}): choose another DATA_DIR.`, {
      cause: error,
    });
  }
}

/**
 * Decides where the database of a data directory lies and who runs it.
 * @param dataDir - absolute, exists
 * Throws: one sentence when no place or user fits.
 */
export async function prepareHome(dataDir: string, log: (message: string) => void): Promise<Home> {
  if (process.platform === 'win32') {
    throw new Error('The embedded database runs on Linux and macOS: set DATABASE_URL on this system.');
  }
  const found = await locateBinaries();
  return process.getuid?.() === 0 ? homeForRoot(dataDir, found, log) : homeForUser(dataDir, found);
}

async function homeForUser(dataDir: string, found: Binaries): Promise<Home> {
  const home = homeAt(path.join(dataDir, 'postgres'));
  const owner = await ownerOf(home.clusterDirectory);
  if (owner !== undefined && owner.uid !== process.getuid?.()) {
    throw new Error(
      `The database in ${home.directory} belongs to another user (uid ${owner.uid}): ` +
        'start as that user or as root, or choose another DATA_DIR.',
    );
  }
  await mkdir(home.directory, { recursive: true, mode: 0o700 });
  return { ...home, account: undefined, binaries: await makeUsable(found, undefined, dataDir) };
}

async function homeForRoot(dataDir: string, found: Binaries, log: (message: string) => void): Promise<Home> {
  const home = (await existingHome(dataDir)) ?? homeAt(path.join(dataDir, 'postgres'));
  const owner = await ownerOf(home.clusterDirectory);
  // A database first made by an ordinary user goes on running as that user.
  const account = owner !== undefined && owner.uid !== 0 ? owner : await findOrCreateAccount();
  const binaries = await makeUsable(found, account, SYSTEM_DIRECTORY);
  if (owner !== undefined) {
    if (!(await canWriteIn(account, home.directory))) {
      throw new Error(
        `The database in ${home.directory} cannot be reached by its user (uid ${account.uid}): ` +
          'let that user pass through the folders above it.',
      );
    }
    return { ...home, account, binaries };
  }
  await makeFor(account, home.directory);
  if (await canWriteIn(account, home.directory)) return { ...home, account, binaries };
  await rmdir(home.directory).catch(() => undefined);
  return { ...(await homeInSystem(dataDir, account, log)), account, binaries };
}

/** The folder is named by the data directory's path, so that each data directory has its own database. */
async function homeInSystem(dataDir: string, account: Account, log: (message: string) => void) {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const home = homeAt(path.join(SYSTEM_DIRECTORY, name));
  await makeFor(account, home.directory).catch((error: unknown) => {
    throw new Error(`The folder ${home.directory} could not be made: choose another DATA_DIR or set DATABASE_URL.`, {
      cause: error,
    });
  });
  if (!(await canWriteIn(account, home.directory))) {
    throw new Error(
      `Neither ${dataDir} nor ${home.directory} can be reached by the user of the database (uid ${account.uid}): ` +
        'choose another DATA_DIR or set DATABASE_URL.',
    );
  }
  await writeFile(path.join(dataDir, POINTER_NAME), `${home.directory}\n`);
  log(`The system user of the database cannot reach ${dataDir}; its data are kept in ${home.directory}.`);
  return home;
}

/** A database that was once put elsewhere stays there, also when the data directory has become reachable since. */
async function existingHome(dataDir: string) {
  const pointer = await readFile(path.join(dataDir, POINTER_NAME), 'utf8').catch(() => '');
  const directory = pointer.trim();
  if (!directory.startsWith(`${SYSTEM_DIRECTORY}/`)) return undefined;
  const home = homeAt(directory);
  return (await ownerOf(home.clusterDirectory)) === undefined ? undefined : home;
}

function homeAt(directory: string) {
  return { directory, clusterDirectory: path.join(directory, 'cluster') };
}

async function makeFor(account: Account, directory: string): Promise<void> {
  const parent = path.dirname(directory);
  // Only a folder made here gets its mode set: an umask must not shut the system user out of it.
  if ((await mkdir(parent, { recursive: true })) !== undefined) await chmod(parent, 0o755);
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o700);
  await chown(directory, account.uid, account.gid);
}

async function ownerOf(directory: string): Promise<Account | undefined> {
  try {
    const { uid, gid } = await stat(directory);
    return { uid, gid };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return undefined;
    if (code === 'EACCES') return { uid: -1, gid: -1 };
    throw error;
  }
}
