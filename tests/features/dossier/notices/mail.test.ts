import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import t from 'tap';
import { sendReminders } from '../../../../src/features/dossier/notices/delivery.js';
import { nextWakingMoment } from '../../../../src/features/dossier/notices/quiet-hours.js';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { P08, pay, type People, settleCase, signInAll } from '../../../support/story.js';

interface Received {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** A mail server on loopback that keeps what it is given; while `refuses` is set it takes nothing. */
async function startMailServer(t: { teardown(work: () => unknown): void }) {
  const received: Received[] = [];
  const state = { refuses: false };
  const waiting: (() => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      void simpleParser(stream).then((mail) => {
        if (state.refuses) return done(new Error('later'));
        const to = session.envelope.rcptTo.map((one) => one.address);
        received.push({ to, subject: mail.subject ?? '', text: mail.text ?? '' });
        waiting.splice(0).forEach((wake) => wake());
        return done();
      }, done);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  t.teardown(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  const untilMails = async (count: number): Promise<void> => {
    while (received.length < count) await new Promise<void>((wake) => waiting.push(wake));
  };
  return { url: `smtp://127.0.0.1:${port}`, received, state, untilMails };
}

/** Mails leave at once in these tests, whatever the hour at which they run. */
const anyHour = (test: TestApp) =>
  test.deps.sql`update notices set next_attempt_at = now() where channel = 'MAIL' and delivery = 'QUEUED'`;

async function prepare(test: TestApp): Promise<{ people: People; caseId: string }> {
  await test.deps.sql`update users set email = 'enterprise@example.test' where username = 'enterprise'`;
  const people = await signInAll(test);
  const { caseId } = await settleCase(people);
  return { people, caseId };
}

t.test('a notice to somebody with an address leaves by mail once, in Chinese', async (t) => {
  const mail = await startMailServer(t);
  const test = await createTestApp(t, {
    queue: 'postgres',
    env: { SMTP_URL: mail.url, MAIL_FROM: 'court@example.test' },
  });
  await prepare(test);
  await anyHour(test);
  await test.workers?.relay.drain();
  await mail.untilMails(1);
  t.match(mail.received, [
    { to: ['enterprise@example.test'], subject: '分期履行计划已生效', text: /首期 347,205\.14 元/ },
  ]);
  const sent = () => test.deps.sql`select delivery from notices where channel = 'MAIL'`;
  while ((await sent())[0]?.['delivery'] !== 'SENT') await new Promise((resolve) => setImmediate(resolve));
  t.same(await sent(), [{ delivery: 'SENT' }], 'the applicant has no address and gets none');
});

t.test('reminders wait for the job at 08:30; those whose day has passed are not sent', async (t) => {
  const mail = await startMailServer(t);
  const test = await createTestApp(t, { env: { SMTP_URL: mail.url } });
  const { people, caseId } = await prepare(test);
  await test.closeDays('2023-10-24');
  const reminders = () =>
    test.deps.sql`select delivery from notices where channel = 'MAIL' and kind = 'REMINDER' order by id`;
  t.same(await reminders(), [{ delivery: 'QUEUED' }]);
  await pay(people, caseId, P08[0]?.[1] ?? 0, '2023-10-24');
  await test.closeDays('2023-11-24');
  t.same(
    await sendReminders(await test.jobContext()).then((counts) => counts.superseded),
    1,
    'the reminder of October',
  );
  t.same(await reminders(), [{ delivery: 'SUPERSEDED' }, { delivery: 'QUEUED' }]);
});

t.test('quiet hours end at 08:30 and begin at 21:00 in Beijing', (t) => {
  const cases: [string, string, string][] = [
    ['2024-07-01T00:29:00Z', '2024-07-01T00:30:00Z', 'one minute before 08:30'],
    ['2024-07-01T00:30:00Z', '2024-07-01T00:30:00Z', '08:30 is awake'],
    ['2024-07-01T12:59:00Z', '2024-07-01T12:59:00Z', '20:59 is awake'],
    ['2024-07-01T13:00:00Z', '2024-07-02T00:30:00Z', '21:00 waits for the morning'],
    ['2024-12-31T16:30:00Z', '2025-01-01T00:30:00Z', 'after midnight the morning is of the same day'],
  ];
  for (const [now, expected, reason] of cases) {
    t.equal(nextWakingMoment(new Date(now)).toISOString(), new Date(expected).toISOString(), reason);
  }
  t.end();
});
