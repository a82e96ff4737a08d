import { createServer, connect, type Socket } from 'node:net';
import type { Teardown } from './database.js';

/** A way to the database that counts how often the client waits for it, and can hold the client in between. */
export interface RoundTrips {
  readonly url: string;
  /** Begins to count. What the connection has to prepare is prepared by then. */
  start(): void;
  /** How often the client has sent something and waited since `start`. */
  count(): number;
  /** Does the work after so many trips, before the database hears of the next one. */
  after(trips: number, work: () => Promise<unknown>): void;
}

const TYPE_BYTES = 1;
const LENGTH_BYTES = 4;
const QUERY = 'Q';
const SYNC = 'S';
const READY = 'Z';

/** Splits a stream into messages of PostgreSQL's protocol: their types, as each is complete. */
function createReader(hasStartup: boolean): (bytes: Buffer) => string[] {
  let rest = Buffer.alloc(0);
  let isStartup = hasStartup;
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    const types: string[] = [];
    for (;;) {
      // The first message of a client has no type.
      const head = isStartup ? 0 : TYPE_BYTES;
      if (rest.length < head + LENGTH_BYTES) return types;
      const end = head + rest.readUInt32BE(head);
      if (rest.length < end) return types;
      types.push(isStartup ? '' : String.fromCharCode(rest[0] ?? 0));
      rest = rest.subarray(end);
      isStartup = false;
    }
  };
}

/**
 * Stands between a client of one connection and the database. Answers are kept until everything that was sent has
 * been answered, and are then given together, so that the count does not depend on which answer comes when.
 */
export async function createRoundTrips(t: Teardown, databaseUrl: string): Promise<RoundTrips> {
  const address = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const works = new Map<number, () => Promise<unknown>>();
  let isCounting = false;
  let trips = 0;

  const server = createServer((client) => {
    const database = connect(Number(address.port), address.hostname);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    const [readClient, readDatabase] = [createReader(true), createReader(false)];
    const answers: Buffer[] = [];
    let owed = 0;
    let sending = Promise.resolve();
    const send = async (bytes: Buffer, work: (() => Promise<unknown>) | undefined) => {
      await work?.();
      database.write(bytes);
    };
    client.on('data', (bytes) => {
      const isNext = isCounting && owed === 0;
      const work = isNext ? works.get(trips) : undefined;
      if (isNext) trips += 1;
      owed += readClient(bytes).filter((type) => type === QUERY || type === SYNC).length;
      sending = sending.then(() => send(bytes, work));
    });
    database.on('data', (bytes) => {
      owed = Math.max(0, owed - readDatabase(bytes).filter((type) => type === READY).length);
      answers.push(bytes);
      if (isCounting && owed > 0) return;
      client.write(Buffer.concat(answers.splice(0)));
    });
    client.on('close', () => database.destroy());
    database.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const own = server.address();
  if (own === null || typeof own === 'string') throw new Error('The way to the database has no port');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(own.port);
  return {
    url: url.href,
    start() {
      works.clear();
      isCounting = true;
      trips = 0;
    },
    count: () => trips,
    after: (count, work) => works.set(count, work),
  };
}
