import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { createWorkPool, type WorkPoolOptions } from '../../src/platform/work-pool.js';

/** Answers when the cell that it is given is set, so that the test says what ends when. */
const PROGRAM = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ name, cell }) => {
  Atomics.wait(cell, 0, 0);
  if (name === 'fault') parentPort.postMessage({ fault: 'it went wrong' });
  else if (name === 'end') process.exit(3);
  else parentPort.postMessage({ result: name });
});`;

interface Task {
  readonly name: string;
  readonly cell: Int32Array;
}

const file = path.join(t.testdir({}), 'program.cjs');
writeFileSync(file, PROGRAM);

function open(t: { teardown(work: () => unknown): void }, options: Partial<WorkPoolOptions> = {}) {
  const pool = createWorkPool<Task, string>({
    ...{ file: pathToFileURL(file), threads: 1, waitingMax: 4, waitingOfCallerMax: 2, timeMs: 60_000, idleMs: 60_000 },
    ...options,
  });
  t.teardown(() => pool.close());
  const done: string[] = [];
  const begin = (caller: string, name: string) => {
    const cell = new Int32Array(new SharedArrayBuffer(4));
    const result = pool.run(caller, { name, cell }).then((found) => {
      done.push(found);
      return found;
    });
    // Each is looked at by the test, some of them late.
    result.catch(() => undefined);
    const release = () => {
      Atomics.store(cell, 0, 1);
      Atomics.notify(cell, 0);
    };
    return { result, release };
  };
  return { pool, begin, done };
}

t.test('callers take turns, and each has one task at a time', async (t) => {
  const { begin, done } = open(t);
  const orders = [begin('a', 'a1'), begin('a', 'a2'), begin('a', 'a3'), begin('b', 'b1')];
  for (const order of orders) order.release();
  await Promise.all(orders.map((order) => order.result));
  t.same(done, ['a1', 'b1', 'a2', 'a3']);
});

t.test('what is too much is refused at once, and others go on', async (t) => {
  const { begin } = open(t);
  const taken = [begin('a', 'a1'), begin('a', 'a2'), begin('a', 'a3')];
  await t.rejects(begin('a', 'a4').result, { code: 'overloaded', retryAfterSeconds: 5 }, 'two of one caller wait');
  taken.push(begin('b', 'b1'), begin('c', 'c1'));
  await t.rejects(begin('d', 'd1').result, { code: 'overloaded' }, 'four wait');
  for (const one of taken) one.release();
  t.same(await Promise.all(taken.map((one) => one.result)), ['a1', 'a2', 'a3', 'b1', 'c1']);
});

t.test('what takes too long is given up', async (t) => {
  const { begin } = open(t, { timeMs: 500 });
  await t.rejects(begin('a', 'never').result, { code: 'overloaded' });
});

t.test('a fault and a thread that ends are told, and stop nobody', async (t) => {
  const { begin } = open(t);
  const [fault, end, next] = [begin('a', 'fault'), begin('b', 'end'), begin('c', 'next')];
  for (const one of [fault, end, next]) one.release();
  await t.rejects(fault.result, { message: 'it went wrong' });
  await t.rejects(end.result, { message: /ended/ });
  t.equal(await next.result, 'next');
});

t.test('a pool that closes refuses what waits', async (t) => {
  const { begin, pool } = open(t);
  const [running, waiting] = [begin('a', 'a1'), begin('b', 'b1')];
  await pool.close();
  await t.rejects(running.result);
  await t.rejects(waiting.result, { code: 'overloaded' });
});
