import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { findFreePort } from '../../../src/platform/free-port.js';
import { send, until } from './caller.js';
import { courtNoon, shiftedClock } from './clock.js';
import { checkRecord, startLoad } from './load.js';
import { type EmbeddedDatabase, type Stage, startServer } from './server.js';

const HOUR_MS = 3_600_000;

/** The mail server takes connections and says nothing; later one that speaks stands at the same address. */
export async function silenceMail(stage: Stage): Promise<string> {
  const clock = shiftedClock(stage);
  // Mails leave by day only.
  const ahead = courtNoon() - Date.now();
  clock.set(ahead);
  const port = await findFreePort();
  const mute = await listenMute(stage, port);
  const server = await startServer(stage, { ...clock.env, SMTP_URL: `smtp://127.0.0.1:${port}` });
  await server.database.ask((sql) => sql`update users set email = username || '@example.test'`);
  const load = await startLoad(server);
  await until('an attempt was given up', async () => (await readMails(server.database)).failed > 0);
  assert.equal(
    await countLongTransactions(server.database),
    0,
    'no transaction is open while the server is waited for',
  );
  const ready = await send(server.address, 'GET', '/readyz');
  assert.ok('status' in ready && ready.status === 200);
  assert.deepEqual(ready.body, { status: 'degraded', troubles: ['mail'] });
  const before = load.count();
  await until('payments go on', async () => load.count() > before);
  const found = await checkRecord(server, load);

  await mute.close();
  const received = await listenForMails(stage, port);
  clock.set(ahead + HOUR_MS);
  await until('all mails have left', async () => (await readMails(server.database)).waiting === 0);
  const { sent } = await readMails(server.database);
  assert.ok(sent > 0);
  assert.equal(new Set(received).size, received.length, 'no mail twice');
  assert.equal(received.length, sent, 'each mail once');
  assert.ok(!server.hasEnded());
  return `${sent} mails left afterwards, each once; meanwhile ${found}`;
}

async function readMails(database: EmbeddedDatabase) {
  const [row] = await database.ask(
    (sql) => sql<{ waiting: number; sent: number; failed: number }[]>`
      select count(*) filter (where delivery = 'QUEUED')::int as waiting,
        count(*) filter (where delivery = 'SENT')::int as sent, count(fault)::int as failed
      from notices where channel = 'MAIL'`,
  );
  assert.ok(row);
  return row;
}

async function countLongTransactions(database: EmbeddedDatabase): Promise<number> {
  const rows = await database.ask(
    (sql) => sql`
      select pid from pg_stat_activity
      where state = 'idle in transaction' and now() - xact_start > interval '2 seconds'`,
  );
  return rows.length;
}

async function listenMute(stage: Stage, port: number) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  stage.afterwards.push(close);
  return { close };
}

/** @returns the ids of the messages that come in */
async function listenForMails(stage: Stage, port: number): Promise<string[]> {
  const received: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      void simpleParser(stream).then((mail) => {
        received.push(mail.messageId ?? '');
        return done();
      }, done);
    },
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  stage.afterwards.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return received;
}
