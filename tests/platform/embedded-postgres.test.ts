import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  cpSync,
} from 'node:fs';
import { watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import t, { type Test } from 'tap';
import { DirectoryInUseError } from '../../src/platform/directory-lock.js';
import { startEmbeddedPostgres, type DatabaseServer } from '../../src/platform/embedded-postgres.js';
import { findOrCreateAccount } from '../../src/platform/embedded-postgres/account.js';
import { locateBinaries, makeUsable } from '../../src/platform/embedded-postgres/binaries.js';
import { killHard, nextLine, startScript } from '../support/child-process.js';

const OWNER_SCRIPT = 'tests/support/own-database.ts';
/** As in the script: processes are killed here, but the machine stays up. */
const QUICK_SETTINGS = { fsync: 'off' };
const isRoot = process.getuid?.() === 0;

// Most tests start from a copy of a database that has been made and stopped: making one is the slow part.
const preparedDirectory = makeDirectory(t);
t.before(async () => {
  const server = await startEmbeddedPostgres({
    dataDir: preparedDirectory,
    log: () => undefined,
    settings: QUICK_SETTINGS,
  });
  await server.stop();
});

t.test('The first start makes a UTF-8 database whose owner is no superuser', async (t) => {
  const server = await start(t, makeDirectory(t));
  t.equal(server.adopted, false);
  const sql = connect(t, server.url);
  const [row] = await sql`
    select current_database() as name, current_setting('server_encoding') as encoding, rolsuper,
           (select datcollate from pg_database where datname = current_database()) as collation
      from pg_roles where rolname = current_user`;
  t.match(row, { name: 'reprieve', encoding: 'UTF8', collation: 'C.UTF-8', rolsuper: false });
  const wrong = new URL(server.url);
  wrong.password = 'guessed';
  await t.rejects(connect(t, wrong.href)`select 1`, { code: '28P01' }, 'A wrong password is refused.');
  const password = statSync(path.join(server.clusterDirectory, 'reprieve-password'));
  t.equal(password.mode & 0o777, 0o600);
});

t.test('Data are there again after a stop and a start', async (t) => {
  const dataDir = copyPrepared(t);
  const first = await start(t, dataDir);
  await keepNote(first.url);
  await first.stop();
  await first.stop();
  const second = await start(t, dataDir);
  t.equal(second.adopted, false);
  t.equal(await readNote(second.url), 'kept');
});

t.test('After kill -9 of its process the next start uses the server on', async (t) => {
  const dataDir = copyPrepared(t);
  const owner = startScript(t, OWNER_SCRIPT, [dataDir]);
  const { url } = JSON.parse(await nextLine(owner)) as { url: string };
  await keepNote(url);
  await killHard(owner);
  const server = await start(t, dataDir);
  t.equal(server.adopted, true);
  t.equal(server.url, url);
  t.equal(await readNote(server.url), 'kept');
  await server.stop();
  await t.rejects(connect(t, url)`select 1`, { code: 'ECONNREFUSED' }, 'An adopted server can be stopped too.');
});

t.test('A server that was left behind with other settings is started anew', async (t) => {
  const dataDir = copyPrepared(t);
  const owner = startScript(t, OWNER_SCRIPT, [dataDir]);
  const { url } = JSON.parse(await nextLine(owner)) as { url: string };
  await keepNote(url);
  await killHard(owner);
  const server = await start(t, dataDir, { work_mem: '5MB' });
  t.equal(server.adopted, false);
  t.equal(await readNote(server.url), 'kept');
});

t.test('A second process on the same data directory is refused in one sentence', async (t) => {
  const dataDir = copyPrepared(t);
  const owner = startScript(t, OWNER_SCRIPT, [dataDir]);
  const { url } = JSON.parse(await nextLine(owner)) as { url: string };
  const refused = startEmbeddedPostgres({ dataDir, log: () => undefined });
  await t.rejects(refused, DirectoryInUseError);
  await t.rejects(refused, { message: new RegExp(`in use by another Reprieve process \\(pid ${owner.pid}\\)`) });
  await connect(t, url)`select 1`;
  await killHard(owner);
  await start(t, dataDir);
});

t.test('The process that holds a data directory cannot take it twice', async (t) => {
  const dataDir = copyPrepared(t);
  await start(t, dataDir);
  await t.rejects(startEmbeddedPostgres({ dataDir, log: () => undefined }), DirectoryInUseError);
});

t.test('Files of processes that have gone do not stand in the way', async (t) => {
  const dataDir = copyPrepared(t);
  const first = await start(t, dataDir);
  await keepNote(first.url);
  await first.stop();
  const pidFile = path.join(first.clusterDirectory, 'postmaster.pid');
  const cases = [
    { why: 'nobody has the pid any more', pid: 2 ** 22 + 1 },
    { why: 'the pid belongs to another program now', pid: process.pid },
  ];
  for (const { why, pid } of cases) {
    await writeFile(
      pidFile,
      [pid, first.clusterDirectory, 1_700_000_000, 1, '', '127.0.0.1', '1 1', 'ready', ''].join('\n'),
    );
    await writeFile(path.join(dataDir, 'lock'), JSON.stringify({ pid, startedAt: 'in an earlier life' }));
    const server = await start(t, dataDir);
    t.equal(server.adopted, false, why);
    t.equal(await readNote(server.url), 'kept', why);
    await server.stop();
  }
});

t.test('A start that was killed while the cluster was made leaves nothing in the way', async (t) => {
  const dataDir = makeDirectory(t);
  const home = path.join(dataDir, 'postgres');
  mkdirSync(home, { recursive: true });
  const changes = watch(home, { signal: AbortSignal.timeout(20_000) });
  const owner = startScript(t, OWNER_SCRIPT, [dataDir]);
  for await (const { filename } of changes) {
    if (filename !== null && /^draft-[0-9a-f]+$/.test(filename)) break;
  }
  await killHard(owner);
  t.equal(existsSync(path.join(home, 'cluster')), false);
  const server = await start(t, dataDir);
  await keepNote(server.url);
  t.equal(await readNote(server.url), 'kept');
});

t.test('A server that is killed comes back on the same port', async (t) => {
  const dataDir = copyPrepared(t);
  const { promise, resolve } = newSignal();
  // Looking after the server keeps no process alive by itself.
  const alive = setInterval(() => undefined, 60_000);
  t.teardown(() => clearInterval(alive));
  const server = await start(t, dataDir, {}, (message) => message.includes('runs again') && resolve());
  await keepNote(server.url);
  const [pid] = readFileSync(path.join(server.clusterDirectory, 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(pid), 'SIGKILL');
  await promise;
  t.equal(await readNote(server.url), 'kept');
});

t.test('A cluster of another major version is refused with what to do', async (t) => {
  const dataDir = copyPrepared(t);
  const server = await start(t, dataDir);
  await server.stop();
  await writeFile(path.join(server.clusterDirectory, 'PG_VERSION'), '17\n');
  await t.rejects(startEmbeddedPostgres({ dataDir, log: () => undefined }), {
    message: /made by PostgreSQL 17, but 18/,
  });
});

t.test('As root in a folder closed to the system user', { skip: !isRoot && 'needs root' }, async (t) => {
  t.test('the data are kept below /var/lib/reprieve', async (t) => {
    const closed = makeDirectory(t);
    chmodSync(closed, 0o700);
    const dataDir = path.join(closed, 'data');
    const first = await start(t, dataDir);
    t.teardown(() => rmSync(path.dirname(first.clusterDirectory), { recursive: true, force: true }));
    t.match(first.clusterDirectory, /^\/var\/lib\/reprieve\/[0-9a-f]{16}\/cluster$/);
    t.equal(readFileSync(path.join(dataDir, 'database-location'), 'utf8').trim(), path.dirname(first.clusterDirectory));
    await keepNote(first.url);
    await first.stop();
    chmodSync(closed, 0o711);
    const second = await start(t, dataDir);
    t.equal(second.clusterDirectory, first.clusterDirectory, 'The database stays where it is.');
    t.equal(await readNote(second.url), 'kept');
    await second.stop();
  });

  t.test('the programs are copied to where that user reaches them', async (t) => {
    const closed = makeDirectory(t);
    const account = await findOrCreateAccount();
    const found = await locateBinaries();
    const shared = makeDirectory(t);
    const unreachable = { ...found, directory: path.join(closed, 'native') };
    // A copy, not a link: this checkout itself may lie where that user does not come.
    cpSync(found.directory, unreachable.directory, { recursive: true, verbatimSymlinks: true });
    t.equal((await makeUsable(unreachable, account, shared)).directory, unreachable.directory);
    chmodSync(closed, 0o700);
    const [one, two] = await Promise.all([
      makeUsable(unreachable, account, shared),
      makeUsable(unreachable, account, shared),
    ]);
    t.equal(one.directory, path.join(shared, found.label));
    t.equal(two.directory, one.directory);
    t.strictSame(readdirSync(shared), [found.label], 'Two copies at a time end in one, without a draft left.');
  });
});

function makeDirectory(t: Test): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'reprieve-embedded-'));
  // The system user of the database has to pass through.
  chmodSync(directory, 0o711);
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function copyPrepared(t: Test): string {
  const directory = path.join(makeDirectory(t), 'data');
  // With owners and modes, which cpSync of Node does not keep.
  execFileSync('cp', ['-a', preparedDirectory, directory]);
  return directory;
}

async function start(
  t: Test,
  dataDir: string,
  settings: Record<string, string> = {},
  log: (message: string) => unknown = () => undefined,
): Promise<DatabaseServer> {
  const server = await startEmbeddedPostgres({
    dataDir,
    log: (message) => void log(message),
    settings: { ...QUICK_SETTINGS, ...settings },
  });
  t.teardown(() => server.stop());
  return server;
}

function connect(t: Test, url: string): postgres.Sql {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  t.teardown(() => sql.end({ timeout: 1 }));
  return sql;
}

async function keepNote(url: string): Promise<void> {
  const sql = postgres(url, { max: 1 });
  await sql`create table note as select 'kept' as text`;
  await sql.end();
}

async function readNote(url: string): Promise<string | undefined> {
  const sql = postgres(url, { max: 1 });
  const [row] = await sql<{ text: string }[]>`select text from note`;
  await sql.end();
  return row?.text;
}

function newSignal(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
