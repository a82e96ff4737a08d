import t from 'tap';
import { startRelay } from '../../jobs/outbox-relay.js';
import { writeOutbox } from '../../src/platform/outbox.js';
import type { Queues } from '../../src/platform/queue.js';
import { createTestApp } from '../support/app.js';

/** A queue that refuses some topics, and everything while it is away. */
function fakeQueues(state: { away: boolean }) {
  const taken: string[] = [];
  const queue = {
    async add(topic: string) {
      if (state.away || topic === 'bad') throw new Error(`refused ${topic}`);
      taken.push(topic);
    },
  };
  // The relay adds to queues and asks whether they answer; it uses nothing else of them here.
  const queues = { queue: () => queue, isReachable: async () => !state.away } as unknown as Queues;
  return { queues, taken };
}

t.test('a message that the queue refuses holds up no other', async (t) => {
  const test = await createTestApp(t);
  const state = { away: false };
  const { queues, taken } = fakeQueues(state);
  const ctx = await test.jobContext();
  const message = (topic: string) => ({ courtCode: '浙0702', topic, payload: {} });
  await writeOutbox(ctx, [message('bad'), message('first'), message('bad'), message('second')]);
  // The test app's clock is the caller's; deps of a worker differ by the mailer, of which there is none.
  const relay = await startRelay({ ...test.deps, mailer: undefined }, queues);
  t.teardown(() => relay.stop());
  await relay.drain();
  t.same(taken.toSorted(), ['first', 'second']);
  const waiting = () => test.deps.sql<{ topic: string; later: boolean }[]>`
    select topic, available_at > now() + interval '10 minutes' as later from outbox where sent_at is null order by id`;
  t.same(
    [...(await waiting())],
    [
      { topic: 'bad', later: true },
      { topic: 'bad', later: true },
    ],
    'those that were refused wait apart',
  );

  state.away = true;
  await writeOutbox(ctx, [message('third')]);
  await t.rejects(relay.drain(), /refused/, 'a queue that is away takes nothing, and nothing is put off for it');
  t.same(
    (await waiting()).filter(({ later }) => !later).map(({ topic }) => topic),
    ['third'],
  );
  state.away = false;
  await relay.drain();
  t.same(taken.toSorted(), ['first', 'second', 'third']);
});
