import t from 'tap';
import { JSON_BODY, withLiteral, withValue } from '../../../plugins/bodies.js';
import { checkRefused, refusal, type RefusedRow } from '../../../plugins/refusals.js';
import { createTestApp } from '../../../support/app.js';
import { expectStatus, SEIZURE, signInAll } from '../../../support/story.js';
import { buildFiling } from '../cases/filings.js';

const invalid = (...pointers: string[]) => refusal('invalid-body', ...pointers);
const [ASSET] = SEIZURE.assets;

const ROWS: readonly RefusedRow<object | string>[] = [
  [
    'a live seizure that the court keeps',
    withValue(SEIZURE, '/custodian/kind', 'COURT'),
    refusal('use-needs-debtor-custody'),
  ],
  ['a term over the maximum', withValue(SEIZURE, '/to', '2025-09-07'), refusal('seizure-term-too-long')],
  ['a live seizure without use', withValue(SEIZURE, '/usePermitted', false), refusal('live-seizure-without-use')],
  ['a dead one with use', withValue(SEIZURE, '/mode', 'DEAD'), refusal('dead-seizure-with-use')],
  [
    'a ruling of tomorrow',
    withValue(SEIZURE, '/ruling/ruledOn', '2023-09-29'),
    refusal('ruling-in-future', '/ruling/ruledOn'),
  ],
  [
    'a term that begins before the ruling',
    { ...SEIZURE, from: '2023-09-04', to: '2025-09-03' },
    refusal('ruling-after-term-start', '/from'),
  ],
  [
    'a term that ends before it begins',
    withValue(SEIZURE, '/to', '2023-09-05'),
    refusal('seizure-term-reversed', '/to'),
  ],
  ['a day that does not exist', withValue(SEIZURE, '/to', '2025-02-29'), invalid('/to')],
  ['a mode that does not exist', withValue(SEIZURE, '/mode', 'HALF'), invalid('/mode')],
  ['no ruling', withValue(SEIZURE, '/ruling', undefined), invalid('/ruling')],
  ['a ruling without a judge', withValue(SEIZURE, '/ruling/judge', undefined), invalid('/ruling/judge')],
  ['a custodian without a name', withValue(SEIZURE, '/custodian/name', ''), invalid('/custodian/name')],
  ['no asset', withValue(SEIZURE, '/assets', []), invalid('/assets')],
  [
    '501 assets',
    withValue(
      SEIZURE,
      '/assets',
      Array.from({ length: 501 }, () => ASSET),
    ),
    invalid('/assets'),
  ],
  ['an asset without a name', withValue(SEIZURE, '/assets/0/name', undefined), invalid('/assets/0/name')],
  ['none of an asset', withValue(SEIZURE, '/assets/0/quantity', 0), invalid('/assets/0/quantity')],
  ['half an asset', withLiteral(SEIZURE, '/assets/0/quantity', '0.5'), invalid('/assets/0/quantity')],
  ['a negative value', withValue(SEIZURE, '/assets/0/appraisedValueFen', -1), invalid('/assets/0/appraisedValueFen')],
  [
    'a value above 10^15',
    withValue(SEIZURE, '/assets/0/appraisedValueFen', 1e15 + 1),
    invalid('/assets/0/appraisedValueFen'),
  ],
  ['1e999 of liens', withLiteral(SEIZURE, '/assets/0/priorLiensFen', '1e999'), invalid('/assets/0/priorLiensFen')],
  ['rank 0', withValue(SEIZURE, '/rank', 0), invalid('/rank')],
  ['rank 100', withValue(SEIZURE, '/rank', 100), invalid('/rank')],
  ['use as a text', withValue(SEIZURE, '/usePermitted', 'true'), invalid('/usePermitted')],
  ['conditions of 2001 letters', withValue(SEIZURE, '/useConditions', '条'.repeat(2001)), invalid('/useConditions')],
  ['an unknown field', { ...SEIZURE, status: 'EFFECTIVE' }, invalid('/status')],
  ['an unknown field of an asset', withValue(SEIZURE, '/assets/0/colour', 'red'), invalid('/assets/0/colour')],
  ['half of a surrogate pair', withValue(SEIZURE, '/ruling/judge', '陈\ud83d'), invalid('/ruling/judge')],
];

t.test('a seizure is refused with code and pointer, and nothing is stored', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const { id } = expectStatus(await clerk.post('/v1/cases', buildFiling(1)), 201).body;
  await checkRefused(t, test.deps.sql, ROWS, (body) => clerk.post(`/v1/cases/${id}/seizures`, body, JSON_BODY));
});

t.test('a seizure is kept as ordered', async (t) => {
  const test = await createTestApp(t);
  const { clerk, enterprise } = await signInAll(test);
  const { id } = expectStatus(
    await clerk.post(
      '/v1/cases',
      buildFiling(1, { enterprise: { name: '绿景', unifiedSocialCreditCode: '91330702MA2E7K3H47' } }),
    ),
    201,
  ).body;
  const made = expectStatus(await clerk.post(`/v1/cases/${id}/seizures`, SEIZURE), 201);
  t.match(made.headers, { location: `/v1/seizures/${made.body.id}`, etag: '"v1"' });
  t.match(made.body, { ...SEIZURE, caseId: id, status: 'ORDERED', rank: 1, assets: [{ ...ASSET, no: 1 }] });
  t.same((await clerk.get(`/v1/seizures/${made.body.id}`)).body, made.body);
  t.same((await enterprise.get(`/v1/seizures/${made.body.id}`)).body, made.body, 'the enterprise reads what binds it');
  const least = {
    ...SEIZURE,
    mode: 'DEAD',
    usePermitted: false,
    useConditions: undefined,
    rank: 2,
    assets: [{ name: '苗木' }],
  };
  const second = expectStatus(await clerk.post(`/v1/cases/${id}/seizures`, least), 201).body;
  t.match(second, {
    status: 'WAITING',
    useConditions: null,
    assets: [{ quantity: 1, model: null, appraisedValueFen: null }],
  });
  const { items } = (await clerk.get(`/v1/cases/${id}/seizures`)).body;
  t.same(items, [made.body, second], 'in the order of entry');
});
