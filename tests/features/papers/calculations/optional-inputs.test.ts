import t from 'tap';
import type { ExplanationEntry } from '../../../../src/features/papers/calculations/answer-schema.js';
import { buildCalculationsApp, CALCULATION_PATHS, type CalculationKind } from '../../../support/calculations-app.js';
import { inputOf } from './examples.js';

type Input = Record<string, unknown>;
type Answer = Record<string, unknown> & { readonly explanation: readonly ExplanationEntry[] };

const app = await buildCalculationsApp();
t.teardown(() => app.close());

async function ask(kind: CalculationKind, payload: Input): Promise<Answer> {
  const response = await app.inject({ method: 'POST', url: CALCULATION_PATHS[kind], payload });
  if (response.statusCode !== 200) {
    throw new Error(`${kind}: ${response.body}`);
  }
  return response.json<Answer>();
}

/** Pointers of the first error, or `accepted`. */
async function refusal(kind: CalculationKind, payload: Input): Promise<string> {
  const response = await app.inject({ method: 'POST', url: CALCULATION_PATHS[kind], payload });
  const { code, errors } = response.json<{ code?: string; errors?: readonly { pointer: string }[] }>();
  return response.statusCode === 200 ? 'accepted' : `${response.statusCode} ${code} ${errors?.[0]?.pointer}`;
}

function entryOf(answer: Answer, figure: string): ExplanationEntry {
  const entry = answer.explanation.find((candidate) => candidate.figure === figure);
  if (entry === undefined) {
    throw new Error(`${figure} is not explained.`);
  }
  return entry;
}

/** Every explained figure is there, and every amount in the explanation is the amount of the answer. */
function checkExplanation(answer: Answer): void {
  for (const { figure, valueFen } of answer.explanation) {
    const value = figure
      .split('/')
      .slice(1)
      .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], answer);
    t.not(value, undefined, `${figure} points into the answer`);
    if (valueFen !== undefined && typeof value === 'number') {
      t.equal(Number(valueFen), value, figure);
    }
  }
}

t.test('inputs that are not given change no answer and no key', async (t) => {
  const ledger = await ask('judgmentLedger', inputOf('P06'));
  t.same(Object.keys(ledger).sort(), ['closing', 'doubledFrom', 'explanation', 'lastPerformanceDate', 'postings']);
  t.same(Object.keys(await ask('instalmentPlan', inputOf('P09'))).sort(), ['explanation', 'schedule', 'totals']);
  t.same(Object.keys(await ask('generalInterest', inputOf('P03'))).sort(), [
    'days',
    'explanation',
    'interestFen',
    'segments',
  ]);
});

t.test('general interest under the cap of a private loan', async (t) => {
  const cap = { type: 'PRIVATE_LOAN', contractMadeOn: '2023-09-01' };
  const answer = await ask('generalInterest', {
    ...inputOf('P03'),
    rate: { type: 'FIXED_ANNUAL', annualPercent: '24' },
    cap,
  });
  t.match(answer, { segments: [{ ratePercent: '13.8', days: 230 }], interestFen: 32_174_795 });
  const segment = (answer['segments'] as Input[])[0];
  t.same(Object.keys(segment ?? {}).sort(), ['days', 'from', 'ratePercent', 'to'], 'the keys stay');
  t.match(entryOf(answer, '/segments/0/ratePercent'), {
    marks: ['CAPPED'],
    rule: 'IN-11',
    numbers: { contractMadeOn: '2023-09-01' },
  });
  checkExplanation(answer);
  const stated = await ask('generalInterest', { ...inputOf('P03'), cap: { type: 'FIXED', annualPercent: '3.5' } });
  t.same(
    stated.explanation
      .filter(({ marks }) => marks.includes('CAPPED'))
      .map(({ figure, article }) => `${figure} ${article}`),
    ['/segments/0/ratePercent 法释〔2014〕8号第一条第二款'],
    '3.65 and 3.55 are above it and become one span, 3.45 is not',
  );
  const daily = { type: 'FIXED_DAILY', dailyPercent: '0.05' };
  const perDay = await ask('generalInterest', {
    ...inputOf('P03'),
    yearBasis: null,
    rate: daily,
    cap: { type: 'FIXED', annualPercent: '20' },
  });
  t.match(perDay, { segments: [{ ratePercent: '18.25' }] }, 'a rate per day is shown per year');
  t.match(entryOf(perDay, '/segments/0/ratePercent').formula, /rate per day × 365/);
  t.match(entryOf(perDay, '/interestFen').formula, /÷ 365/);
  const before = { ...inputOf('P03'), cap: { type: 'PRIVATE_LOAN', contractMadeOn: '2019-09-01' } };
  t.equal(await refusal('generalInterest', before), '400 invalid-body /cap/filedOn');
  const filed = { ...before, cap: { ...before.cap, filedOn: '2021-01-04' } };
  t.match(entryOf(await ask('generalInterest', filed), '/segments/0/ratePercent').numbers, { filedOn: '2021-01-04' });
  t.equal(await refusal('generalInterest', { ...inputOf('P03'), cap: { type: 'BANK' } }), '400 invalid-body /cap/type');
});

t.test('a ledger with cap, bankruptcy and several applicants', async (t) => {
  const input = inputOf('P06');
  const generalInterest = { ...(input['generalInterest'] as Input), cap: { type: 'FIXED', annualPercent: '3.5' } };
  const applicants = [
    { applicantId: 'A', weight: 2 },
    { applicantId: 'B', weight: 1 },
  ];
  const answer = await ask('judgmentLedger', {
    ...input,
    generalInterest,
    applicants,
    bankruptcyAcceptedOn: '2024-01-01',
  });
  t.match(answer['applicantShares'], [
    {
      date: '2023-09-20',
      creditorsFen: 46_060_000,
      shares: [
        { applicantId: 'A', amountFen: 30_706_667 },
        { applicantId: 'B', amountFen: 15_353_333 },
      ],
    },
    { date: '2023-12-15', creditorsFen: 80_000_000 },
  ]);
  t.match((answer['postings'] as Input[])[2], { generalInterestDays: 16, doubledDays: 16 }, '16 to 31 December');
  t.same(entryOf(answer, '/postings/0/generalInterestFen').marks, ['CAPPED']);
  t.match(entryOf(answer, '/postings/2/generalInterestFen').numbers, {
    spans: '2023-12-16…2023-12-31: 16 d × 3.45%',
    days: '16',
  });
  t.match(entryOf(answer, '/closing/DOUBLED_INTEREST'), { rule: 'IN-26', numbers: { lastInterestDay: '2023-12-31' } });
  t.match(entryOf(answer, '/applicantShares/0/creditorsFen').numbers, { A: '307,066.67', B: '153,533.33' });
  checkExplanation(answer);
  const later = await ask('judgmentLedger', { ...input, bankruptcyAcceptedOn: '2024-04-01' });
  t.notOk(
    later.explanation.some(({ rule }) => rule === 'IN-26'),
    'accepted after the day of the ledger',
  );
  const none = { ...input, applicants: [{ applicantId: 'A', weight: 0 }] };
  t.equal(await refusal('judgmentLedger', none), '400 invalid-body /applicants');
  const payments = Array.from({ length: 50_001 }, () => ({ date: '2023-09-20', amountFen: 1 }));
  t.equal(
    await refusal('judgmentLedger', { ...input, applicants, payments }),
    '400 invalid-body /applicants',
    'an answer of more than 100,000 shares',
  );
});

t.test('a judgment in instalments and the treatment of a settlement', async (t) => {
  const judgmentInstalments = [
    { principalFen: 170_000_000, performance: { lastDate: '2023-06-15' } },
    { principalFen: 200_000_000, performance: { effectiveDate: '2023-06-05', days: 100 } },
  ];
  const answer = await ask('judgmentLedger', { ...inputOf('P06'), judgmentInstalments });
  t.match(answer, { doubledFrom: '2023-06-16', postings: [{ doubledDays: 97 }] });
  t.match(entryOf(answer, '/postings/0/doubledFen'), {
    rule: 'IN-21',
    numbers: { baseWithPartsNotDue: '3,700,000.00' },
  });
  checkExplanation(answer);
  const short = [judgmentInstalments[0]];
  t.equal(
    await refusal('judgmentLedger', { ...inputOf('P06'), judgmentInstalments: short }),
    '400 invalid-body /judgmentInstalments',
  );
  const open = [{ principalFen: 370_000_000, performance: {} }];
  t.equal(
    await refusal('judgmentLedger', { ...inputOf('P06'), judgmentInstalments: open }),
    '400 invalid-body /judgmentInstalments/0/performance',
  );
  const doubled = inputOf('P12')['doubled'] as Input;
  const treated = (settlementTreatment: string) =>
    ask('judgmentLedger', { ...inputOf('P12'), doubled: { ...doubled, settlementTreatment } });
  const total = async (treatment: string) => ((await treated(treatment))['closing'] as Input)['totalFen'];
  t.equal(await total('ACCRUES'), 267_303_184);
  t.equal(await total('WAIVED_ON_PERFORMANCE'), 267_303_184);
  t.equal(await total('EXCLUDED'), 258_719_074);
  const entry = (await treated('ACCRUES')).explanation.find(({ rule }) => rule === 'IN-24');
  t.match(entry, { value: 'COUNTED', numbers: { treatment: 'ACCRUES' } });
  const conflict = { ...doubled, excludeSettlementPeriod: true, settlementTreatment: 'ACCRUES' };
  t.equal(
    await refusal('judgmentLedger', { ...inputOf('P12'), doubled: conflict }),
    '400 invalid-body /doubled/settlementTreatment',
  );
});

t.test('a plan with a lump sum, free periods, rounding and deferred interest', async (t) => {
  const answer = await ask('instalmentPlan', {
    ...inputOf('P08'),
    paidInstalments: undefined,
    lumpSum: { amountFen: 70_000_000, dueDate: '2023-10-16' },
    interestFreePeriods: [{ from: '2023-10-01', to: '2023-10-31' }],
    principalFreeInstalments: 1,
    roundToFen: 10_000,
  });
  const rows = answer['schedule'] as Input[];
  t.equal(rows.length, 12);
  t.match(rows[0], { no: 1, principalFen: 70_000_000, interestFen: 0, days: 0 });
  t.match(rows[1], { no: 2, principalFen: 0, interestFen: 0 });
  t.equal((rows[2]?.['paymentFen'] as number) % 10_000, 0);
  t.match(entryOf(answer, '/schedule/0/principalFen').formula, /lump sum/);
  t.match(entryOf(answer, '/schedule/1/principalFen').formula, /interest only/);
  t.match(entryOf(answer, '/schedule/2/principalFen'), {
    formula: /multiple of 100\.00/,
    numbers: { n: '10', lumpSum: '700,000.00' },
  });
  t.notMatch(entryOf(answer, '/schedule/11/principalFen').formula, /multiple/, 'the last is not rounded');
  t.match(entryOf(answer, '/schedule/0/interestFen').numbers, { interestFreePeriods: '2023-10-01…2023-10-31' });
  checkExplanation(answer);
  const deferred = await ask('instalmentPlan', {
    ...inputOf('P08'),
    interestDeferred: true,
    doubledDailyPercent: '0.0175',
  });
  t.match(entryOf(deferred, '/schedule/0/interestFen'), {
    rule: 'IN-24',
    formula: /doubledDailyPercent.*due with the last/,
  });
  checkExplanation(deferred);
});

t.test('a plan by weeks, also as an annuity and without interest', async (t) => {
  const weeks = { dueDay: undefined, intervalMonths: undefined, intervalWeeks: 2 };
  const byDays = await ask('instalmentPlan', { ...inputOf('P08'), ...weeks });
  t.match((byDays['schedule'] as Input[])[1], { nominalDueDate: '2023-11-14', days: 14 });
  const annuity = await ask('instalmentPlan', { ...inputOf('P09'), ...weeks, yearBasis: 365 });
  t.match(entryOf(annuity, '/schedule/0/interestFen').formula, /7 × intervalWeeks ÷ 365/);
  const { rate: _rate, interestFrom: _from, yearBasis: _basis, paidInstalments: _paid, ...plain } = inputOf('P08');
  const waived = await ask('instalmentPlan', {
    ...plain,
    ...weeks,
    method: 'EQUAL_TOTAL_NO_INTEREST',
    roundToFen: 100,
  });
  t.match(waived, { totals: { interestFen: 0 } });
  t.notOk(waived.explanation.some(({ figure }) => figure.endsWith('interestFen')));
  t.equal(await refusal('instalmentPlan', { ...inputOf('P08'), intervalWeeks: 2 }), '400 invalid-body /intervalWeeks');
  t.equal(
    await refusal('instalmentPlan', { ...inputOf('P08'), ...weeks, intervalWeeks: 0 }),
    '400 invalid-body /intervalWeeks',
  );
  t.equal(await refusal('instalmentPlan', { ...inputOf('P08'), dueDay: undefined }), '400 invalid-body /dueDay');
  t.equal(
    await refusal('instalmentPlan', { ...inputOf('P08'), intervalMonths: undefined }),
    '400 invalid-body /intervalMonths',
  );
});

t.test('a plan by receipts shows the share of each inflow', async (t) => {
  const { paidInstalments: _paid, ...plain } = inputOf('P08');
  const receipts = {
    ...plain,
    method: 'PERCENT_OF_RECEIPTS',
    minimumFen: 10_000_000,
    receiptsPercent: '25',
    inflowsFen: [40_000_000],
  };
  const answer = await ask('instalmentPlan', receipts);
  t.match((answer['schedule'] as Input[])[0], { principalFen: 20_000_000 });
  t.match(entryOf(answer, '/schedule/0/principalFen'), { formula: /inflow/, numbers: { inflow: '400,000.00' } });
  t.notMatch(entryOf(answer, '/schedule/1/principalFen').formula, /inflow/);
  checkExplanation(answer);
  t.equal(await refusal('instalmentPlan', { ...inputOf('P08'), inflowsFen: [1] }), '400 invalid-body /inflowsFen');
});

const quotes = {
  principalFen: 370_000_000,
  firstDueDate: '2023-10-31',
  dueDay: 'MONTH_END',
  intervalMonths: 1,
  shift: 'NEXT_WORKDAY',
  interestFrom: '2023-10-01',
  rate: { type: 'FIXED_ANNUAL', annualPercent: '3.45' },
  yearBasis: 365,
};

t.test('quotes: by number, by amount, by what receipts carry, with their explanation', async (t) => {
  const answer = await ask('planQuotes', {
    ...quotes,
    methods: ['EQUAL_PRINCIPAL', 'ANNUITY', 'EQUAL_TOTAL_NO_INTEREST'],
    counts: [11],
    amountsFen: [20_000_000, 1_000],
    capacity: { balanceOn: '2023-09-30', monthlyReceiptsFen: 90_000_000, monthlyOutgoingsFen: 45_000_000 },
  });
  t.same(Object.keys(answer).sort(), ['explanation', 'offers', 'unmet']);
  t.match(answer['offers'], [
    {
      method: 'EQUAL_PRINCIPAL',
      n: 11,
      askedBy: ['COUNT', 'COVERAGE'],
      highestInstalmentFen: 34_720_514,
      endDate: '2024-09-02',
    },
  ]);
  t.same(
    (answer['unmet'] as Input[]).map(({ method, amountFen, code }) => `${method} ${amountFen} ${code}`),
    [
      'EQUAL_PRINCIPAL 1000 no-number-suffices',
      'ANNUITY 1000 no-number-suffices',
      'EQUAL_TOTAL_NO_INTEREST 1000 no-number-suffices',
    ],
  );
  checkExplanation(answer);
  t.match(entryOf(answer, '/offers/0/coverage/lowest'), { rule: '9.2', numbers: { coverage: '1.2', balance: '0.00' } });
  const waived = answer.explanation.findLast(({ figure }) => figure.endsWith('highestInstalmentFen'));
  t.match(waived, { numbers: { method: 'EQUAL_TOTAL_NO_INTEREST', rate: 'none' } });
  const plain = await ask('planQuotes', {
    ...quotes,
    counts: [3],
    lumpSum: { amountFen: 1_000_000, dueDate: '2023-10-10' },
  });
  t.match(plain, { offers: [{ method: 'EQUAL_PRINCIPAL', coverage: null }], unmet: [] });
  t.match(entryOf(plain, '/offers/0/highestInstalmentFen').numbers, { lumpSum: '10,000.00' });
  checkExplanation(plain);
  const long = await ask('planQuotes', {
    ...quotes,
    firstDueDate: '2199-11-30',
    interestFrom: '2199-11-01',
    counts: [1, 3],
  });
  t.match(entryOf(long, '/unmet/0/code').numbers, { n: '3' });
});

t.test('quotes refuse bad input with a pointer', async (t) => {
  const capacity = { balanceOn: '2023-09-30', monthlyReceiptsFen: 1, monthlyOutgoingsFen: 0 };
  const rows: [string, Input, string][] = [
    ['nothing asked', {}, '/counts'],
    ['no method', { counts: [1], methods: [] }, '/methods'],
    ['unknown method', { counts: [1], methods: ['CUSTOM'] }, '/methods/0'],
    ['sixty-one', { counts: [61] }, '/counts/0'],
    ['none', { counts: [0] }, '/counts/0'],
    ['an amount of nothing', { amountsFen: [0] }, '/amountsFen/0'],
    ['coverage zero', { capacity: { ...capacity, coverage: '0' } }, '/capacity/coverage'],
    ['coverage as a number', { capacity: { ...capacity, coverage: 1.2 } }, '/capacity/coverage'],
    [
      'receipts missing',
      { capacity: { balanceOn: '2023-09-30', monthlyOutgoingsFen: 0 } },
      '/capacity/monthlyReceiptsFen',
    ],
    ['negative outgoings', { capacity: { ...capacity, monthlyOutgoingsFen: -1 } }, '/capacity/monthlyOutgoingsFen'],
    ['year basis absent', { counts: [1], yearBasis: undefined }, '/yearBasis'],
    ['annuity without rate', { counts: [1], methods: ['ANNUITY'], rate: undefined }, '/rate'],
    ['unknown field', { counts: [1], n: 11 }, '/n'],
    ['due day absent', { counts: [1], dueDay: undefined }, '/dueDay'],
  ];
  for (const [reason, change, pointer] of rows) {
    t.equal(await refusal('planQuotes', { ...quotes, ...change }), `400 invalid-body ${pointer}`, reason);
  }
  t.equal(await refusal('planQuotes', { ...quotes, capacity: { ...capacity, coverage: '0.01' } }), 'accepted');
  const rich = { ...capacity, balanceFen: 1e15, monthlyReceiptsFen: 1e15 };
  t.equal(
    await refusal('planQuotes', { ...quotes, counts: [11], capacity: { ...rich, coverage: '0.01' } }),
    '400 invalid-body /capacity',
    'more than JSON keeps exactly',
  );
});

t.test('the largest question is answered', async (t) => {
  const answer = await ask('planQuotes', {
    ...quotes,
    methods: ['EQUAL_PRINCIPAL', 'ANNUITY', 'EQUAL_TOTAL_NO_INTEREST'],
    counts: Array.from({ length: 60 }, (_, index) => index + 1),
    amountsFen: Array.from({ length: 20 }, (_, index) => 1_000 + index),
    capacity: { balanceOn: '2023-09-30', monthlyReceiptsFen: 1, monthlyOutgoingsFen: 0 },
  });
  t.equal((answer['offers'] as Input[]).length, 180);
});
