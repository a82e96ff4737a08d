import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { report } from '@tapjs/reporter';
import t from 'tap';
import { groupBy } from '../../src/shared/group-by.js';
import { compiledFile } from './compiled-files.js';
import { PROJECT_DIRECTORY } from './services.js';

// Runs compiled tests in processes of their own, as `tap run` would. That one starts each process with hooks on every
// import (to compile, mock and watch what is loaded), which takes more processor time than most tests themselves; they
// are needed for coverage alone (`npm run coverage`). tap hands such hooks on in NODE_OPTIONS to all that a test
// starts, so each process begins without that variable.

const NODE_ARGUMENTS = [
  '--enable-source-maps',
  '--import',
  path.join(PROJECT_DIRECTORY, 'tests/support/no-domains.mjs'),
];
/** A test file that takes longer is ended. */
const FILE_SECONDS_MAX = 300;
/**
 * Files of one place share a process: to load the product, and to make it fast, costs more than most files ask of it.
 * The first form that fits counts; a file that none fits has a process of its own.
 */
const PLACES: readonly (readonly [name: string, form: RegExp])[] = [
  ['law and architecture', /^tests\/(shared|architecture|law|features\/papers\/calculations)\//],
  ['platform', /^tests\/(platform|database)\//],
  ['course and operations', /^tests\/features\/(course|operations)\//],
  ['dossier', /^tests\/features\/dossier\//],
  ['money', /^tests\/features\/money\//],
  ['papers', /^tests\/features\/papers\//],
  ['people', /^tests\/features\/people\//],
  ['plans and review', /^tests\/features\/(plans|review)\//],
  ['jobs', /^tests\/jobs\//],
  ['plugins', /^tests\/plugins\//],
  ['pages', /^tests\/web\//],
];
/** Files that take as long as a whole place, or that change what belongs to their process. */
const ALONE = [
  /^tests\/plugins\/(permissions|any-body|any-query)\./,
  /^tests\/features\/operations\/audit\/tampering\./,
  /^tests\/features\/money\/disbursements\/any-sequence\./,
  // Its snapshots are kept under the name of the program that runs.
  /^tests\/features\/dossier\/notices\/http\./,
  // Their subject is the process: its time zone, its driver.
  /^tests\/law\/schedule\/spreadsheet\./,
  /^tests\/platform\/postgres-driver\./,
];

const isTest = (name: string) => /\.test\.tsx?$/.test(name);

/** The part of a process of tap's that is needed here. */
interface Spawned {
  readonly name: string;
  readonly parser: { on(event: 'assert', listener: (test: { name: string; time?: number }) => void): void };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    reporter: { type: 'string', default: process.stdout.isTTY ? 'base' : 'terse' },
    jobs: { type: 'string', default: String(Math.max(2, availableParallelism())) },
  },
});

/** What one process runs. */
interface Run {
  readonly name: string;
  readonly args: readonly string[];
  /** Files that share the process. */
  readonly files?: readonly string[];
  readonly secondsMax: number;
}

function listTests(): string[] {
  return readdirSync(path.join(PROJECT_DIRECTORY, 'tests'), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join('tests', file))
    .filter(isTest)
    .toSorted();
}

/** Test files named by their path, or by a folder. Throws: when one leads to no test. */
function chooseTests(names: readonly string[]): string[] {
  const all = listTests();
  const chosen = names.map((name) => {
    const place = path.relative(PROJECT_DIRECTORY, path.resolve(name));
    const found = all.filter((file) => file === place || file.startsWith(`${place}/`));
    if (found.length === 0) throw new Error(`${name} is no test file and no folder with test files.`);
    return found;
  });
  return [...new Set(chosen.flat())];
}

const alone = (file: string): Run => ({ name: file, args: [compiledFile(file)], secondsMax: FILE_SECONDS_MAX });

function together(name: string, files: readonly string[]): Run {
  const args = [compiledFile('tests/support/run-together.ts'), name, String(FILE_SECONDS_MAX)];
  return { name, args, files: files.map(compiledFile), secondsMax: FILE_SECONDS_MAX * files.length };
}

function placeOf(file: string): string {
  const place = ALONE.some((form) => form.test(file)) ? undefined : PLACES.find(([, form]) => form.test(file));
  return place?.[0] ?? file;
}

function planRuns(): Run[] {
  const files = positionals.length > 0 ? chooseTests(positionals) : listTests();
  return [...groupBy(files, placeOf)].map(([name, its]) => (its[0] === name ? alone(name) : together(name, its)));
}

const runs = planRuns();
t.setTimeout(0);
t.jobs = Math.min(Number(values.jobs), runs.length);
if (values.reporter === 'tap') t.pipe(process.stdout);
// The reporter asks tap's configuration for nothing but options, none of which is set here.
else void report(values.reporter, t, new Map() as never);
t.plan(runs.length);

const started = new Map<string, number>();
t.on('spawn', (child: Spawned) => {
  started.set(child.name, performance.now());
  // Files that share a process are its tests.
  child.parser.on('assert', ({ name, time }) => {
    if (isTest(name)) process.send?.({ name, seconds: (time ?? 0) / 1000 });
  });
});
for (const { name, args, files = [], secondsMax } of runs) {
  const done = t.spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, ...NODE_ARGUMENTS, ...args], {
    name,
    at: null,
    stack: '',
    buffered: t.jobs > 1,
    timeout: secondsMax * 1000,
    cwd: PROJECT_DIRECTORY,
    env: { ...process.env, TAP_TIMEOUT: String(secondsMax), RUN_TOGETHER: JSON.stringify(files) },
  });
  // Files that share a process have told their own.
  if (!isTest(name)) continue;
  void done.then(() => {
    const seconds = (performance.now() - (started.get(name) ?? 0)) / 1000;
    process.send?.({ name, seconds });
  });
}
