import assert from 'node:assert/strict';
import { sendSignal } from '../../../src/platform/process-identity.js';
import { authorize, requireProblem, send, signIn } from './caller.js';
import { checkRecord, startLoad } from './load.js';
import { type Stage, startServer } from './server.js';

const ASKERS = 40;

/** Stops the database without ending it: everybody who asks meanwhile gets an answer, and work goes on afterwards. */
export async function freezeDatabase(stage: Stage): Promise<string> {
  const server = await startServer(stage);
  const load = await startLoad(server);
  const auditor = await authorize(server.address, 'auditor');
  const stopped = server.database.pids();
  for (const pid of stopped) sendSignal(pid, 'SIGSTOP');
  try {
    const began = performance.now();
    const answers = await Promise.all(
      Array.from({ length: ASKERS }, () => send(server.address, 'GET', '/v1/cases', { headers: auditor })),
    );
    for (const answer of answers) {
      assert.ok('status' in answer && answer.status === 503, JSON.stringify(answer));
      requireProblem(answer);
    }
    const ready = await send(server.address, 'GET', '/readyz');
    assert.ok('status' in ready && ready.status === 503);
    requireProblem(ready);
    const alive = await send(server.address, 'GET', '/livez');
    assert.ok('status' in alive && alive.status === 200);
    const seconds = Math.round((performance.now() - began) / 1000);
    for (const pid of stopped) sendSignal(pid, 'SIGCONT');
    const after = await signIn(server.address, 'auditor');
    assert.equal((await after.get('/v1/cases')).status, 200);
    return `${ASKERS} of ${ASKERS} requests were refused within ${seconds} s; ${await checkRecord(server, load)}`;
  } finally {
    for (const pid of stopped) sendSignal(pid, 'SIGCONT');
  }
}
