import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { report } from '@tapjs/reporter';
import t from 'tap';
import { compiledFile } from './compiled-files.js';
import { PROJECT_DIRECTORY } from './services.js';

// Runs compiled tests in processes of their own, as `tap run` would. That one starts each process with hooks on every
// import (to compile, mock and watch what is loaded), which takes more processor time than most tests themselves; they
// are needed for coverage alone (`npm run coverage`).

/** A test file that takes longer is ended. */
const FILE_SECONDS_MAX = 300;
/** Files that need no server, and so little else that the start of a process would be most of their time. */
const LIGHT = [
  /^tests\/(shared|architecture)\//,
  // All of the law but two files, which ask the product of it.
  /^tests\/law\/(?!record\/|states\/case\.)/,
  /^tests\/(features\/.*(rules|media-types)|platform\/field-cipher)\.test\.ts$/,
];
const isLight = (file: string) => LIGHT.some((form) => form.test(file));

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
}

function listTests(): string[] {
  return readdirSync(path.join(PROJECT_DIRECTORY, 'tests'), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join('tests', file))
    .filter((file) => /\.test\.tsx?$/.test(file))
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

const alone = (file: string): Run => ({ name: file, args: [compiledFile(file)] });

function planRuns(): Run[] {
  if (positionals.length > 0) return chooseTests(positionals).map(alone);
  const files = listTests();
  const light = files.filter(isLight);
  const args = ['tests/support/run-together.ts', ...light].map(compiledFile);
  const heavy = files.filter((file) => !isLight(file));
  return [{ name: `${light.length} light files`, args }, ...heavy.map(alone)];
}

const runs = planRuns();
t.setTimeout(0);
t.jobs = Math.min(Number(values.jobs), runs.length);
if (values.reporter === 'tap') t.pipe(process.stdout);
// The reporter asks tap's configuration for nothing but options, none of which is set here.
else void report(values.reporter, t, new Map() as never);
t.plan(runs.length);

const started = new Map<string, number>();
t.on('spawn', (child: { name: string }) => started.set(child.name, performance.now()));
for (const { name, args } of runs) {
  const done = t.spawn(process.execPath, ['--enable-source-maps', ...args], {
    name,
    at: null,
    stack: '',
    buffered: t.jobs > 1,
    timeout: FILE_SECONDS_MAX * 1000,
    cwd: PROJECT_DIRECTORY,
    env: { ...process.env, TAP_TIMEOUT: String(FILE_SECONDS_MAX) },
  });
  void done.then(() => {
    const seconds = (performance.now() - (started.get(name) ?? 0)) / 1000;
    process.send?.({ name, seconds });
  });
}
