import { readdirSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { PROJECT_DIRECTORY } from '../support/services.js';
import { print } from './ratchet.js';
import { listCasts } from './read-casts.js';
import { imports, isThere, listImports, product, read, show, tests } from './read-code.js';

/** Longest files: of the product, and of its tests with their tables. */
const LINES_MAX = 400;
const TEST_LINES_MAX = 600;
const COLUMNS_MAX = 120;
const TOP_LEVEL = [
  'src',
  'drizzle',
  'jobs',
  'tests',
  'docs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'README.md',
  'node_modules',
  'dist',
];

/** Spares most files the parser. */
const mayCast = (file: string) => /\.tsx?$/.test(file) && /\bas\b(?! const)/.test(read(file));
const everything = [...product, ...tests];

t.test('relative imports end in .js and lead to a file', (t) => {
  const all = [...imports, ...tests.flatMap(listImports)].filter((one) => one.written.startsWith('.'));
  t.same(
    all.filter((one) => !/\.(js|mjs)$/.test(one.written)).map((one) => `${one.from}: ${one.written}`),
    [],
  );
  t.same(all.filter((one) => !isThere(one.target)).map(show), []);
  t.end();
});

t.test('no file is longer than 400 lines, no test longer than 600', (t) => {
  const linesOf = (file: string) => read(file).split('\n').length - 1;
  t.same(
    product.filter((file) => linesOf(file) > LINES_MAX),
    [],
  );
  t.same(
    tests.filter((file) => linesOf(file) > TEST_LINES_MAX),
    [],
  );
  t.end();
});

t.test('lines have 120 columns at most', (t) => {
  const found = everything.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (line.length > COLUMNS_MAX ? `${file}:${index + 1}` : [])),
  );
  print(found.length, `lines longer than ${COLUMNS_MAX} columns`);
  t.same(found, []);
  t.end();
});

t.test('casts are counted (npm run casts:check asks each for its reason)', (t) => {
  const casts = product.filter(mayCast).flatMap((file) => listCasts(file, read(file)));
  print(casts.length, 'casts');
  t.end();
});

t.test('no barrels, and no drawers for things without a name', (t) => {
  const bad = everything.filter((file) => /(^|\/)(index|utils?|helpers?|common|misc|lib)(\.|\/)/.test(file));
  t.same(bad, []);
  t.end();
});

t.test('names are kebab-case, with a dot before test, processor and bench', (t) => {
  const name = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|processor|bench|build))?\.(ts|tsx|mjs)$/;
  t.same(
    everything.filter((file) => !name.test(path.posix.basename(file))),
    [],
  );
  t.end();
});

t.test('only src/config.ts reads the environment', (t) => {
  const readers = product.filter((file) => /process\.env|\benv\b.*from 'node:process'/.test(read(file)));
  t.same(readers, ['src/config.ts']);
  t.end();
});

t.test('nothing writes to the console but what is run by hand', (t) => {
  t.same(
    product.filter((file) => /\bconsole\.(log|error|warn|info|debug)\(/.test(read(file))),
    ['src/launch.mjs'],
  );
  t.end();
});

t.test('the top level is the one that is laid down', (t) => {
  const names = readdirSync(PROJECT_DIRECTORY).filter((name) => !name.startsWith('.'));
  t.same(
    names.filter((name) => !TOP_LEVEL.includes(name)),
    [],
  );
  t.end();
});
