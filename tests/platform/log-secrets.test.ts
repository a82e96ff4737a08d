import t from 'tap';
import { createLogger } from '../../src/platform/logger.js';
import { Problem } from '../../src/shared/problems.js';
import { addAccount } from '../features/people/identity/accounts.js';
import { setStage } from '../plugins/stage.js';
import { codeOf } from '../support/second-factor.js';
import { expectStatus, FILING, pay } from '../support/story.js';
import { upload } from '../support/uploads.js';
import { createVisitor } from '../support/visitor.js';

const PASSWORD = 'a password of the log test';
const IDENTITY = '330702188001010011';
const PHONE = '13800138000';
const NUMBER = '6222021203007654321';

/** Everything that is written to the log, as one text. */
function createLog() {
  const lines: string[] = [];
  return { write: (line: string) => void lines.push(line), text: () => lines.join('') };
}

t.test('the log of a whole run holds none of its secrets, also where something fails', async (t) => {
  const log = createLog();
  const stage = await setStage(t, { log, queue: 'postgres', env: { SMTP_URL: 'smtp://127.0.0.1:1' } });
  const { test, people, caseId, paymentId } = stage;
  const { clerk, finance, admin } = people;
  const secrets = new Set([PASSWORD, IDENTITY, PHONE, NUMBER, FILING.collectionAccount.number]);
  const person = { name: '李某', kind: 'INDIVIDUAL', identityNumber: IDENTITY, phone: PHONE };
  const filing = {
    ...FILING,
    caseNumber: '（2023）浙0702执77号',
    applicants: [person],
    collectionAccount: { ...FILING.collectionAccount, number: NUMBER },
  };
  expectStatus(await clerk.post('/v1/cases', filing), 201);
  expectStatus(await clerk.post('/v1/cases', filing), 409);
  expectStatus(
    await clerk.post('/v1/cases', { ...filing, applicants: [{ ...person, identityNumber: `${IDENTITY}9` }] }),
    400,
  );
  expectStatus(await finance.post(`/v1/payments/${paymentId}/approval`, {}), 200);
  await pay(people, caseId, 100, '2023-09-28');
  expectStatus(await upload(clerk), 201);
  const read = { field: 'COLLECTION_ACCOUNT_NUMBER', purpose: '核对账户' };
  expectStatus(await clerk.post(`/v1/cases/${caseId}/unmask`, read), 200);
  expectStatus(await clerk.post('/v1/case-searches', { field: 'PHONE', value: PHONE, purpose: '查找案件' }), 200);
  expectStatus(await admin.post('/v1/business-date', { date: '2023-10-02' }), 200);

  const key = expectStatus(
    await clerk.post('/v1/me/api-keys', { name: '接口', scopes: ['cases:read'], currentPassword: 'reprieve' }),
    201,
  ).body.key;
  secrets.add(key);
  expectStatus(await test.stranger.get('/v1/cases', { authorization: `Bearer ${key}` }), 200);
  const real = await addAccount(test, { username: 'real', roles: ['MONITOR'], courtCode: '浙0702', isReal: true });
  const { secret } = expectStatus(await real.post('/v1/me/second-factor', { currentPassword: 'reprieve' }), 200).body;
  secrets.add(secret);
  expectStatus(await real.post('/v1/me/second-factor/confirmation', { code: codeOf(secret) }), 200);
  const wanted = { kind: 'GIVE_LINK', userId: real.id, reason: '遗忘密码' };
  const asked = expectStatus(await admin.post('/v1/account-requests', wanted), 201).body;
  const security = await test.as('security');
  expectStatus(await security.post(`/v1/account-requests/${asked.id}/decision`, { decision: 'APPROVE' }), 200);
  const invited = expectStatus(await security.post(`/v1/users/${real.id}/invitation`), 200).body;
  secrets.add(invited.token);
  expectStatus(await test.stranger.post('/v1/auth/invitations', { token: invited.token, password: PASSWORD }), 200);
  expectStatus(await test.stranger.post('/v1/auth/token', { username: 'real', password: PASSWORD }), 401);
  const { accessToken } = (await test.stranger.post('/v1/auth/token', { username: 'clerk', password: 'reprieve' }))
    .body;
  secrets.add(accessToken);
  const visitor = createVisitor(test.app);
  await visitor.signIn('clerk');
  expectStatus({ ...(await visitor.get('/console')), bytes: Buffer.from(''), body: '' }, 200);
  secrets.add(visitor.cookies.get('reprieve_session') ?? 'no cookie');

  // A fault of ours: a statement that carries all of it fails.
  await test.owner`alter table cases add constraint cases_broken check (case_number not like '%执78号')`;
  expectStatus(await clerk.post('/v1/cases', { ...filing, caseNumber: '（2023）浙0702执78号' }), 500);
  await test.owner`alter table users drop column totp_last_step`;
  expectStatus(await test.stranger.post('/v1/auth/token', { username: 'clerk', password: PASSWORD }), 500);

  const text = log.text();
  t.match(text, /request failed/, 'what failed is in the log');
  t.match(text, /"code":"23514","constraint":"cases_broken"/, 'with what an operator looks up');
  t.match(text, /"code":"42703"/);
  for (const one of secrets) t.notOk(text.includes(one), `the log does not hold ${one}`);
});

t.test('a value under the name of a secret is never written, at any place a line has', async (t) => {
  const log = createLog();
  const logger = createLogger('info', log);
  const value = 'must not be read';
  for (const name of [
    'password',
    'identityNumber',
    'phone',
    'key',
    'token',
    'secret',
    'cookie',
    'set-cookie',
    'authorization',
  ]) {
    logger.info({ [name]: value, body: { [name]: value, inner: { [name]: value } } }, 'a line');
  }
  t.equal(log.text().split('\n').length, 10);
  t.notOk(log.text().includes(value));
  t.match(log.text(), /\[redacted\]/);
});

t.test('codes of faults are told, codes that people type are not', async (t) => {
  const log = createLog();
  const logger = createLogger('info', log);
  const written = (line: object): unknown => {
    logger.info(line, 'a line');
    return JSON.parse(log.text().trimEnd().split('\n').at(-1) ?? '');
  };
  const faultOf = (code: string) => Object.assign(new Error('failed'), { code });
  for (const code of ['23505', '57P01', '40001', 'ECONNREFUSED', 'CONNECTION_CLOSED', 'FST_ERR_CTP_BODY_TOO_LARGE']) {
    t.match(written({ err: faultOf(code) }), { err: { code } }, code);
  }
  t.match(
    written({ err: new Problem('four-eyes') }),
    { err: { code: 'four-eyes' } },
    'a problem of ours under an error',
  );
  t.match(written({ code: 'four-eyes', body: { code: 'overloaded' } }), {
    ...{ code: 'four-eyes', body: { code: 'overloaded' } },
  });
  for (const code of ['123456', '12345', 'ABCDE', 'ABCD-EFGH', 'never-a-problem']) {
    t.match(written({ code, body: { code, inner: { code } } }), {
      ...{ code: '[redacted]', body: { code: '[redacted]', inner: { code: '[redacted]' } } },
    });
  }
  t.match(written({ err: faultOf('123456') }), { err: { code: '[redacted]' } }, 'a one-time code on an error');
  t.match(written({ err: faultOf('9f8e-7d6c') }), { err: { code: '[redacted]' } });
});
