import t from 'tap';
import { checkRefused, refusal, type RefusedRow } from '../../../plugins/refusals.js';
import { setStage } from '../../../plugins/stage.js';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { correctClaim, WHY } from '../../../support/corrections.js';
import { expectStatus, FILING, pay, type People, settleCase, signInAll } from '../../../support/story.js';
import { buildFiling } from '../../dossier/cases/filings.js';

const PRINCIPAL_FIRST = [
  'PRINCIPAL',
  'OTHER_MONETARY',
  'GENERAL_INTEREST',
  'DOUBLED_INTEREST',
  'COSTS',
  'EXECUTION_FEE',
] as const;
const STAY = { from: '2023-10-08', to: '2023-11-07', reason: 'RETRIAL_STAY' };

/** A claim as it should have been entered, and the correction that makes it so. */
const CORRECTIONS: readonly (readonly [reason: string, claim: object, correction: object])[] = [
  ['a lower principal', { principalFen: 350_000_000 }, { principalFen: 350_000_000 }],
  ['a higher principal', { principalFen: 370_000_001 }, { principalFen: 370_000_001 }],
  ['damages', { otherMonetaryFen: 12_345_67 }, { otherMonetaryFen: 12_345_67 }],
  ['no costs', { costsFen: 0 }, { costsFen: 0 }],
  ['another sum for the fee', { feeBaseFen: 100_000_000 }, { feeBaseFen: 100_000_000 }],
  ['no interest ordered', { generalInterest: undefined }, { generalInterest: null }],
  [
    'a cap of the basis',
    { generalInterest: { ...FILING.claim.generalInterest, cap: { type: 'FIXED', annualPercent: '3' } } },
    { generalInterest: { ...FILING.claim.generalInterest, cap: { type: 'FIXED', annualPercent: '3' } } },
  ],
  ['costs in the base', { calculation: { includeCosts: true } }, { calculation: { includeCosts: true } }],
  [
    'principal first by agreement (AL-05)',
    { calculation: { order: PRINCIPAL_FIRST, agreementReference: '和解协议第3条' } },
    { calculation: { order: PRINCIPAL_FIRST, agreementReference: '和解协议第3条' } },
  ],
  [
    'a retrial stay (IN-23)',
    { calculation: { excludedPeriods: [STAY] } },
    { calculation: { excludedPeriods: [STAY] } },
  ],
  [
    'bankruptcy (IN-26)',
    { calculation: { bankruptcyAcceptedOn: '2023-11-20' } },
    { calculation: { bankruptcyAcceptedOn: '2023-11-20' } },
  ],
  [
    'a fee on what is recovered (FE-02)',
    { calculation: { feeBase: 'RECOVERED' } },
    { calculation: { feeBase: 'RECOVERED' } },
  ],
];

const MONEY: readonly (readonly [number, string])[] = [
  [50_000_000, '2023-10-20'],
  [1, '2023-10-20'],
  [34_000_017, '2023-11-30'],
];
const DAYS = ['2023-10-19', '2023-10-20', '2023-11-15', '2023-12-01'];

async function readOutcome(test: TestApp, { clerk }: People, caseId: string) {
  const ledgers = [];
  for (const asOf of DAYS) {
    ledgers.push(expectStatus(await clerk.get(`/v1/cases/${caseId}/ledger?asOf=${asOf}`), 200).body.original);
  }
  const postings = await test.deps.sql`
    select bucket::text, effective_on::text, sum(amount_fen)::text as sum from ledger_postings where case_id = ${caseId}
    group by bucket, effective_on having sum(amount_fen) <> 0 order by effective_on, bucket::text`;
  const { claim } = expectStatus(await clerk.get(`/v1/cases/${caseId}`), 200).body;
  const statement = expectStatus(await clerk.get(`/v1/cases/${caseId}/statement`), 200).body;
  return { ledgers, postings: postings.map((row) => ({ ...row })), claim, stated: statement.original };
}

t.test('a corrected case stands as if it had been entered right from the start (IN-06)', async (t) => {
  const test = await createTestApp(t, { clockStart: '2023-12-01' });
  const people = await signInAll(test);
  for (const [index, [reason, claim, correction]] of CORRECTIONS.entries()) {
    const file = async (serial: number, changes: object) => {
      const filing = buildFiling(serial, { claim: { ...FILING.claim, ...changes } });
      return expectStatus(await people.clerk.post('/v1/cases', filing), 201).body.id as string;
    };
    const [wrong, right] = [await file(100 + index, {}), await file(200 + index, claim)];
    for (const [amountFen, receivedOn] of MONEY) {
      await pay(people, wrong, amountFen, receivedOn);
      await pay(people, right, amountFen, receivedOn);
    }
    const body = await correctClaim(people, wrong, correction);
    t.match(body, { caseId: wrong, no: 1, status: 'APPROVED', ...WHY, before: { principalFen: 370_000_000 } }, reason);
    t.same(await readOutcome(test, people, wrong), await readOutcome(test, people, right), reason);
  }
  const verified = await people.auditor.post('/v1/audit/verification', {});
  t.match(verified, { status: 200, body: { result: 'WHOLE' } });
});

t.test('a correction under a plan in force leaves what was agreed, and tells both parties', async (t) => {
  const { test, people, caseId, planId } = await setStage(t);
  const before = (await people.clerk.get(`/v1/plans/${planId}/schedule`)).body;
  const { version } = (await people.clerk.get(`/v1/cases/${caseId}`)).body;
  const url = `/v1/cases/${caseId}/claim-corrections`;
  const answer = await people.clerk.post(url, { principalFen: 360_000_000, ...WHY }, { 'if-match': `"v${version}"` });
  const made = expectStatus(answer, 201).body;
  t.match(answer.headers, { location: `/v1/claim-corrections/${made.id}`, etag: '"v1"' });
  t.match(made, { status: 'ENTERED', enteredBy: { name: '王书记员' }, decidedBy: null, decidedAt: null });
  t.same(made.changed, ['executionFeeFen', 'feeBaseFen', 'principalFen']);
  t.match(made.after, { principalFen: 360_000_000, feeBaseFen: 360_000_000, executionFeeFen: 3_840_000 });
  const decided = await people.judge.post(`/v1/claim-corrections/${made.id}/decision`, { decision: 'APPROVE' });
  t.match(expectStatus(decided, 200).headers, { etag: '"v2"' });
  t.same((await people.clerk.get(`/v1/plans/${planId}/schedule`)).body, before, 'the instalments stay as agreed');
  t.match((await people.clerk.get(`/v1/cases/${caseId}/ledger?basis=ORIGINAL`)).body.original.closing, {
    PRINCIPAL: 360_000_000,
    EXECUTION_FEE: 3_840_000,
  });
  for (const reader of [people.enterprise, people.applicant]) {
    const { items } = (await reader.get('/v1/notices?kind=CLAIM_CORRECTED')).body;
    t.match(items, [{ caseId, title: '执行标的已更正', body: /裁判文书补正。判决书补正/ }]);
  }
  const types = (await people.clerk.get(`/v1/cases/${caseId}/timeline?limit=200`)).body.items.map(
    (event: { type: string }) => event.type,
  );
  t.ok(types.includes('CLAIM_CORRECTED'));

  const stale = await people.clerk.post(url, { costsFen: 1, ...WHY }, { 'if-match': `"v${version}"` });
  t.match(stale, { status: 412, body: { code: 'stale-version' } });
  const second = await correctClaim(people, caseId, { executionFeeFen: 1_000_000 });
  t.equal(second.no, 2);
  const third = await correctClaim(people, caseId, { principalFen: 370_000_000 });
  t.equal(third.after.executionFeeFen, 1_000_000, 'a fee that the court has decided on stays');
  t.same((await people.enterprise.get(`/v1/claim-corrections/${made.id}`)).body, decided.body);
  t.same(
    (await people.applicant.get(url)).body.items.map((one: { id: string }) => one.id),
    [made.id, second.id, third.id],
  );
  t.equal((await (await test.as('clerk-0703')).get(`/v1/claim-corrections/${made.id}`)).status, 404);
  const { rows } = (
    await test.deps.sql`select count(*)::int as rows from ledger_postings
    where case_id = ${caseId} and kind = 'REVERSAL'`
  )[0] as { rows: number };
  t.equal(rows, 4, 'principal twice, the fee twice: nothing was edited');
});

t.test('what the doubled part does during the settlement is a switch of the case (IN-24)', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const read = async (settlementTreatment: string, serial: number) => {
    const claim = { ...FILING.claim, calculation: { settlementTreatment } };
    const { caseId } = await settleCase(people, { ...FILING, caseNumber: `（2023）浙0702执${serial}号`, claim });
    return caseId;
  };
  const ids = [await read('WAIVED_ON_PERFORMANCE', 81), await read('EXCLUDED', 82), await read('ACCRUES', 83)];
  await test.closeDays('2023-10-20');
  const ledgers = await Promise.all(
    ids.map(async (id) => (await people.clerk.get(`/v1/cases/${id}/ledger?basis=ORIGINAL`)).body.original),
  );
  const [waived, excluded, accrues] = ledgers;
  // 23 days from 28 September to 20 October on 3,700,000 yuan at 0.0175 percent.
  const meanwhile = 64_750 * 23;
  t.match(waived, { shadowFen: meanwhile, accruesFen: 0, excludedFen: 0 });
  t.match(excluded, { shadowFen: 0, accruesFen: 0, excludedFen: meanwhile });
  t.match(accrues, { shadowFen: 0, accruesFen: meanwhile, excludedFen: 0 });
  t.equal(waived.closing.DOUBLED_INTEREST - excluded.closing.DOUBLED_INTEREST, meanwhile);
  t.equal(accrues.closing.DOUBLED_INTEREST, waived.closing.DOUBLED_INTEREST);
});

t.test('the fee on what is recovered is stated beside the ledger', async (t) => {
  const test = await createTestApp(t, { clockStart: '2023-12-01' });
  const people = await signInAll(test);
  const claim = { ...FILING.claim, calculation: { feeBase: 'RECOVERED' } };
  const { body } = expectStatus(await people.clerk.post('/v1/cases', buildFiling(1, { claim })), 201);
  t.equal(body.claim.executionFeeFen, 0);
  const read = async () => (await people.clerk.get(`/v1/cases/${body.id}/ledger`)).body.original;
  t.match(await read(), { feeOnRecoveredFen: 0, closing: { EXECUTION_FEE: 0 } });
  await pay(people, body.id, 50_000_000, '2023-11-30');
  t.match(await read(), { feeOnRecoveredFen: 740_000, closing: { EXECUTION_FEE: 0 } }, '50 + 490,000 × 1.5 %');
  const plain = expectStatus(await people.clerk.post('/v1/cases', buildFiling(2)), 201).body;
  t.equal((await people.clerk.get(`/v1/cases/${plain.id}/ledger`)).body.original.feeOnRecoveredFen, null);
});

const invalid = (...pointers: string[]) => refusal('invalid-body', ...pointers);
const terms = (calculation: object) => ({ calculation });

/** Switches that contradict each other, refused on filing and on correction alike. */
const WRONG_TERMS: readonly (readonly [string, object, string])[] = [
  ['an order with a bucket missing', { order: PRINCIPAL_FIRST.slice(1), agreementReference: 'x' }, '/order'],
  ['a bucket twice', { order: ['PRINCIPAL', ...PRINCIPAL_FIRST.slice(0, 5)], agreementReference: 'x' }, '/order'],
  ['a bucket that does not exist', { order: ['TIPS'] }, '/order/0'],
  ['another order without its agreement', { order: PRINCIPAL_FIRST }, '/agreementReference'],
  ['an empty agreement', { agreementReference: ' ' }, '/agreementReference'],
  ['a reversed period', { excludedPeriods: [{ ...STAY, to: '2023-10-07' }] }, '/excludedPeriods/0/to'],
  ['a settlement as a stay', { excludedPeriods: [{ ...STAY, reason: 'SETTLEMENT' }] }, '/excludedPeriods/0/reason'],
  ['an unknown treatment', { settlementTreatment: 'HALF' }, '/settlementTreatment'],
  ['an unknown base', { feeBase: 'GUESSED' }, '/feeBase'],
  ['a day that does not exist', { bankruptcyAcceptedOn: '2023-02-29' }, '/bankruptcyAcceptedOn'],
  ['an unknown switch', { compound: true }, '/compound'],
];

t.test('a claim with switches that contradict each other is not filed', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const rows = WRONG_TERMS.map(([reason, calculation, at]): RefusedRow<object> => [
    reason,
    buildFiling(1, { claim: { ...FILING.claim, ...terms(calculation) } }),
    invalid(`/claim/calculation${at}`),
  ]);
  const fee = { ...FILING.claim, feeBaseFen: 1, ...terms({ feeBase: 'RECOVERED' }) };
  rows.push(['a sum for a fee that follows another', buildFiling(1, { claim: fee }), invalid('/claim/feeBaseFen')]);
  await checkRefused(t, test.deps.sql, rows, (filing) => clerk.post('/v1/cases', filing));
});

t.test('a correction that does not fit is refused and changes nothing', async (t) => {
  const { test, people, caseId } = await setStage(t);
  const url = `/v1/cases/${caseId}/claim-corrections`;
  const rows: RefusedRow<object>[] = [
    ['without ground', { ...WHY, ground: undefined, costsFen: 1 }, invalid('/ground')],
    ['on a ground that nobody knows', { ...WHY, ground: '补正', costsFen: 1 }, invalid('/ground')],
    ['without a reason', { ...WHY, reason: ' ', costsFen: 1 }, invalid('/reason')],
    ...(['CORRECTION_RULING', 'RETRIAL', 'WAIVER', 'BANKRUPTCY', 'TERMS_OF_BASIS'] as const).map(
      (ground): RefusedRow<object> => [
        `${ground} without a document`,
        { ...WHY, ground, evidence: undefined, costsFen: 1 },
        refusal('evidence-required', '/evidence'),
      ],
    ),
    ['a waiver that raises', { ...WHY, ground: 'WAIVER', costsFen: 3_640_001 }, invalid('/costsFen')],
    ['with evidence of blanks', { ...WHY, evidence: ' ', costsFen: 1 }, invalid('/evidence')],
    ['nothing to correct', WHY, invalid('')],
    ['what stands already', { ...WHY, costsFen: 3_640_000 }, invalid('')],
    ['no principal', { ...WHY, principalFen: 0 }, invalid('/principalFen')],
    ['a negative sum', { ...WHY, costsFen: -1 }, invalid('/costsFen')],
    ['a sum above 10^15', { ...WHY, costsFen: 1e15 + 1 }, invalid('/costsFen')],
    ['an unknown field', { ...WHY, state: 'CLOSED' }, invalid('/state')],
    [
      'interest from before the first stored rate',
      { ...WHY, generalInterest: { ...FILING.claim.generalInterest, from: '2015-10-23' } },
      invalid('/generalInterest/from'),
    ],
    [
      'interest without a year',
      { ...WHY, generalInterest: { ...FILING.claim.generalInterest, yearBasis: undefined } },
      invalid('/generalInterest/yearBasis'),
    ],
    [
      'a fee where it follows what is recovered',
      { ...WHY, executionFeeFen: 1, calculation: { feeBase: 'RECOVERED' } },
      invalid('/executionFeeFen'),
    ],
    [
      'a sum for the fee where it follows what is recovered',
      { ...WHY, feeBaseFen: 1, calculation: { feeBase: 'RECOVERED' } },
      invalid('/feeBaseFen'),
    ],
    ...WRONG_TERMS.map(([reason, calculation, at]): RefusedRow<object> => [
      reason,
      { ...WHY, ...terms(calculation) },
      invalid(`/calculation${at}`),
    ]),
  ];
  await checkRefused(t, test.deps.sql, rows, (body) => people.clerk.post(url, body));
});
