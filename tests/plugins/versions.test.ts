import t from 'tap';
import type { TestAnswer } from '../support/app.js';
import { expectStatus } from '../support/story.js';
import { checkRefused, refusal, refusalOf, type RefusedRow } from './refusals.js';
import { freshKey, PAYMENT, setStage } from './stage.js';

const ACCOUNT = {
  collectionAccount: { bank: '中国农业银行', name: '婺城区人民法院', number: '19-651101040012345' },
  reason: '账户变更',
};
const ifMatch = (tag: unknown) => ({ 'if-match': String(tag) });
const etag = (answer: TestAnswer) => String(answer.headers['etag']);

t.test('a change needs the tag of the version that was read', async (t) => {
  const { test, people, caseId } = await setStage(t);
  const url = `/v1/cases/${caseId}`;
  const read = await people.clerk.get(url);
  t.match(etag(read), /^"v\d+"$/);
  const rows: readonly RefusedRow<Record<string, string>>[] = [
    ['without If-Match', {}, refusal('version-required')],
    ['with an older version', ifMatch('"v1"'), refusal('stale-version')],
    ['with a version that is not there yet', ifMatch('"v9999"'), refusal('stale-version')],
    ['with a tag without quotes', ifMatch(etag(read).replaceAll('"', '')), refusal('stale-version')],
    ['with a weak tag, which is no proof', ifMatch(`W/${etag(read)}`), refusal('stale-version')],
    ['with an empty header', ifMatch(''), refusal('stale-version')],
  ];
  await checkRefused(t, test.deps.sql, rows, (headers) => people.clerk.patch(url, ACCOUNT, headers));

  const reject = async ({ body }: TestAnswer) => {
    const no = { decision: 'REJECT', reason: '不变更' };
    expectStatus(await people.finance.post(`/v1/collection-account-changes/${body.id}/decision`, no), 200);
  };
  const asked = expectStatus(await people.clerk.patch(url, ACCOUNT, ifMatch(etag(read))), 202);
  t.match(asked.body, { name: ACCOUNT.collectionAccount.name, number: '**************2345', status: 'ENTERED' });
  const after = await people.clerk.get(url);
  t.equal(after.body.version, read.body.version + 1);
  t.equal(etag(after), `"v${after.body.version}"`, 'the new tag, for the next change');
  await reject(asked);
  const again = await people.clerk.patch(url, ACCOUNT, ifMatch(etag(read)));
  t.same(refusalOf(again), refusal('stale-version'), 'the tag that was read is used up');
  const now = etag(await people.clerk.get(url));
  await reject(expectStatus(await people.clerk.patch(url, ACCOUNT, ifMatch(`"other", ${now}`)), 202));
  t.pass('one of several tags is enough');
  expectStatus(await people.clerk.patch(url, ACCOUNT, ifMatch('*')), 202);
  t.pass('a star changes whatever is there');
});

t.test('an act of somebody else in between makes a tag stale', async (t) => {
  const { people, caseId } = await setStage(t);
  const url = `/v1/cases/${caseId}`;
  const read = await people.clerk.get(url);
  expectStatus(await people.clerk.post(`${url}/payments`, PAYMENT, freshKey()), 201);
  t.same(refusalOf(await people.clerk.patch(url, ACCOUNT, ifMatch(etag(read)))), refusal('stale-version'));
});

t.test('of two changes from one version at the same moment one is lost, and says so', async (t) => {
  const { people, caseId } = await setStage(t);
  const url = `/v1/cases/${caseId}`;
  const read = await people.clerk.get(url);
  const changes = Array.from({ length: 6 }, (_, index) =>
    people.clerk.patch(
      url,
      { ...ACCOUNT, collectionAccount: { ...ACCOUNT.collectionAccount, number: `${index}` } },
      ifMatch(etag(read)),
    ),
  );
  const statuses = (await Promise.all(changes)).map((answer) => answer.status).sort();
  t.same(statuses, [202, 412, 412, 412, 412, 412]);
  t.equal((await people.clerk.get(url)).body.version, read.body.version + 1);
});

t.test('a change is refused whoever holds the tag', async (t) => {
  const { test, people, caseId } = await setStage(t);
  const url = `/v1/cases/${caseId}`;
  const tag = ifMatch('*');
  const other = await test.as('clerk-0703');
  await checkRefused(
    t,
    test.deps.sql,
    [
      ['the enterprise', people.enterprise, refusal('not-permitted')],
      ['the applicant', people.applicant, refusal('not-permitted')],
      ['finance', people.finance, refusal('not-permitted')],
      ["another court's clerk", other, refusal('not-found')],
      ['the administrator', people.admin, refusal('not-found')],
      ['a stranger', test.stranger, refusal('not-signed-in')],
    ],
    (caller) => caller.patch(url, ACCOUNT, tag),
  );
  await checkRefused<object>(
    t,
    test.deps.sql,
    [
      ['nothing to change', {}, refusal('invalid-body', '/collectionAccount', '/reason')],
      ['without a reason', { ...ACCOUNT, reason: ' ' }, refusal('invalid-body', '/reason')],
      ['a field that is not changed here', { ...ACCOUNT, state: 'CLOSED' }, refusal('invalid-body', '/state')],
      [
        'half an account',
        { ...ACCOUNT, collectionAccount: { bank: 'x' } },
        refusal('invalid-body', '/collectionAccount/name', '/collectionAccount/number'),
      ],
      ['no account', { ...ACCOUNT, collectionAccount: null }, refusal('invalid-body', '/collectionAccount')],
    ],
    (body) => people.clerk.patch(url, body, tag),
  );
});

t.test('a single thing answers with its tag, and with 304 to whoever has it', async (t) => {
  const { people, caseId, planId, paymentId, seizureId, noticeId } = await setStage(t);
  const run = expectStatus(await people.admin.post('/v1/job-runs', { job: 'remind' }), 202);
  const things = [
    [people.clerk, `/v1/cases/${caseId}`],
    [people.clerk, `/v1/plans/${planId}`],
    [people.clerk, `/v1/payments/${paymentId}`],
    [people.clerk, `/v1/seizures/${seizureId}`],
    [people.enterprise, `/v1/notices/${noticeId}`],
    [people.admin, `/v1/job-runs/${run.body.id}`],
  ] as const;
  for (const [caller, url] of things) {
    const read = expectStatus(await caller.get(url), 200);
    const tag = etag(read);
    t.match(tag, /^"v\d+"$/, url);
    const known = await caller.get(url, { 'if-none-match': tag });
    t.same([known.status, known.body, etag(known)], [304, '', tag], `${url} is known`);
    for (const sent of [`W/${tag}`, `"other", W/${tag}`, `W/"other",${tag}`, '*']) {
      t.equal((await caller.get(url, { 'if-none-match': sent })).status, 304, `${url} is known as ${sent}`);
    }
    for (const sent of ['"v0"', 'W/"v0"', tag.replaceAll('"', ''), '']) {
      t.equal((await caller.get(url, { 'if-none-match': sent })).status, 200, `${url} is not ${sent}`);
    }
  }
});

t.test('the tag of a thing that grows moves with it', async (t) => {
  const { people, paymentId, noticeId } = await setStage(t);
  const payment = `/v1/payments/${paymentId}`;
  const before = etag(await people.clerk.get(payment));
  const approved = expectStatus(await people.finance.post(`${payment}/approval`, {}), 200);
  t.not(etag(approved), before);
  t.equal(etag(await people.clerk.get(payment)), etag(approved));
  const notice = `/v1/notices/${noticeId}`;
  const unread = etag(await people.enterprise.get(notice));
  const read = expectStatus(await people.enterprise.post(`${notice}/reading`, {}), 200);
  t.not(etag(read), unread);
});

t.test('an action heeds a tag that is sent, and needs none', async (t) => {
  const { test, people, planId, paymentId, directId } = await setStage(t);
  const stale = ifMatch('"v0"');
  const acts = [
    ['activation', people.judge, `/v1/plans/${planId}/activation`, {}],
    ['approval', people.finance, `/v1/payments/${paymentId}/approval`, {}],
    ['confirmation', people.applicant, `/v1/payments/${directId}/confirmation`, {}],
    ['reversal', people.finance, `/v1/payments/${paymentId}/reversal`, { reason: '退款' }],
  ] as const;
  await checkRefused(
    t,
    test.deps.sql,
    acts.map((act) => [`${act[0]} of an older version`, act, refusal('stale-version')] as const),
    ([, caller, url, body]) => caller.post(url, body, stale),
  );
  const payment = await people.finance.get(`/v1/payments/${paymentId}`);
  expectStatus(await people.finance.post(`/v1/payments/${paymentId}/approval`, {}, ifMatch(etag(payment))), 200);
  const plan = await people.judge.get(`/v1/plans/${planId}`);
  const activated = await people.judge.post(`/v1/plans/${planId}/activation`, {}, ifMatch(etag(plan)));
  t.same(refusalOf(activated), refusal('plan-already-active'), 'the right tag leads to the state, which decides');
});
