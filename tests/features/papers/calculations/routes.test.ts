import t, { type Test } from 'tap';
import { addDays } from '../../../../src/shared/civil-date.js';
import { buildCalculationsApp, CALCULATION_PATHS, type CalculationKind } from '../../../support/calculations-app.js';
import { inputOf } from './examples.js';

const app = await buildCalculationsApp();
t.teardown(() => app.close());

function post(kind: CalculationKind, payload: unknown) {
  return app.inject({
    method: 'POST',
    url: CALCULATION_PATHS[kind],
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  });
}

/** The example with one value replaced at a JSON pointer; undefined takes it away. */
function change(id: string, pointer: string, value: unknown): Record<string, unknown> {
  const input = inputOf(id);
  const keys = pointer.split('/').slice(1);
  const last = keys.pop() as string;
  const target = keys.reduce<Record<string, unknown>>((node, key) => node[key] as Record<string, unknown>, input);
  if (value === undefined) {
    delete target[last];
  } else {
    target[last] = value;
  }
  return input;
}

interface ProblemBody {
  readonly code: string;
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
}

type Row = [reason: string, id: string, pointer: string, value: unknown, expectedPointer?: string];

async function refuseAll(t: Test, kind: CalculationKind, rows: readonly Row[]) {
  for (const [reason, id, pointer, value, expectedPointer = pointer] of rows) {
    const response = await post(kind, change(id, pointer, value));
    t.equal(response.statusCode, 400, `${id} ${pointer}: ${reason}`);
    t.match(response.headers['content-type'], /application\/problem\+json/);
    const body = response.json<ProblemBody>();
    t.equal(body.code, 'invalid-body', reason);
    t.ok(
      body.errors.some((error) => error.pointer === expectedPointer),
      `${reason}: ${JSON.stringify(body.errors)}`,
    );
  }
}

t.test('general interest refuses bad input with a pointer', async (t) => {
  await refuseAll(t, 'generalInterest', [
    ['dates reversed', 'P03', '/to', '2023-05-15'],
    ['not a real date', 'P03', '/from', '2023-02-29'],
    ['year out of range', 'P03', '/from', '1899-12-31'],
    ['before the first rate', 'P03', '/from', '2015-10-23'],
    ['rate fixed before the first rate', 'P04', '/rate/fixedAt', '2015-10-23'],
    ['year basis absent', 'P03', '/yearBasis', undefined],
    ['year basis null with an annual rate', 'P03', '/yearBasis', null],
    ['year basis unknown', 'P03', '/yearBasis', 364],
    ['negative rate', 'P03', '/rate', { type: 'FIXED_ANNUAL', annualPercent: '-1' }, '/rate/annualPercent'],
    ['negative multiplier', 'P03', '/rate/multiplier', '-1'],
    ['spread below the rate', 'P03', '/rate/spreadPercent', '-3.5'],
    ['rate as a number', 'P03', '/rate', { type: 'FIXED_ANNUAL', annualPercent: 3.45 }, '/rate/annualPercent'],
    ['unknown kind of rate', 'P03', '/rate/type', 'LPR'],
    ['unknown term', 'P03', '/rate/term', '3Y'],
    ['principal below zero', 'P03', '/principalFen', -1],
    ['principal above the limit', 'P03', '/principalFen', 1e15 + 1],
    ['half a fen', 'P03', '/principalFen', 0.5],
    ['principal as text', 'P03', '/principalFen', '370000000'],
    ['principal missing', 'P03', '/principalFen', undefined],
    ['payment day missing', 'P03', '/paymentDay', undefined],
    ['unknown field', 'P03', '/cap', '24'],
    ['unknown field of the rate', 'P03', '/rate/fixedAt', '2023-05-16'],
  ]);
});

t.test('the ledger refuses bad input with a pointer', async (t) => {
  const period = { from: '2024-01-02', to: '2024-01-01', reason: 'RETRIAL_STAY' };
  await refuseAll(t, 'judgmentLedger', [
    ['period reversed', 'P05', '/doubled/excludedPeriods', [period], '/doubled/excludedPeriods/0/to'],
    ['unknown reason', 'P05', '/doubled/excludedPeriods/0/reason', 'HOLIDAY'],
    ['doubled part missing', 'P06', '/doubled', undefined],
    ['negative daily rate', 'P06', '/doubled/dailyPercent', '-0.0175'],
    ['bucket missing', 'P06', '/order', ['PRINCIPAL']],
    ['bucket twice', 'P06', '/order/0', 'PRINCIPAL', '/order'],
    ['unknown bucket', 'P06', '/order/0', 'FEE'],
    ['year basis absent', 'P06', '/generalInterest/yearBasis', undefined],
    ['before the first rate', 'P06', '/generalInterest/from', '2015-01-01'],
    ['no performance period', 'P06', '/performance', {}],
    ['effect without days', 'P06', '/performance/days', undefined],
    ['days without effect', 'P06', '/performance/effectiveDate', undefined],
    ['both forms of the period', 'P06', '/performance/lastDate', '2023-06-15'],
    ['negative days', 'P06', '/performance/days', -1],
    ['payment of nothing', 'P06', '/payments/0/amountFen', 0],
    ['payment on no real day', 'P06', '/payments/1/date', '2023-02-30'],
    ['unknown field of a payment', 'P06', '/payments/0/payer', 'x'],
    ['payments missing', 'P06', '/payments', undefined],
    ['statement day missing', 'P06', '/asOf', undefined],
  ]);
});

t.test('fees refuse bad input with a pointer', async (t) => {
  await refuseAll(t, 'fees', [
    ['negative amount', 'P02', '/executionAmountsFen/2', -1],
    ['list missing', 'P02', '/preservationAmountsFen', undefined],
    ['not a list', 'P02', '/executionAmountsFen', 100],
    ['unknown field', 'P02', '/amounts', []],
  ]);
});

t.test('the plan refuses bad input with a pointer', async (t) => {
  const custom = { method: 'CUSTOM', principalsFen: [185_000_000, 185_000_000], n: 2 };
  await refuseAll(t, 'instalmentPlan', [
    ['no instalment', 'P08', '/n', 0],
    ['sixty-one instalments', 'P08', '/n', 61],
    ['unknown method', 'P08', '/method', 'DAILY'],
    ['method missing', 'P08', '/method', undefined],
    ['year basis absent', 'P08', '/yearBasis', undefined],
    ['first accruing day absent', 'P08', '/interestFrom', undefined],
    ['interest begins after the first due date', 'P08', '/interestFrom', '2023-11-01'],
    ['due day 32', 'P08', '/dueDay', 32],
    ['due day 0', 'P08', '/dueDay', 0],
    ['interval 0', 'P08', '/intervalMonths', 0],
    ['unknown shift', 'P08', '/shift', 'PREVIOUS'],
    ['more paid than planned', 'P08', '/paidInstalments', 12],
    ['rate missing', 'P08', '/rate', undefined],
    ['list of a custom plan in another method', 'P08', '/principalsFen', [1]],
    ['annuity by the day', 'P09', '/rate', { type: 'FIXED_DAILY', dailyPercent: '0.01' }, '/rate/type'],
    ['no principal', 'P08', '/principalFen', 0],
  ]);
  const rows: [string, Record<string, unknown>, string][] = [
    ['sums do not match', { principalsFen: [185_000_000, 184_999_999] }, '/principalsFen'],
    ['too few amounts', { principalsFen: [370_000_000] }, '/principalsFen'],
    ['dates twice', { dueDates: ['2023-10-31', '2023-11-30'] }, '/dueDates'],
    [
      'overlapping dates',
      { dueDates: ['2023-11-30', '2023-11-30'], firstDueDate: undefined, dueDay: undefined, intervalMonths: undefined },
      '/dueDates/1',
    ],
  ];
  for (const [reason, overrides, pointer] of rows) {
    const response = await post('instalmentPlan', {
      ...inputOf('P08'),
      paidInstalments: undefined,
      ...custom,
      ...overrides,
    });
    t.equal(response.statusCode, 400, reason);
    t.match(response.json(), { code: 'invalid-body', errors: [{ pointer }] }, reason);
  }
});

t.test('plan payments refuse bad input with a pointer', async (t) => {
  await refuseAll(t, 'planPayments', [
    ['no instalment', 'P11', '/instalments', []],
    ['numbers do not rise', 'P11', '/instalments/1/no', 1],
    ['due dates go back', 'P11', '/instalments/2/dueDate', '2024-01-01'],
    ['negative amount', 'P11', '/instalments/0/amountFen', -1],
    ['negative grace', 'P11', '/graceDays', -1],
    ['unknown policy', 'P11', '/prepayPolicy', 'RANDOM'],
    ['unknown mode', 'P11', '/acceleration/mode', 'SOMETIMES'],
    ['service of a notice nobody needs', 'P11', '/acceleration/noticeServedOn', '2024-12-01'],
    ['payment of nothing', 'P11', '/payments/0/amountFen', 0],
  ]);
  const instalments = Array.from({ length: 61 }, (_, index) => ({
    no: index + 1,
    dueDate: '2024-01-31',
    amountFen: 1,
  }));
  const response = await post('planPayments', { ...inputOf('P11'), instalments });
  t.match(response.json(), { code: 'invalid-body', errors: [{ pointer: '/instalments' }] }, 'sixty-one instalments');
});

t.test('several debts refuse bad input with a pointer', async (t) => {
  await refuseAll(t, 'multiDebtAllocation', [
    ['unknown designation', 'P10', '/designation', ['X'], '/designation/0'],
    ['designated twice', 'P10', '/designation', ['A', 'A'], '/designation/1'],
    ['two debts of one name', 'P10', '/debts/1/id', 'A'],
    ['no debt', 'P10', '/debts', []],
    ['negative interest', 'P10', '/debts/0/interestFen', -1],
    ['burden as a number', 'P10', '/debts/0/burdenPercent', 6],
    ['nothing paid', 'P10', '/amountFen', 0],
  ]);
});

t.test('a body that is no object is 400, never 500', async (t) => {
  for (const kind of Object.keys(CALCULATION_PATHS) as CalculationKind[]) {
    for (const body of [null, [], 'text', 7, {}]) {
      t.equal((await post(kind, body)).statusCode, 400, `${kind} ${JSON.stringify(body)}`);
    }
  }
});

t.test('results beyond what JSON keeps exactly are 400, never 500', async (t) => {
  const heavy = { principalFen: 1e15, rate: { type: 'FIXED_DAILY', dailyPercent: '9999' }, yearBasis: null };
  t.equal((await post('generalInterest', { ...inputOf('P03'), ...heavy })).statusCode, 400);
  t.equal((await post('instalmentPlan', { ...inputOf('P08'), ...heavy })).statusCode, 400);
  const ledger = { ...change('P06', '/doubled/dailyPercent', '9999'), principalFen: 1e15 };
  t.equal((await post('judgmentLedger', ledger)).statusCode, 400);
  const debts = Array.from({ length: 20 }, (_, index) => ({
    id: `d${index}`,
    dueDate: '2024-01-01',
    costsFen: 1e15,
    interestFen: 1e15,
    principalFen: 1e15,
    securedFen: 0,
    burdenPercent: '1',
  }));
  t.equal(
    (await post('multiDebtAllocation', { ...inputOf('P10'), debts })).statusCode,
    200,
    'sums of debts are not part of the answer',
  );
});

t.test('ten thousand payments are answered, a hundred thousand and one are refused', async (t) => {
  const payments = (length: number) =>
    Array.from({ length }, (_, index) => ({
      date: addDays('2023-07-01', index % 270),
      amountFen: 1_000 + (index % 7),
    }));
  for (const [kind, id] of [
    ['judgmentLedger', 'P06'],
    ['planPayments', 'P11'],
  ] as const) {
    const response = await post(kind, { ...inputOf(id), payments: payments(10_000) });
    t.equal(response.statusCode, 200, kind);
    t.match(JSON.stringify(response.json<{ explanation: unknown }>().explanation), /ABRIDGED/);
    const refused = await post(kind, { ...inputOf(id), payments: payments(100_001) });
    t.match(refused.json(), { code: 'invalid-body', errors: [{ pointer: '/payments' }] }, kind);
  }
});

t.test('a body above 8 MiB is 413', async (t) => {
  const response = await post('fees', { ...inputOf('P02'), filler: 'x'.repeat(8 * 1024 * 1024) });
  t.equal(response.statusCode, 413);
});
