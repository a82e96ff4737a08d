// Plain JavaScript, because it runs before anything has been compiled. It builds when that is due and then runs the
// program in this same process: one node process to hold memory, and signals reach the program directly.
//
//   node src/launch.mjs                            the server
//   node src/launch.mjs --run=jobs/worker …        another entry, with the arguments that follow
//   node src/launch.mjs --build                    only build, due or not, with all types checked
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const DIST = path.join(ROOT, 'dist');
const STAMP = path.join(DIST, '.built-from');
const BUILD_LOCK = path.join(ROOT, 'node_modules', '.cache', 'reprieve-build.lock');
const BUILD_TIMEOUT_MS = 180_000;
const SOURCE_FOLDERS = ['src', 'jobs', 'drizzle'];
const SOURCE_FILES = ['package.json', 'tsconfig.json', 'src/tsconfig.build.json'];
const NODE_LEAST = [20, 12];

requireNode();
if (process.argv.includes('--build')) {
  withBuildLock(() => build([]));
} else {
  const entry = path.join(DIST, `${takeOption('--run=') ?? 'src/server'}.js`);
  // A start does not wait for the check of types, which takes twice as long as the rest and changes no output.
  if (!isBuilt(entry)) withBuildLock(() => (isBuilt(entry) ? undefined : build(['--noCheck'], entry)));
  await import(pathToFileURL(entry).href);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > NODE_LEAST[0] || (major === NODE_LEAST[0] && minor >= NODE_LEAST[1])) return;
  fail(`Reprieve needs Node ${NODE_LEAST.join('.')} or newer; this is ${process.versions.node}.`);
}

/** The program that is run finds only its own arguments. */
function takeOption(prefix) {
  const index = process.argv.findIndex((argument) => argument.startsWith(prefix));
  return index === -1 ? undefined : process.argv.splice(index, 1)[0].slice(prefix.length);
}

function isBuilt(entry) {
  return existsSync(entry) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint();
}

/**
 * Names, sizes and times of the sources: also a file that was removed or is older than the build counts as a change.
 */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of [...SOURCE_FOLDERS.flatMap(typescriptFiles), ...SOURCE_FILES]) {
    const found = statSync(path.join(ROOT, file), { throwIfNoEntry: false });
    hash.update(`${file} ${found?.size} ${found?.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function typescriptFiles(folder) {
  const directory = path.join(ROOT, folder);
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join(folder, name))
    .sort();
}

/**
 * The stamp is written last, so that a build cut short is done again; it tells what was there when the build began.
 * @returns what went wrong, or undefined
 */
function build(options, entry) {
  const compiler = findCompiler();
  if (compiler === undefined) {
    if (entry === undefined || !existsSync(entry)) {
      return 'There is no build and no compiler: run npm install with development dependencies.';
    }
    console.log('The sources differ from the build, but no compiler is installed; the build is used as it is.');
    return undefined;
  }
  console.log('Building from source; this takes a few seconds.');
  const sources = fingerprint();
  rmSync(DIST, { recursive: true, force: true });
  const project = path.join(ROOT, 'src', 'tsconfig.build.json');
  const compile = [compiler, '--project', project, ...options];
  const { status } = spawnSync(process.execPath, compile, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) return 'The build failed.';
  writeFileSync(STAMP, sources);
  return undefined;
}

/** @returns undefined where only production dependencies are installed, as in an image with a ready build */
function findCompiler() {
  try {
    return createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
  } catch {
    return undefined;
  }
}

/** Server and workers may be started at the same moment: one builds, the other waits for it and looks again. */
function withBuildLock(work) {
  mkdirSync(path.dirname(BUILD_LOCK), { recursive: true });
  const deadline = Date.now() + BUILD_TIMEOUT_MS;
  while (!takeBuildLock()) {
    if (Date.now() > deadline) fail(`Another build does not end; remove ${BUILD_LOCK} when there is none.`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  const failure = work();
  rmSync(BUILD_LOCK, { force: true });
  if (failure !== undefined) fail(failure);
}

function takeBuildLock() {
  try {
    writeFileSync(BUILD_LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (isLeftOver()) rmSync(BUILD_LOCK, { force: true });
  return false;
}

/** A lock without a pid in it was cut short too, unless it is being written at this very moment. */
function isLeftOver() {
  try {
    const holder = Number(readFileSync(BUILD_LOCK, 'utf8'));
    return holder > 0 ? !isAlive(holder) : Date.now() - statSync(BUILD_LOCK).mtimeMs > 5_000;
  } catch {
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
