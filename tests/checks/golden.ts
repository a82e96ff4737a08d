import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compiledFile } from '../support/compiled-files.js';
import { PROJECT_DIRECTORY } from '../support/services.js';
import { describeAll, findDifferences } from './golden/compare.js';
import { recordAll } from './golden/record.js';

// What the product answers, stores and shows must be what tests/golden says. With --write it is written anew,
// with --only=story or --only=sample only this part is played and compared.
const root = PROJECT_DIRECTORY;
const folder = path.join(root, 'tests/golden');
const SHOWN_MOST = 25;
const { only, write: isWriting } = parseArgs({
  options: { only: { type: 'string' }, write: { type: 'boolean' } },
}).values;

/** The test servers are started and ended by programs of their own, as in a test run; this process holds the lease. */
function runProgram(file: string): void {
  const { status } = spawnSync(process.execPath, [compiledFile(file)], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${file} ended with ${status}`);
}

function readExpected(): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  const named = files.map((file) => [path.relative(folder, file).replaceAll('\\', '/'), file] as const);
  const wanted = named.filter(([name]) => only === undefined || name.startsWith(`${only}/`));
  return new Map(wanted.map(([name, file]) => [name, readFileSync(file, 'utf8')]));
}

function write(files: ReadonlyMap<string, string>): void {
  rmSync(path.join(folder, only ?? ''), { recursive: true, force: true });
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  console.log(`tests/golden is written: ${files.size} files.`);
}

function compare(expected: ReadonlyMap<string, string>, actual: ReadonlyMap<string, string>): void {
  const names = [...new Set([...expected.keys(), ...actual.keys()])].sort();
  const differences = names.flatMap((name) => findDifferences(name, expected.get(name) ?? '', actual.get(name) ?? ''));
  const described = describeAll(differences);
  for (const one of described.slice(0, SHOWN_MOST)) console.error(`${one}\n`);
  if (described.length > SHOWN_MOST) console.error(`… ${described.length - SHOWN_MOST} more differences\n`);
  if (differences.length === 0) console.log(`${names.length} files of tests/golden are as they were.`);
  else {
    const files = new Set(differences.map((one) => one.file));
    console.error(`${differences.length} differences in ${files.size} files: ${[...files].join(', ')}`);
    console.error('A difference is wanted, and then written with `npm run golden -- --write`, or it is a fault.');
    process.exitCode = 1;
  }
}

runProgram('tests/support/global-before.ts');
try {
  const started = Date.now();
  const say = (line: string) => console.log(`${((Date.now() - started) / 1000).toFixed(0)} s: ${line}`);
  const files = await recordAll(root, only, say);
  if (isWriting === true) write(files);
  else compare(readExpected(), files);
} finally {
  runProgram('tests/support/global-after.ts');
}
