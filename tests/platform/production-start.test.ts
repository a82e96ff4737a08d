import t from 'tap';
import { readConfig } from '../../src/config.js';
import { openInstance } from '../../src/instance.js';
import { createTestDatabase, withConnection } from '../support/database.js';
import { createLoadedDatabase } from '../support/loaded-database.js';

const open = (url: string, env: Record<string, string> = {}) =>
  openInstance(readConfig({ NODE_ENV: 'production', DATABASE_URL: url, JOBS_MODE: 'off', ...env }), () => undefined);

t.test('production does not start on what was made for trying, and says what it found', async (t) => {
  const { url, ownerUrl } = await createLoadedDatabase(t, 'accounts');
  await t.rejects(
    open(url),
    /NODE_ENV is production.*sample accounts \(clerk, .*security.*\); a simulated clock; values/,
  );
  await withConnection(ownerUrl, (sql) => sql`update users set is_sample = false`);
  await t.rejects(open(url), /has a simulated clock; values under keys/, 'also when the accounts were made real');
  await withConnection(ownerUrl, (sql) => sql`update installations set simulated_on = null`);
  await t.rejects(open(url), /has values under keys of sample data/, 'and when its clock was set free');
});

t.test('production starts on a database of its own', async (t) => {
  const { url } = await createTestDatabase(t);
  await t.rejects(open(url, { CLOCK: 'simulated' }), /a simulated clock/, 'but not with days that somebody moves');
  const instance = await open(url);
  t.equal(instance.clock.kind, 'system');
  await instance.close();
});

t.test('samples are open to others only with a password of their own', async (t) => {
  const read = (env: Record<string, string>) => readConfig({ SAMPLE_DATA: 'load', ...env });
  for (const HOST of ['0.0.0.0', '::', '192.0.2.1', 'court.example']) {
    t.throws(() => read({ HOST }), /SAMPLE_PASSWORD: HOST .* opens the sample accounts/, HOST);
    t.throws(() => read({ HOST, SAMPLE_DATA: 'accounts' }), /SAMPLE_PASSWORD/, HOST);
    t.equal(read({ HOST, SAMPLE_PASSWORD: 'of our own' }).HOST, HOST);
    t.equal(read({ HOST, SAMPLE_DATA: 'none' }).HOST, HOST);
    t.equal(read({ HOST, NODE_ENV: 'production' }).SAMPLE_DATA, 'none');
  }
  for (const HOST of ['127.0.0.1', '127.0.1.1', 'localhost', '::1']) t.equal(read({ HOST }).HOST, HOST);
});
