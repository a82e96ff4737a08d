import { createServer, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { judgeFailure, nextAttempt } from '../../../../src/features/dossier/notices/attempts.js';
import { deliverNotice, sendReminders } from '../../../../src/features/dossier/notices/delivery.js';
import { listDueMails } from '../../../../src/features/dossier/notices/mails.js';
import type { Context } from '../../../../src/platform/context.js';
import { createMailer, type Mailer } from '../../../../src/platform/mailer.js';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { P08, pay, type People, settleCase, signInAll } from '../../../support/story.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Noon in Beijing: mails leave. */
const NOON = new Date('2026-06-01T04:00:00Z');

/** A case in force whose enterprise reads mails, with all of them told at noon. */
async function prepare(t: Test): Promise<{ test: TestApp; people: People; caseId: string }> {
  const test = await createTestApp(t, { env: { SMTP_URL: 'smtp://127.0.0.1:1' } });
  await test.deps.sql`update users set email = 'enterprise@example.test' where username = 'enterprise'`;
  const people = await signInAll(test);
  const { caseId } = await settleCase(people);
  await tellAtNoon(test);
  return { test, people, caseId };
}

const tellAtNoon = (test: TestApp) => test.owner`update notices set created_at = ${NOON} where channel = 'MAIL'`;

async function contextAt(test: TestApp, now: Date): Promise<Context> {
  const ctx = await test.jobContext();
  return { ...ctx, clock: { ...ctx.clock, now: () => now } };
}

const readMails = async (test: TestApp) => [
  ...(await test.deps.sql`select kind, delivery, attempts from notices where channel = 'MAIL' order by id`),
];

const down: Mailer = {
  send: () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' })),
  close: () => undefined,
};

/** Everything that is due at a moment is tried once. */
async function tryAll(test: TestApp, mailer: Mailer, now: Date): Promise<string[]> {
  const ctx = await contextAt(test, now);
  const outcomes: string[] = [];
  for (const { courtCode, id } of await listDueMails(ctx, 100))
    outcomes.push(await deliverNotice(ctx, mailer, { courtCode, noticeId: id }));
  return outcomes;
}

t.test('a mail server that says nothing is given up', async (t) => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : '';
  const mailer = createMailer(`smtp://127.0.0.1:${port}`, 'court@example.test', { connectMs: 100, silenceMs: 100 });
  t.teardown(() => mailer.close());
  await t.rejects(mailer.send({ messageId: 'one', to: ['a@example.test'], subject: '', text: '' }), {
    code: 'ETIMEDOUT',
  });
});

t.test(
  'while the server talks no transaction is open, the attempt is on record, and nobody sends it too',
  async (t) => {
    const { test } = await prepare(t);
    const ctx = await contextAt(test, NOON);
    const [mail] = await listDueMails(ctx, 10);
    if (!mail) throw new Error('nothing to send');
    const payload = { courtCode: mail.courtCode, noticeId: mail.id };
    let sent = 0;
    const slow: Mailer = {
      close: () => undefined,
      async send() {
        sent += 1;
        const open = await test.owner`
        select 1 from pg_stat_activity where datname = current_database() and xact_start is not null
          and pid <> pg_backend_pid()`;
        t.equal(open.length, 0, 'no transaction');
        t.same(await readMails(test), [{ kind: 'PLAN_ACTIVATED', delivery: 'QUEUED', attempts: 1 }]);
        t.same(await listDueMails(ctx, 10), [], 'it is not due meanwhile');
        t.equal(await deliverNotice(ctx, slow, payload), 'NOTHING_TO_DO');
      },
    };
    t.equal(await deliverNotice(ctx, slow, payload), 'SENT');
    t.equal(sent, 1);
    t.same(await readMails(test), [{ kind: 'PLAN_ACTIVATED', delivery: 'SENT', attempts: 1 }]);
    t.equal(await deliverNotice(ctx, slow, payload), 'NOTHING_TO_DO', 'what was sent is not sent again');
  },
);

t.test('an attempt whose process died is followed by another one later, not at once', async (t) => {
  const { test } = await prepare(t);
  const ctx = await contextAt(test, NOON);
  const [mail] = await listDueMails(ctx, 10);
  const never: Mailer = { send: () => new Promise(() => undefined), close: () => undefined };
  const payload = { courtCode: mail?.courtCode ?? '', noticeId: mail?.id ?? '' };
  void deliverNotice(ctx, never, payload);
  while ((await readMails(test))[0]?.['attempts'] !== 1) await new Promise((resolve) => setImmediate(resolve));
  t.same(await tryAll(test, down, new Date(NOON.getTime() + MINUTE_MS)), []);
  t.same(await tryAll(test, down, new Date(NOON.getTime() + 2 * MINUTE_MS)), ['NOT_SENT']);
});

t.test('a server that is away for days: urgent mails go on, others end, officer and watchers are told', async (t) => {
  const { test, people } = await prepare(t);
  await test.closeDays('2023-11-05');
  await tellAtNoon(test);
  t.same(
    (await readMails(test)).map(({ kind }) => kind).toSorted(),
    ['BREACH', 'DEMAND', 'OVERDUE', 'PLAN_ACTIVATED', 'REMINDER', 'REMINDER'],
    'the mails of an instalment that nobody paid',
  );
  await sendReminders(await contextAt(test, NOON));
  const inbox = async () => (await people.clerk.get('/v1/notices?kind=MAIL_UNDELIVERED')).body.items;
  t.same(await inbox(), []);
  for (let minutes = 0; minutes < 20; minutes += 1)
    await tryAll(test, down, new Date(NOON.getTime() + minutes * MINUTE_MS));
  t.equal((await inbox()).length, 4, 'told after three failures, once for each mail');
  t.match((await inbox())[0], { title: /^邮件未送达：/, body: /已发送 3 次/ });
  t.match(await test.stranger.get('/readyz'), {
    status: 200,
    body: { status: 'degraded', troubles: ['queue', 'mail'] },
  });
  t.match((await test.stranger.get('/metrics')).body, /^mails_waiting 4$[^]*^mail_stuck 1$/m);

  for (let day = 1; day <= 8; day += 1) await tryAll(test, down, new Date(NOON.getTime() + day * DAY_MS));
  const states = (await readMails(test)).map(({ kind, delivery }) => `${kind} ${delivery}`).toSorted();
  t.same(states, [
    'BREACH QUEUED',
    'DEMAND QUEUED',
    'OVERDUE QUEUED',
    'PLAN_ACTIVATED FAILED',
    'REMINDER SUPERSEDED',
    'REMINDER SUPERSEDED',
  ]);
  t.equal((await inbox()).length, 4, 'nobody is told again');

  const up: Mailer = { send: () => Promise.resolve(), close: () => undefined };
  t.same(await tryAll(test, up, new Date(NOON.getTime() + 9 * DAY_MS)), ['SENT', 'SENT', 'SENT']);
  t.match((await test.stranger.get('/readyz')).body, { troubles: ['queue'] });
  t.match((await test.stranger.get('/metrics')).body, /^mails_waiting 0$[^]*^mail_stuck 0$/m);
});

t.test('a mail that asks for an instalment paid meanwhile is not sent', async (t) => {
  const { test, people, caseId } = await prepare(t);
  await test.closeDays('2023-11-01');
  await tellAtNoon(test);
  await tryAll(test, down, NOON);
  await pay(people, caseId, P08[0]?.[1] ?? 0, '2023-11-01');
  await tellAtNoon(test);
  await tryAll(test, down, new Date(NOON.getTime() + DAY_MS));
  t.match(
    (await readMails(test)).filter(({ kind }) => kind === 'OVERDUE'),
    [{ kind: 'OVERDUE', delivery: 'SUPERSEDED', attempts: 1 }],
  );
});

t.test('a clock that was set back holds no mail up', async (t) => {
  const { test } = await prepare(t);
  t.same(await tryAll(test, down, NOON), ['NOT_SENT']);
  t.same(await tryAll(test, down, NOON), [], 'not due yet');
  t.same(await tryAll(test, down, new Date(NOON.getTime() - 3 * DAY_MS)), ['NOT_SENT'], 'three days before');
});

t.test('the distance between attempts doubles up to six hours, in waking hours', (t) => {
  const cases: [number, string, string][] = [
    [1, '2026-06-01T04:02:00Z', 'after two minutes'],
    [2, '2026-06-01T04:04:00Z', 'then four'],
    [5, '2026-06-01T04:32:00Z', 'then thirty-two'],
    [9, '2026-06-01T10:00:00Z', 'six hours at most'],
    [40, '2026-06-01T10:00:00Z', 'however often it was tried'],
  ];
  for (const [attempts, expected, reason] of cases)
    t.equal(nextAttempt(attempts, NOON).toISOString(), new Date(expected).toISOString(), reason);
  const evening = new Date('2026-06-01T12:59:00Z');
  t.equal(nextAttempt(1, evening).toISOString(), new Date('2026-06-02T00:30:00Z').toISOString(), 'not at night');
  t.end();
});

t.test('how a failed attempt is judged', (t) => {
  const judge = (kind: 'DEMAND' | 'PAYMENT_BOOKED', attempts: number, days: number) =>
    judgeFailure({ kind, attempts, createdAt: NOON }, new Date(NOON.getTime() + days * DAY_MS));
  t.same(judge('PAYMENT_BOOKED', 1, 0), { delivery: 'QUEUED', isTold: false });
  t.same(judge('PAYMENT_BOOKED', 3, 0), { delivery: 'QUEUED', isTold: true });
  t.same(judge('PAYMENT_BOOKED', 4, 6.99), { delivery: 'QUEUED', isTold: false });
  t.same(judge('PAYMENT_BOOKED', 9, 7), { delivery: 'FAILED', isTold: false }, 'it was told before');
  t.same(judge('PAYMENT_BOOKED', 1, 7), { delivery: 'FAILED', isTold: true }, 'the workers were off');
  t.same(judge('DEMAND', 50, 100), { delivery: 'QUEUED', isTold: false }, 'never given up');
  t.end();
});
