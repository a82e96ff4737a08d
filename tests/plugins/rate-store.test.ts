import { Redis } from 'ioredis';
import t from 'tap';
import { buildApp } from '../../src/app.js';
import { createRedisCounters } from '../../src/platform/rate-counters-redis.js';
import { createDatabaseCounters, type RateCounters } from '../../src/platform/rate-counters.js';
import { createRateTally } from '../../src/plugins/rate-store.js';
import { createTestApp } from '../support/app.js';
import { testServices } from '../support/services.js';

const SILENT = { warn: () => undefined };

/** A shared counter in memory that counts how often it is asked. */
function createCounters(): RateCounters & { asked: number } {
  const sums = new Map<string, number>();
  return {
    asked: 0,
    async add(key, window, count) {
      this.asked += 1;
      const name = `${key} ${window}`;
      const sum = (sums.get(name) ?? 0) + count;
      sums.set(name, sum);
      return sum;
    },
  };
}

/** How many of so many requests at once are within the limit. */
async function passOf(tally: ReturnType<typeof createRateTally>, requests: number, max: number, key = 'caller') {
  const counted = await Promise.all(Array.from({ length: requests }, () => tally(key, max)));
  return counted.filter(({ current }) => current <= max).length;
}

t.test('one process keeps the limit exactly, and asks the shared counter now and then only', async (t) => {
  for (const max of [1, 3, 19, 20, 200, 400]) {
    const counters = createCounters();
    const tally = createRateTally(counters, SILENT, () => 5_000);
    t.equal(await passOf(tally, 2 * max + 5, max), max, `at most ${max}`);
    t.ok(counters.asked <= 20, `${counters.asked} questions for ${max}`);
  }
});

t.test('several processes keep the limit together, to within a twentieth each', async (t) => {
  const counters = createCounters();
  const tallies = [1, 2, 3, 4].map(() => createRateTally(counters, SILENT, () => 5_000));
  const passed = await Promise.all(tallies.map((tally) => passOf(tally, 500, 200)));
  const total = passed.reduce((sum, one) => sum + one, 0);
  t.ok(total >= 160 && total <= 240, `${total} of 2000 are let in`);
});

t.test('callers are counted apart, and every second anew', async (t) => {
  let now = 5_000;
  const tally = createRateTally(createCounters(), SILENT, () => now);
  t.equal(await passOf(tally, 10, 5), 5);
  t.equal(await passOf(tally, 10, 5, 'other'), 5);
  t.equal(await passOf(tally, 10, 5), 0);
  now = 5_999;
  t.same(await tally('caller', 5), { current: 21, ttl: 1 });
  now = 6_000;
  t.equal(await passOf(tally, 10, 5), 5);
});

t.test('without the shared counter a process counts for itself, and says so once a minute', async (t) => {
  let warnings = 0;
  let now = 5_000;
  const away: RateCounters = { add: () => Promise.reject(new Error('away')) };
  const silent: RateCounters = { add: () => new Promise(() => undefined) };
  const tally = createRateTally(away, { warn: () => (warnings += 1) }, () => now);
  t.equal(await passOf(tally, 100, 40), 40);
  now = 6_000;
  t.equal(await passOf(tally, 100, 40), 40);
  t.equal(warnings, 1);
  t.equal(
    await passOf(
      createRateTally(silent, SILENT, () => now),
      30,
      20,
    ),
    20,
    'one that never answers holds nobody up for long',
  );
});

const { redisUrl } = testServices();
t.test('counters in the database and in Redis give the sum of all, by window', async (t) => {
  const { deps } = await createTestApp(t, { sampleData: 'none' });
  const kinds: [string, RateCounters][] = [['database', createDatabaseCounters(deps.db)]];
  if (redisUrl !== undefined) {
    const redis = new Redis(redisUrl);
    t.teardown(() => redis.quit());
    kinds.push(['redis', createRedisCounters(redis, `{test-${deps.installation.instanceId}}`)]);
  }
  for (const [kind, counters] of kinds) {
    const sums = await Promise.all([1, 2, 3, 4].map((count) => counters.add('a', 7, count)));
    t.equal(Math.max(...sums), 10, kind);
    t.equal(new Set(sums).size, 4, `${kind}: each sees its own place`);
    t.equal(await counters.add('b', 7, 5), 5);
    t.equal(await counters.add('a', 8, 2), 2, `${kind}: a new window`);
  }
});

t.test('two servers on one database hold a caller to one limit', async (t) => {
  const test = await createTestApp(t, { env: { RATE_LIMIT_PER_CALLER: '40', RATE_LIMIT_PER_ADDRESS: '1000' } });
  const other = await buildApp(test.deps);
  t.teardown(() => other.close());
  const [user] = await test.deps.sql<{ id: string }[]>`select id from users where username = 'clerk'`;
  const token = await test.deps.tokens.issue({ userId: user?.id ?? '', sessionVersion: 1 });
  const headers = { authorization: `Bearer ${token}` };
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, index) => (index % 2 === 0 ? test.app : other).inject({ url: '/v1/me', headers })),
  );
  const passed = answers.filter(({ statusCode }) => statusCode === 200).length;
  // So many requests may touch two seconds; counted apart, 80 would pass in each.
  t.ok(passed >= 36 && passed <= 2 * 44, `${passed} of 120 are let in`);
});
