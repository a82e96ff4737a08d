import t from 'tap';
import type { ProblemCode } from '../../../../src/shared/problems.js';
import { addressOf, listOperations } from '../../../plugins/operations.js';
import { checkRefused, refusal, refusalOf, type RefusedRow } from '../../../plugins/refusals.js';
import { enterPayment, setStage, type Stage } from '../../../plugins/stage.js';
import type { Caller } from '../../../support/app.js';
import { expectStatus, FILING, PLAN } from '../../../support/story.js';
import { buildFiling } from '../../dossier/cases/filings.js';
import { addAccount } from './accounts.js';

const COURT = ['clerk', 'judge', 'chief', 'president', 'finance', 'secretariat', 'auditor'] as const;
const PARTIES = ['enterprise', 'applicant'] as const;
/** People who reach no case of 浙0702 at all. */
const OUTSIDE = ['dept-industry', 'dept-housing', 'dept-tax', 'monitor', 'admin', 'security', 'clerk-0703'] as const;
const EVERYBODY = [...COURT, ...PARTIES, ...OUTSIDE];
type Account = (typeof EVERYBODY)[number];

async function signInEverybody({ test }: Stage): Promise<Map<Account, Caller>> {
  const callers = new Map<Account, Caller>();
  for (const name of EVERYBODY) callers.set(name, await test.as(name));
  return callers;
}

t.test('only a clerk files cases, changes them, and only in the own court', async (t) => {
  const stage = await setStage(t);
  const callers = await signInEverybody(stage);
  const filing = buildFiling(1);
  const rows = EVERYBODY.filter((name) => name !== 'clerk').map((name): RefusedRow<Account> => {
    return [name, name, refusal(name === 'clerk-0703' ? 'case-number-other-court' : 'not-permitted')];
  });
  await checkRefused(t, stage.test.deps.sql, rows, async (name) => {
    return (callers.get(name) ?? stage.test.stranger).post('/v1/cases', filing);
  });
  expectStatus((await callers.get('clerk')?.post('/v1/cases', filing)) ?? ({ status: 0 } as never), 201);
});

t.test('only the administrator moves the date and starts runs; the auditor may read them', async (t) => {
  const stage = await setStage(t);
  const callers = await signInEverybody(stage);
  const others = EVERYBODY.filter((name) => name !== 'admin');
  const refused = others.map((name): RefusedRow<Account> => [name, name, refusal('not-permitted')]);
  const { sql } = stage.test.deps;
  const caller = (name: Account) => callers.get(name) ?? stage.test.stranger;
  await checkRefused(t, sql, refused, (name) => caller(name).post('/v1/business-date', { date: '2023-09-29' }));
  await checkRefused(t, sql, refused, (name) => caller(name).post('/v1/job-runs', { job: 'daily-close' }));
  const readers = refused.filter(([name]) => name !== 'auditor');
  await checkRefused(t, sql, readers, (name) => caller(name).get('/v1/job-runs'));
  for (const name of ['admin', 'auditor'] as const) t.equal((await caller(name).get('/v1/job-runs')).status, 200, name);
  for (const name of EVERYBODY) {
    t.match(await caller(name).get('/v1/business-date'), {
      status: 200,
      body: { date: '2023-09-28', clock: 'simulated' },
    });
    t.match(await caller(name).get('/v1/me'), { status: 200, body: { username: name } });
  }
});

t.test('who does not reach a case finds nothing of it anywhere', async (t) => {
  const stage = await setStage(t);
  const filed = expectStatus(await stage.people.clerk.post('/v1/cases', buildFiling(1)), 201).body;
  const rival = await addAccount(stage.test, {
    username: 'rival',
    roles: ['ENTERPRISE'],
    partyId: filed.enterprise.id,
  });
  const creditor = await addAccount(stage.test, {
    username: 'creditor',
    roles: ['APPLICANT'],
    partyId: filed.applicants[0].id,
  });
  const lonely = await addAccount(stage.test, { username: 'lonely', roles: ['ENTERPRISE'] });
  const ids: Readonly<Record<string, unknown>> = { ...stage };
  const operations = (await listOperations(stage.test)).filter(({ method, path }) => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    return (
      method === 'get' &&
      names.some((name) => /^(case|plan|payment|seizure)Id$/.test(name)) &&
      names.every((name) => name in ids)
    );
  });
  t.ok(operations.length >= 12, `${operations.length} ways to read something of a case`);
  // The accounts of the sample data are walked through every call by plugins/permissions.test.ts.
  const outsiders: readonly (readonly [string, Caller])[] = [
    ['the enterprise of another case', rival],
    ['the applicant of another case', creditor],
    ['an enterprise without a case', lonely],
  ];
  for (const { path } of operations) {
    // The difference of two plans has to be told which is the other one.
    const query = path.endsWith('/difference') ? `?from=${stage.planId}` : '';
    const url = `${addressOf(path, ids)}${query}`;
    for (const [name, caller] of outsiders) {
      t.same(refusalOf(await caller.get(url)), refusal('not-found'), `${name}: ${path}`);
    }
    t.same(refusalOf(await stage.test.stranger.get(url)), refusal('not-signed-in'), `a stranger: ${path}`);
  }
  for (const [name, caller] of outsiders) {
    const { items } = (await caller.get('/v1/cases')).body;
    t.notOk(
      items.some((one: { id: string }) => one.id === stage.caseId),
      `${name} does not find the case in the list`,
    );
    t.same((await caller.get(`/v1/notices?caseId=${stage.caseId}`)).body.items, [], `${name} has no notices of it`);
    t.same(
      refusalOf(await caller.get(`/v1/notices/${stage.noticeId}`)),
      refusal('not-found'),
      `${name} reads no notice`,
    );
    t.same(refusalOf(await caller.post(`/v1/notices/${stage.noticeId}/reading`, {})), refusal('not-found'));
  }
  t.same(
    (await stage.people.enterprise.get('/v1/cases')).body.items.map((one: { id: string }) => one.id),
    [stage.caseId],
  );
  t.same(
    (await rival.get('/v1/cases')).body.items.map((one: { id: string }) => one.id),
    [filed.id],
  );
  t.same((await stage.people.admin.get('/v1/cases')).body.items, [], 'the administrator reads no case content');
});

t.test('a notice belongs to its readers, not to everybody who reaches the case', async (t) => {
  const { people, noticeId } = await setStage(t);
  for (const name of ['clerk', 'judge', 'finance', 'applicant'] as const) {
    t.same(refusalOf(await people[name].get(`/v1/notices/${noticeId}`)), refusal('not-found'), name);
  }
  t.match(await people.enterprise.get(`/v1/notices/${noticeId}`), { status: 200, body: { readAt: null } });
});

t.test('the one who entered a payment never decides on it, whatever the roles', async (t) => {
  const { test, caseId, people } = await setStage(t);
  const both = await addAccount(test, {
    username: 'both',
    roles: ['OFFICER', 'FINANCE', 'BUREAU_CHIEF'],
    courtCode: '浙0702',
  });
  const own = await enterPayment(both, caseId);
  const { sql } = test.deps;
  const fourEyes = refusal('four-eyes');
  await checkRefused<object>(
    t,
    sql,
    [
      ['approval', {}, fourEyes],
      ['rejection', { decision: 'REJECT', reason: '重复' }, fourEyes],
    ],
    (body) => both.post(`/v1/payments/${own}/approval`, body),
  );
  expectStatus(await people.finance.post(`/v1/payments/${own}/approval`, {}), 200);
  await checkRefused<object>(t, sql, [['reversal', { reason: '退款' }, fourEyes]], (body) =>
    both.post(`/v1/payments/${own}/reversal`, body),
  );
  const other = await enterPayment(people.clerk, caseId);
  t.equal((await both.post(`/v1/payments/${other}/approval`, {})).status, 200, 'the payment of somebody else they may');
});

t.test('a party speaks for itself only, and a clerk for it only with evidence', async (t) => {
  const stage = await setStage(t);
  const { test, people, caseId, enterpriseId, applicantId, directId } = stage;
  const drafted = expectStatus(await people.clerk.post(`/v1/cases/${caseId}/plans`, PLAN), 201).body;
  const confirm = `/v1/plans/${drafted.id}/confirmations`;
  const said = { method: 'PORTAL', confirmedOn: '2023-09-28' };
  const byEnterprise = { ...said, party: 'ENTERPRISE', partyId: enterpriseId };
  const byApplicant = { ...said, party: 'APPLICANT', partyId: applicantId };
  const consent = { applicantId, scope: 'RELIEF', method: 'PORTAL', givenOn: '2023-09-28' };
  const consents = `/v1/cases/${caseId}/consents`;
  const evidence = refusal('evidence-required', '/evidence');
  const forbidden = refusal('not-permitted');
  const stranger = '018f0000-0000-7000-8000-000000000000';
  const rows: readonly RefusedRow<readonly [Caller, string, object]>[] = [
    ['the enterprise for the applicant', [people.enterprise, confirm, byApplicant], forbidden],
    ['the applicant for the enterprise', [people.applicant, confirm, byEnterprise], forbidden],
    ['the enterprise, also with evidence', [people.enterprise, confirm, { ...byApplicant, evidence: 'x' }], forbidden],
    ['the enterprise consents for the applicant', [people.enterprise, consents, consent], forbidden],
    [
      'the applicant for another one',
      [people.applicant, consents, { ...consent, applicantId: enterpriseId }],
      forbidden,
    ],
    ['the clerk without evidence', [people.clerk, confirm, byEnterprise], evidence],
    [
      'the clerk with evidence of blanks',
      [people.clerk, confirm, { ...byEnterprise, evidence: ' ' }],
      refusal('invalid-body', '/evidence'),
    ],
    ['the clerk records a consent without evidence', [people.clerk, consents, consent], evidence],
    [
      'the clerk records a direct payment without evidence',
      [people.clerk, `/v1/payments/${directId}/confirmation`, {}],
      evidence,
    ],
    [
      'the enterprise as the applicant',
      [people.enterprise, confirm, { ...byEnterprise, party: 'APPLICANT' }],
      refusal('party-unknown'),
    ],
    [
      'the enterprise confirms a direct payment',
      [people.enterprise, `/v1/payments/${directId}/confirmation`, {}],
      forbidden,
    ],
    [
      'the clerk for somebody else',
      [people.clerk, confirm, { ...byEnterprise, partyId: stranger, evidence: 'x' }],
      refusal('party-unknown'),
    ],
    [
      'the clerk for an applicant that is none',
      [people.clerk, consents, { ...consent, applicantId: enterpriseId, evidence: 'x' }],
      refusal('applicant-unknown'),
    ],
    [
      'a word of tomorrow',
      [people.enterprise, confirm, { ...byEnterprise, confirmedOn: '2023-09-29' }],
      refusal('given-in-future', '/confirmedOn'),
    ],
    [
      'a consent of tomorrow',
      [people.applicant, consents, { ...consent, givenOn: '2023-09-29' }],
      refusal('given-in-future', '/givenOn'),
    ],
  ];
  await checkRefused(t, test.deps.sql, rows, ([caller, url, body]) => caller.post(url, body));
  expectStatus(await people.enterprise.post(confirm, byEnterprise), 200);
  expectStatus(await people.applicant.post(confirm, byApplicant), 200);
  expectStatus(await people.applicant.post(consents, consent), 201);
  t.same(refusalOf(await people.enterprise.post(confirm, byEnterprise)), refusal('already-confirmed'), 'once');
});

t.test('a company that is creditor here and debtor there confirms receipt only where it is creditor', async (t) => {
  const { test, people } = await setStage(t);
  const [creditor] = FILING.applicants;
  const filing = buildFiling(2, {
    enterprise: { name: creditor?.name, unifiedSocialCreditCode: creditor?.unifiedSocialCreditCode },
  });
  const filed = expectStatus(await people.clerk.post('/v1/cases', filing), 201).body;
  const direct = await enterPayment(people.clerk, filed.id, { channel: 'DIRECT_TO_APPLICANT' });
  t.equal((await people.applicant.get(`/v1/cases/${filed.id}`)).status, 200, 'as debtor it reads its case');
  await checkRefused<object>(
    t,
    test.deps.sql,
    [['the debtor confirms its own payment', {}, refusal('not-permitted')]],
    (body) => people.applicant.post(`/v1/payments/${direct}/confirmation`, body),
  );
});

t.test('a stranger finds every route under /v1 closed, however it is written', async (t) => {
  const { test } = await setStage(t);
  const codes = new Set<ProblemCode | string>();
  for (const { method, path } of await listOperations(test)) {
    if (path.startsWith('/v1/auth/') || path.startsWith('/v1/public/')) continue;
    const url = addressOf(path, '018f0000-0000-7000-8000-000000000000');
    for (const address of [url, url.replace('/v1/', '/%761/'), `${url}?limit=abc`]) {
      for (const authorization of ['', 'Bearer', 'Bearer x.y.z', 'Basic Y2xlcms6cmVwcmlldmU=', 'bearer ']) {
        const reply = await test.app.inject({
          method: method.toUpperCase() as 'GET',
          url: address,
          headers: { authorization, 'content-type': 'text/plain' },
          ...(method === 'get' ? {} : { payload: 'x' }),
        });
        codes.add(reply.json().code);
        t.equal(reply.statusCode, 401, `${method} ${address} with "${authorization}"`);
      }
    }
  }
  t.same([...codes], ['not-signed-in']);
});
