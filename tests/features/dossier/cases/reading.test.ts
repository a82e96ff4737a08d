import t from 'tap';
import { createTestApp } from '../../../support/app.js';
import { createSettledApp } from '../../../support/settled-app.js';
import { expectStatus, FILING, signInAll } from '../../../support/story.js';
import { buildCreditCode, buildFiling } from './filings.js';

t.test('a case answers with the keys that clients rely on, the same in the list', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const filed = expectStatus(await clerk.post('/v1/cases', FILING), 201);
  const { body } = filed;
  t.match(body, {
    ...FILING,
    collectionAccount: { ...FILING.collectionAccount, number: '***************3456' },
    courtCode: '浙0702',
    state: 'FILED',
    colour: 'GREEN',
    reliefPath: null,
    earlierCaseNumber: null,
    claim: { ...FILING.claim, feeBaseFen: 370000000, executionFeeFen: 3940000 },
    officer: { name: '王书记员' },
    activePlanId: null,
    lastClosedOn: '2023-09-27',
    version: 1,
  });
  t.match(filed.headers, { etag: '"v1"', location: `/v1/cases/${body.id}` });
  t.same((await clerk.get(`/v1/cases/${body.id}`)).body, body);
  t.same((await clerk.get('/v1/cases')).body.items, [body]);
});

t.test('a known credit code takes that party, and the name given stays with the case', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const one = expectStatus(
    await clerk.post(
      '/v1/cases',
      buildFiling(1, { enterprise: { name: '旧名公司', unifiedSocialCreditCode: buildCreditCode(7) } }),
    ),
    201,
  ).body;
  const two = expectStatus(
    await clerk.post(
      '/v1/cases',
      buildFiling(2, { enterprise: { name: '新名公司', unifiedSocialCreditCode: buildCreditCode(7) } }),
    ),
    201,
  ).body;
  t.equal(two.enterprise.id, one.enterprise.id);
  t.same([one.enterprise.name, two.enterprise.name], ['旧名公司', '新名公司']);
  const people = [
    { name: '王某', kind: 'INDIVIDUAL' },
    { name: '王某', kind: 'INDIVIDUAL' },
  ];
  const three = expectStatus(await clerk.post('/v1/cases', buildFiling(3, { applicants: people })), 201).body;
  t.equal(new Set(three.applicants.map((one: { id: string }) => one.id)).size, 2, 'two people of one name are two');
});

t.test('the history names to parties what happened and when, and not who acted inside the court', async (t) => {
  const { people, settled } = await createSettledApp(t);
  const { caseId } = settled;
  const read = async (name: 'clerk' | 'enterprise' | 'applicant') =>
    expectStatus(await people[name].get(`/v1/cases/${caseId}/timeline`), 200).body.items;
  const inside = await read('clerk');
  t.same(inside.map((event: { type: string }) => event.type).reverse(), [
    'CASE_FILED',
    'CONSENT_RECORDED',
    'PLAN_DRAFTED',
    'PLAN_CONFIRMED_BY_PARTY',
    'PLAN_CONFIRMED_BY_PARTY',
    'PLAN_ACTIVATED',
    'CASE_SETTLED',
    'CASE_PERFORMING',
  ]);
  t.same([...new Set(inside.map((event: { actor: { name: string } }) => event.actor.name))], ['陈法官', '王书记员']);
  for (const party of ['enterprise', 'applicant'] as const) {
    const outside = await read(party);
    t.same(
      outside.map((event: { seq: number }) => event.seq),
      inside.map((event: { seq: number }) => event.seq),
      party,
    );
    t.ok(
      outside.every((event: { actor: { name: string } }) => event.actor.name === ''),
      `${party} reads no names`,
    );
  }
  t.match(inside[0], {
    seq: 8,
    businessOn: '2023-09-28',
    occurredAt: /Z$/,
    hash: /^[\da-f]{64}$/,
    data: { to: 'PERFORMING' },
  });
});
