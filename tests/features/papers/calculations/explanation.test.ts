import t from 'tap';
import type { ExplanationEntry } from '../../../../src/features/papers/calculations/answer-schema.js';
import { EXPLAINED_ROWS_MAX, pickRows } from '../../../../src/features/papers/calculations/explanation.js';
import { instalmentPlanBody } from '../../../../src/features/papers/calculations/plan-schema.js';
import {
  feesBody,
  generalInterestBody,
  judgmentLedgerBody,
  multiDebtAllocationBody,
  planPaymentsBody,
} from '../../../../src/features/papers/calculations/schema.js';
import {
  calculateFees,
  calculateGeneralInterest,
  calculateInstalmentPlan,
  calculateJudgmentLedger,
  calculateMultiDebtAllocation,
  calculatePlanPayments,
} from '../../../../src/features/papers/calculations/service.js';
import { references } from '../../../support/law-references.js';
import { inputOf } from './examples.js';

type Input = Record<string, unknown>;

const explain = {
  interest: (input: Input) => calculateGeneralInterest(generalInterestBody.parse(input), references).explanation,
  ledger: (input: Input) => calculateJudgmentLedger(judgmentLedgerBody.parse(input), references).explanation,
  fees: (input: Input) => calculateFees(feesBody.parse(input)).explanation,
  plan: (input: Input) => calculateInstalmentPlan(instalmentPlanBody.parse(input), references).explanation,
  payments: (input: Input) => calculatePlanPayments(planPaymentsBody.parse(input)).explanation,
  debts: (input: Input) => calculateMultiDebtAllocation(multiDebtAllocationBody.parse(input)).explanation,
};

function find(entries: readonly ExplanationEntry[], figure: string): ExplanationEntry {
  const entry = entries.find((candidate) => candidate.figure === figure);
  if (entry === undefined) {
    throw new Error(`${figure} is not explained.`);
  }
  return entry;
}

t.test('IN-14: figures that rest on the last known rate are marked provisional', async (t) => {
  const floating = explain.interest({ ...inputOf('P03'), to: '2026-06-01' });
  t.same(find(floating, '/interestFen').marks, ['provisional']);
  t.same(find(floating, '/segments/0/ratePercent').marks, [], 'a segment inside the table is not');
  t.same(floating.findLast((entry) => entry.figure.startsWith('/segments'))?.marks, ['provisional']);
  t.same(find(explain.interest(inputOf('P03')), '/interestFen').marks, []);
  const fixed = { ...(inputOf('P04')['rate'] as Input), fixedAt: '2026-05-20' };
  t.same(find(explain.interest({ ...inputOf('P04'), rate: fixed }), '/segments/0/ratePercent').marks, ['provisional']);
  const ledger = explain.ledger({ ...inputOf('P06'), asOf: '2026-06-01' });
  t.same(find(ledger, '/closing/totalFen').marks, ['provisional']);
  t.same(find(ledger, '/postings/0/generalInterestFen').marks, [], 'a posting before that day is not');
  t.same(find(ledger, '/postings/2/generalInterestFen').marks, ['provisional']);
});

t.test('HO-01: dates shifted without a calendar are marked WEEKEND_ONLY', async (t) => {
  const marks = ['provisional', 'WEEKEND_ONLY'];
  t.same(find(explain.ledger(inputOf('P01')), '/lastPerformanceDate').marks, [], '2015 is loaded');
  const old = { ...inputOf('P01'), performance: { effectiveDate: '2009-06-30', days: 3 } };
  t.same(find(explain.ledger(old), '/lastPerformanceDate').marks, marks, '2009 is not');
  const plan = explain.plan({ ...inputOf('P08'), firstDueDate: '2026-12-31', interestFrom: '2026-12-01' });
  t.same(find(plan, '/schedule/0/dueDate').marks, []);
  t.same(find(plan, '/schedule/1/dueDate').marks, marks);
  t.match(find(plan, '/totals/paymentFen').marks, marks);
  const unshifted = explain.plan({ ...inputOf('P08'), shift: 'NONE', firstDueDate: '2027-12-31' });
  t.same(find(unshifted, '/schedule/0/dueDate'), {
    ...find(unshifted, '/schedule/0/dueDate'),
    marks: [],
    rule: 'PL-01',
  });
});

t.test('the rule behind a rate depends on its kind and its day', async (t) => {
  const rate = (value: Input, change: Input = {}) =>
    find(explain.interest({ ...inputOf('P03'), rate: value, ...change }), '/segments/0/ratePercent');
  t.match(rate({ type: 'FIXED_ANNUAL', annualPercent: '6.0' }), { rule: 'IN-11', numbers: { rate: '6.0% a year' } });
  const daily = { type: 'FIXED_DAILY', dailyPercent: '0.05' };
  t.match(rate(daily, { yearBasis: null }), { rule: 'IN-11', numbers: { rate: '0.05% a day' } });
  t.equal(
    find(explain.interest({ ...inputOf('P03'), rate: daily }), '/interestFen').formula,
    'Σ principal × rate × days, rounded half-up once',
  );
  const floating = inputOf('P03')['rate'] as Input;
  t.equal(rate(floating).rule, 'IN-12');
  t.equal(rate(floating, { from: '2019-01-01' }).rule, 'IN-13');
  t.equal(rate({ ...floating, type: 'LPR_FIXED', fixedAt: '2019-08-19' }).rule, 'IN-13');
  t.match(find(explain.interest(inputOf('P03')), '/interestFen').numbers, {
    spans: /2023-06-20…2023-08-20: 62 d × 3\.55%/,
  });
});

t.test('a ledger says what was agreed, excluded, left over and left out', async (t) => {
  t.equal(find(explain.ledger(inputOf('P06')), '/postings/0/allocation').rule, 'AL-04');
  t.equal(find(explain.ledger(inputOf('P07')), '/postings/0/allocation').rule, 'AL-05');
  const stays = explain.ledger(inputOf('P05')).filter((entry) => entry.figure === '/closing/DOUBLED_INTEREST');
  t.match(stays, [
    { rule: 'IN-23', value: 'EXCLUDED' },
    { rule: 'IN-24', value: 'COUNTED' },
  ]);
  const doubled = {
    dailyPercent: '0.0175',
    includeCosts: true,
    excludeSettlementPeriod: true,
    excludedPeriods: [
      { from: '2024-01-01', to: '2024-01-02', reason: 'SETTLEMENT' },
      { from: '2024-02-01', to: '2024-02-02', reason: 'REVIEW_STAY_BY_DEBTOR' },
    ],
  };
  const payments = [
    { date: '2023-07-01', amountFen: 900_000_000 },
    { date: '2025-01-01', amountFen: 1 },
  ];
  const ledger = explain.ledger({ ...inputOf('P06'), doubled, payments, performance: { lastDate: '2023-06-15' } });
  t.match(
    ledger.filter((entry) => entry.figure === '/closing/DOUBLED_INTEREST'),
    [{ value: 'EXCLUDED' }, { value: 'COUNTED' }],
  );
  t.match(find(ledger, '/postings/0/surplusFen'), { rule: 'AL-07' });
  t.match(find(ledger, '/postings/0/doubledFen').numbers, { base: '3,736,400.00' }, 'costs by the switch');
  t.same(find(ledger, '/closing/totalFen').marks, ['PAYMENTS_AFTER_AS_OF']);
  t.same(find(ledger, '/lastPerformanceDate').numbers, { lastDate: '2023-06-15' });
  const general = { ...(inputOf('P06')['generalInterest'] as Input), paymentDay: 'EXCLUDE' };
  const excluded = explain.ledger({ ...inputOf('P06'), generalInterest: general });
  t.match(find(excluded, '/postings/1/generalInterestFen').numbers, { spans: /^2023-09-20…2023-12-14/ });
});

t.test('a plan says when its last instalment is more than half, and when it bears no interest', async (t) => {
  const { interestFrom: _from, rate: _rate, yearBasis: _basis, ...free } = inputOf('P08');
  const waived = explain.plan({ ...free, method: 'EQUAL_TOTAL_NO_INTEREST' });
  t.notOk(waived.some((entry) => entry.figure.endsWith('interestFen')));
  const balloon = explain.plan({ ...inputOf('P08'), method: 'BALLOON', instalmentPrincipalFen: 1_000_000 });
  t.match(find(balloon, '/totals/paymentFen').marks, ['BALLOON_OVER_HALF']);
  t.equal(find(explain.plan(inputOf('P09')), '/schedule/0/interestFen').rule, 'IN-02');
  t.notOk(explain.plan(inputOf('P09')).some((entry) => entry.figure.startsWith('/afterPaid')));
});

t.test('plan payments say whether there was breach and acceleration', async (t) => {
  const clean = explain.payments({ ...inputOf('P11'), asOf: '2024-03-01', prepayPolicy: 'LAST_FIRST' });
  t.equal(find(clean, '/breachDate').value, 'none');
  t.equal(find(clean, '/acceleration').value, 'none');
  t.same(find(clean, '/outstandingFen').marks, ['PAYMENTS_AFTER_AS_OF']);
  t.match(find(clean, '/applications/0').formula, /from the last/);
  const onNotice = (acceleration: Input) =>
    find(explain.payments({ ...inputOf('P11'), acceleration: { mode: 'ON_NOTICE', ...acceleration } }), '/acceleration')
      .numbers;
  t.same(onNotice({}), { mode: 'ON_NOTICE', noticeServedOn: 'not served' });
  t.same(onNotice({ noticeServedOn: '2024-12-10' }), { mode: 'ON_NOTICE', noticeServedOn: '2024-12-10' });
});

t.test('a debt says why it stands where it stands', async (t) => {
  const equal = {
    dueDate: '2024-01-01',
    costsFen: 0,
    interestFen: 0,
    principalFen: 100,
    securedFen: 0,
    burdenPercent: '1',
  };
  const debts = ['A', 'B', 'C', 'D'].map((id) => ({ ...equal, id, dueDate: id === 'D' ? '2023-01-01' : '2024-01-01' }));
  const entries = explain.debts({ paymentDate: '2024-02-01', amountFen: 350, designation: ['C'], debts });
  t.match(
    entries.map((entry) => entry.textEn),
    [
      /C \(designated by the debtor\)/,
      /D \(by the order of the law\)/,
      /A \(equal rank, in proportion\)/,
      /B \(equal rank, in proportion\)/,
      /0\.00 yuan are left over/,
    ],
  );
});

t.test('a fee shows its brackets, its cap, and where the court decides', async (t) => {
  const entries = explain.fees({ executionAmountsFen: [370_000_000, 0], preservationAmountsFen: [370_000_000] });
  t.equal(find(entries, '/execution/0/feeFen').formula, '50.00 + 490,000.00 × 15‰ + 3,200,000.00 × 10‰');
  t.same(find(entries, '/execution/1/feeFen').marks, ['COURT_DECIDES_50_TO_500_YUAN']);
  t.match(find(entries, '/preservation/0/feeFen').formula, /at most 5,000\.00$/);
});

t.test('a long list is explained in part and says so', async (t) => {
  t.same(pickRows(0), { rows: [], abridged: false });
  t.equal(pickRows(EXPLAINED_ROWS_MAX).rows.length, EXPLAINED_ROWS_MAX);
  t.notOk(pickRows(EXPLAINED_ROWS_MAX).abridged);
  const long = pickRows(EXPLAINED_ROWS_MAX + 1);
  t.ok(long.abridged);
  t.equal(long.rows.length, EXPLAINED_ROWS_MAX);
  t.equal(long.rows.at(-1), EXPLAINED_ROWS_MAX, 'the last row is always explained');
  const equal = {
    dueDate: '2024-01-01',
    costsFen: 0,
    interestFen: 0,
    principalFen: 100,
    securedFen: 0,
    burdenPercent: '1',
  };
  const debts = Array.from({ length: 101 }, (_, index) => ({ ...equal, id: `d${index}` }));
  const entries = explain.debts({ paymentDate: '2024-02-01', amountFen: 10_100, designation: [], debts });
  t.same(find(entries, '/allocations').marks, ['ABRIDGED']);
});

t.test('IN-25: what is not statutory, and what is left out before 2014-08-01, has its mark', async (t) => {
  const doubled = (change: Input) => ({ ...inputOf('P06'), ...change });
  t.same(find(explain.ledger(inputOf('P06')), '/postings/0/doubledFen').marks, []);
  const agreed = explain.ledger(doubled({ doubled: { dailyPercent: '0.05' } }));
  t.same(find(agreed, '/postings/0/doubledFen').marks, ['NOT_STATUTORY']);
  const old = explain.ledger(doubled({ performance: { lastDate: '2013-05-31' } }));
  t.match(find(old, '/doubledFrom'), { value: '2014-08-01', rule: 'IN-25', marks: ['BEFORE_2014_NOT_COMPUTED'] });
  const plan = explain.plan({ ...inputOf('P08'), doubledDailyPercent: '0.02' });
  t.same(find(plan, '/schedule/0/interestFen').marks, ['NOT_STATUTORY']);
});
