import t from 'tap';
import { FORBIDDEN_KINDS, UPWARD } from './breaches.js';
import { expectOnly } from './ratchet.js';
import { type Import, imports, importsOf, isPackage, product, show } from './read-code.js';
import { featureOf, isFeature, isRoutes, within } from './rooms.js';

// What a kind of file may know, beyond the order of rooms. Kinds of files of a feature go by their names.

const named = (pattern: RegExp) => (file: string) => isFeature(file) && pattern.test(file);
const isRules = named(/(\/|-)rules\.ts$/);
const isSchema = named(/(\/|-)schema\.ts$/);
const isRepository = named(/(\/|-)repository\.ts$/);
const isService = named(/service\.ts$/);
const isEvents = named(/\/events\/[^/]+\.ts$/);
const isShared = within('src/shared');
const isLaw = within('src/law');
const isTables = within('src/tables');
/** Shapes of jsonb columns, which stand beside their tables and are plain schemas. */
const isStoredJson = (file: string) => isTables(file) && file.endsWith('-json.ts');
const isTable = (file: string) => isTables(file) && !isStoredJson(file);
/** Data, and functions on data: the law, and what stands in features and is like it. */
const isPure = (file: string) => isRules(file) || isLaw(file) || isEvents(file) || named(/\/grounds\.ts$/)(file);
const isPaging = (file: string) => file === 'src/platform/paging.ts';

const breaches: string[] = [];

/** Notes imports that a rule forbids; they are compared with the list at the end. */
function forbid(applies: (file: string) => boolean, forbids: (one: Import) => boolean): void {
  const found = imports.filter((one) => applies(one.from) && forbids(one)).map(show);
  // What breaks the order of rooms as well is listed there.
  breaches.push(...found.filter((one) => !UPWARD.includes(one)));
}

const forbidTargets = (applies: (file: string) => boolean, forbids: (target: string) => boolean) =>
  forbid(applies, ({ target }) => forbids(target));

// Shared and law import themselves: no table, no database, no clock. (packages.test.ts says the same of packages.)
forbidTargets(isShared, (target) => !isPackage(target) && !isShared(target));
forbidTargets(isLaw, (target) => !isPackage(target) && !isLaw(target) && !isShared(target));
forbidTargets(isTables, (target) => !isPackage(target) && ![isTables, isLaw, isShared].some((fits) => fits(target)));
// Events know law and shared, and each wing nothing of another's.
forbidTargets(
  (file) => isEvents(file) && !file.endsWith('/catalogue.ts'),
  (target) => !isPackage(target) && !isLaw(target) && !isShared(target) && !target.endsWith('/events/define.ts'),
);
// Wire schemas are made of schemas, of the law's tuples, and of those that stand beside a table.
forbid(
  isSchema,
  ({ target, isType }) =>
    !isType && target !== 'zod' && ![isSchema, isPure, isShared, isTables, isPaging].some((fits) => fits(target)),
);
forbidTargets(isRepository, isService);
// Routes and pages call services.
const isQuery = (target: string) => isTable(target) || isRepository(target) || /^(drizzle-orm|postgres)/.test(target);
forbidTargets(isRoutes, isQuery);
forbidTargets(within('src/web'), (target) => isQuery(target) || isRoutes(target) || isRules(target));
// What a page shows was read before it is rendered: by its load.ts, or by the routes.
const isView = (file: string) => /^src\/web\/(blocks\/.*|layout|.*\/page)\.tsx$/.test(file);
forbid(isView, ({ target, isType }) => !isType && isFeature(target) && !isSchema(target));
forbidTargets(
  within('jobs'),
  (target) => isQuery(target) || isRoutes(target) || isRules(target) || within('src/plugins')(target),
);
// Features meet through services, schemas and rules, never through routes.
forbid(isFeature, ({ from, target }) => isFeature(target) && featureOf(target) !== featureOf(from) && isRoutes(target));
// Fastify and the app are types to a feature.
forbid(isFeature, ({ target, isType }) => (/^@?fastify/.test(target) || target === 'src/app.ts') && !isType);
// What a feature says of its queue is a name and a payload, never BullMQ.
forbidTargets(named(/\/jobs\.ts$/), (target) => target !== 'zod' && !isShared(target) && !isSchema(target));
// Plugins know of features who calls, what may be done, whether a case is within reach, where reads are noted, and
// whether the database is up to date.
const ASKED_BY_PLUGINS = ['identity', 'permissions', 'api-keys', 'delegations', 'trail'].map((one) => `people/${one}`);
forbidTargets(
  within('src/plugins'),
  (target) =>
    isFeature(target) &&
    ![...ASKED_BY_PLUGINS, 'dossier/cases', 'operations/migrations'].includes(featureOf(target) ?? ''),
);

t.test('kinds of files know what they may', (t) => {
  expectOnly(t, [...new Set(breaches)], FORBIDDEN_KINDS, 'kinds of files');
  t.end();
});

t.test('rules reach nothing that does I/O, over whatever they import', (t) => {
  const found: string[] = [];
  const fine = (target: string) => [isPure, isSchema, isShared, isStoredJson, isPaging].some((fits) => fits(target));
  for (const start of product.filter(isPure)) {
    const seen = new Set([start]);
    for (const file of seen) {
      for (const one of importsOf.get(file) ?? []) {
        if (one.isType || isPackage(one.target)) continue;
        if (fine(one.target)) seen.add(one.target);
        else found.push(`${start}: ${show(one)}`);
      }
    }
  }
  t.same(found, []);
  t.end();
});
