import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const root = fileURLToPath(new URL('../', import.meta.url));
const LINES_MAX = 400;

interface SourceFile {
  /** Path from the root, such as `src/features/cases/service.ts`. */
  readonly name: string;
  readonly text: string;
  /** Imported modules: paths from the root, or package names. */
  readonly imports: readonly string[];
}

function listSources(): SourceFile[] {
  return ['src', 'jobs', 'drizzle'].flatMap((folder) =>
    (readdirSync(path.join(root, folder), { recursive: true }) as string[])
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => {
        const name = path.join(folder, file);
        const text = readFileSync(path.join(root, name), 'utf8');
        const found = [...text.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'|import\('([^']+)'\)/gm)];
        const imports = found.map((match) => {
          const target = match[1] ?? match[2] ?? '';
          return target.startsWith('.') ? path.join(path.dirname(name), target).replace(/\.js$/, '') : target;
        });
        return { name, text, imports };
      }),
  );
}

const sources = listSources();
const faults = (check: (file: SourceFile) => readonly string[]): string[] =>
  sources.flatMap((file) => check(file).map((fault) => `${file.name}: ${fault}`));

/** The part that a file plays inside its feature. */
function layerOf(module: string): string {
  const file = path.basename(module).replace(/\.tsx?$/, '');
  if (/(^|-)rules$/.test(file) || ['ladder', 'states', 'terms', 'event-chain', 'explanation'].includes(file))
    return 'rules';
  if (file.endsWith('-explanation')) return 'rules';
  return file;
}

const featureOf = (module: string): string | undefined => /^src\/features\/([^/]+)\//.exec(module)?.[1];

t.test('relative imports end in .js, and nothing is a barrel or a drawer for odds and ends', (t) => {
  const relative = faults(({ text }) =>
    [...text.matchAll(/from '(\.[^']+)'/g)].map((match) => match[1] ?? '').filter((target) => !target.endsWith('.js')),
  );
  t.same(relative, []);
  const named = sources
    .map((file) => file.name)
    .filter((name) => /(^|\/)(index|utils?|helpers?|common)(\.tsx?$|\/)/.test(name));
  t.same(named, []);
  t.end();
});

t.test('shared is pure: it knows neither features nor platform nor input and output', (t) => {
  const allowed = new Set(['zod', 'decimal.js', 'temporal-polyfill', 'uuidv7']);
  t.same(
    faults(({ name, imports }) =>
      name.startsWith('src/shared/')
        ? imports.filter((one) => !one.startsWith('src/shared/') && !allowed.has(one))
        : [],
    ),
    [],
  );
  t.end();
});

t.test('rules are pure: shared, other rules, schemas, and digests of text', (t) => {
  const allowed = /^(src\/shared\/|node:crypto$|canonicalize$|zod$)/;
  const check = ({ name, imports }: SourceFile): string[] => {
    if (!name.startsWith('src/features/') || layerOf(name) !== 'rules') return [];
    return imports.filter((one) => {
      if (allowed.test(one)) return false;
      const layer = layerOf(one);
      return !one.startsWith('src/features/') || !(layer === 'rules' || layer.endsWith('schema') || layer === 'table');
    });
  };
  t.same(faults(check), []);
  t.end();
});

t.test('rules take only types and constants from tables', (t) => {
  t.same(
    faults(({ name, text }) => {
      if (!name.startsWith('src/features/') || layerOf(name) !== 'rules') return [];
      return [...text.matchAll(/^import (?!type)([^;]*?) from '[^']*table\.js'/gm)].map(
        (match) => `takes ${match[1]} from a table`,
      );
    }),
    [],
  );
  t.end();
});

t.test('rules and shared never ask for the time or for chance', (t) => {
  const pure = ({ name }: SourceFile) =>
    name.startsWith('src/shared/') || (name.startsWith('src/features/') && layerOf(name) === 'rules');
  t.same(
    faults((file) =>
      pure(file) ? [...file.text.matchAll(/new Date\(\)|Date\.now\(|Math\.random\(|process\./g)].map(String) : [],
    ),
    [],
  );
  t.end();
});

t.test('imports point one way: nothing below imports routes, pages or jobs', (t) => {
  const upward = ({ name, imports }: SourceFile): string[] =>
    imports.filter((one) => {
      const toRoutes = one.startsWith('src/features/') && layerOf(one) === 'routes';
      if (toRoutes) return name !== 'src/app.ts';
      if (one.startsWith('src/web/')) return !name.startsWith('src/web/') && name !== 'src/app.ts';
      if (one.startsWith('jobs/')) return !name.startsWith('jobs/') && name !== 'src/server.ts';
      return false;
    });
  t.same(faults(upward), []);
  t.end();
});

t.test('the queue library stays in the platform, the web framework out of services', (t) => {
  t.same(
    faults(({ name, imports }) =>
      imports.filter((one) => (one === 'bullmq' || one === 'ioredis') && !name.startsWith('src/platform/')),
    ),
    [],
  );
  const inside = /(service|repository|rules|schema|table|policy|jobs)$/;
  t.same(
    faults(({ name, imports }) =>
      name.startsWith('src/features/') && inside.test(layerOf(name))
        ? imports.filter(
            (one) => one === 'fastify' || one.startsWith('@fastify/') || one === 'fastify-type-provider-zod',
          )
        : [],
    ),
    [],
  );
  t.end();
});

t.test("a feature never takes another's repository, but for reach and parties of a case", (t) => {
  t.same(
    faults(({ name, imports }) => {
      const own = featureOf(name);
      return imports.filter((one) => {
        const other = featureOf(one);
        if (other === undefined || own === undefined || other === own || !layerOf(one).endsWith('repository'))
          return false;
        return other !== 'cases';
      });
    }),
    [],
  );
  t.end();
});

t.test('only the configuration reads the environment', (t) => {
  t.same(
    faults(({ name, text }) => (name !== 'src/config.ts' && text.includes('process.env') ? ['reads process.env'] : [])),
    [],
  );
  t.end();
});

t.test(`no file is longer than ${LINES_MAX} lines`, (t) => {
  t.same(
    faults(({ text }) => (text.split('\n').length > LINES_MAX ? [`${text.split('\n').length} lines`] : [])),
    [],
  );
  t.end();
});
