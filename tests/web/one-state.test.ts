import t from 'tap';
import { makeContext } from '../../src/dependencies.js';
import { findActor } from '../../src/features/people/identity/repository.js';
import type { UserContext } from '../../src/platform/context.js';
import { connectDatabase } from '../../src/platform/database.js';
import { inReadOnlySnapshot } from '../../src/platform/snapshot.js';
import { newId } from '../../src/shared/ids.js';
import { loadCase } from '../../src/web/court/case/load.js';
import { loadHome } from '../../src/web/party/case-list/load.js';
import { enterPayment } from '../plugins/stage.js';
import type { Teardown } from '../support/database.js';
import { createRoundTrips } from '../support/round-trips.js';
import { createSettledApp } from '../support/settled-app.js';
import { expectStatus } from '../support/story.js';

/** The settled case, and a reader of it whose way to the database is counted. */
async function open(t: Teardown, username: string) {
  const { test, people, settled } = await createSettledApp(t);
  const trips = await createRoundTrips(t, test.databaseUrl);
  const connection = connectDatabase(trips.url, 1);
  t.teardown(() => connection.close());
  const [user] = await test.deps.sql<{ id: string }[]>`select id from users where username = ${username}`;
  const actor = await findActor(test.deps.db, user?.id ?? '');
  if (!actor) throw new Error(`There is no account ${username}`);
  const ctx: UserContext = {
    ...makeContext(test.deps, { actor, today: await test.deps.clock.today(), requestId: newId() }),
    db: connection.db,
  };
  return { ctx, people, trips, caseId: settled.caseId };
}

const PAGES: readonly (readonly [
  name: string,
  username: string,
  load: (ctx: UserContext, caseId: string) => Promise<unknown>,
  tripsMax: number,
])[] = [
  ['the page of a case', 'clerk', loadCase, 9],
  ['the home of an enterprise', 'enterprise', (ctx) => loadHome(ctx, '/enterprise', {}), 8],
];

for (const [name, username, load, tripsMax] of PAGES) {
  t.test(`${name} shows one state, whenever a payment is approved meanwhile`, async (t) => {
    const { ctx, people, trips, caseId } = await open(t, username);
    const read = () => inReadOnlySnapshot(ctx, (tx) => load(tx, caseId));
    const enter = () => enterPayment(people.clerk, caseId, { amountFen: 1, receivedOn: ctx.today });
    const approve = async (paymentId: string) =>
      expectStatus(await people.finance.post(`/v1/payments/${paymentId}/approval`, {}), 200);
    await approve(await enter());
    await read();
    trips.start();
    await read();
    const whole = trips.count();
    t.ok(whole <= tripsMax, `${whole} trips to the database, ${tripsMax} at most`);

    for (let between = 1; between < whole; between += 1) {
      const paymentId = await enter();
      const before = await read();
      let approved = 0;
      trips.start();
      trips.after(between, async () => {
        await approve(paymentId);
        approved += 1;
      });
      const disturbed = await read();
      const after = await read();
      t.equal(approved, 1);
      t.notSame(before, after, 'the page would show the approval');
      // The state is that of the first statement, which comes after the transaction was begun and set.
      t.same(disturbed, between <= 2 ? after : before, `approved after trip ${between}`);
    }
  });
}
