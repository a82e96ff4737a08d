import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execFileAsync = promisify(execFile);

const ACCOUNT_NAME = 'postgres';

/** The system user that the database server runs as; undefined means the user of this process. */
export interface Account {
  uid: number;
  gid: number;
}

/** Nothing of our own environment reaches the server: PGDATA, PGHOST and the like would change what it does. */
export const SERVER_ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
  LC_MESSAGES: 'C',
} as const;

/**
 * Runs a program to its end, as `account` when one is given.
 * Throws: the program's failure, with `stderr` and `stdout` on it.
 */
export async function runAs(
  account: Account | undefined,
  file: string,
  args: readonly string[],
): Promise<{ stdout: string; stderr: string }> {
  return execFileAsync(file, args, { ...account, cwd: '/', env: SERVER_ENVIRONMENT, encoding: 'utf8' });
}

/**
 * PostgreSQL refuses to run as root, so root lends it the system user `postgres`, made on the spot where there is none.
 * Throws: one sentence when no such user can be made.
 */
export async function findOrCreateAccount(): Promise<Account> {
  const existing = await findAccount();
  if (existing !== undefined) return existing;
  const ways: ReadonlyArray<ReadonlyArray<readonly [string, readonly string[]]>> = [
    [
      ['groupadd', ['--system', ACCOUNT_NAME]],
      ['useradd', ['--system', '--no-create-home', '--gid', ACCOUNT_NAME, ACCOUNT_NAME]],
    ],
    [
      ['addgroup', ['-S', ACCOUNT_NAME]],
      ['adduser', ['-S', '-D', '-H', '-G', ACCOUNT_NAME, ACCOUNT_NAME]],
    ],
  ];
  for (const commands of ways) {
    for (const [file, args] of commands) {
      // A group left by an earlier attempt makes the first command fail; only the user counts in the end.
      await runAs(undefined, file, args).catch(() => undefined);
    }
    const created = await findAccount();
    if (created !== undefined) return created;
  }
  throw new Error(
    `PostgreSQL does not run as root and a system user ${ACCOUNT_NAME} could not be created: ` +
      'create it, start as an ordinary user, or set DATABASE_URL.',
  );
}

async function findAccount(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([
      runAs(undefined, 'id', ['-u', ACCOUNT_NAME]),
      runAs(undefined, 'id', ['-g', ACCOUNT_NAME]),
    ]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** Whether the account can enter a folder and write there; asked of the system, which also knows of access lists. */
export async function canWriteIn(account: Account | undefined, directory: string): Promise<boolean> {
  try {
    await runAs(account, '/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', directory]);
    return true;
  } catch {
    return false;
  }
}
