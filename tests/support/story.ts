import { randomUUID } from 'node:crypto';
import type { Caller, TestAnswer, TestApp } from './app.js';

/** Bodies of the main story: contract section 7. */
export const FILING = {
  caseNumber: '（2023）浙0702执1234号',
  filedOn: '2023-09-01',
  enterprise: { name: '金华市绿景园林建设有限公司', unifiedSocialCreditCode: '91330702MA2E7K3H47' },
  applicants: [{ name: '义乌市宏远建材有限公司', kind: 'ORGANISATION', unifiedSocialCreditCode: '91330782MABT90XQ5X' }],
  enforcementBasis: {
    kind: 'JUDGMENT',
    documentNumber: '（2023）浙0702民初2345号',
    effectiveOn: '2023-06-05',
    performance: { days: 10 },
  },
  claim: {
    principalFen: 370000000,
    otherMonetaryFen: 0,
    costsFen: 3640000,
    generalInterest: {
      from: '2023-03-01',
      rate: { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' },
      yearBasis: 365,
      paymentDay: 'INCLUDE',
    },
  },
  collectionAccount: {
    bank: '工行金华婺城支行',
    name: '金华市婺城区人民法院执行款专户',
    number: '1208020019200123456',
  },
};

export const SEIZURE = {
  mode: 'LIVE',
  kind: 'SEAL',
  assetKind: 'MOVABLE',
  ruling: { number: '（2023）浙0702执1234号之一', judge: '陈法官', ruledOn: '2023-09-05' },
  from: '2023-09-06',
  to: '2025-09-05',
  custodian: { kind: 'DEBTOR', name: '金华市绿景园林建设有限公司' },
  usePermitted: true,
  useConditions: '可正常使用,不得转移、出售、抵押',
  assets: [
    {
      name: '履带式挖掘机',
      model: 'PC200-8',
      serialNumber: 'KMTPC200C12345',
      quantity: 2,
      condition: '完好',
      place: '金华市婺城区',
      appraisedValueFen: 180000000,
      valueSource: '评估报告',
      priorLiensFen: 0,
    },
  ],
};

export const PLAN = {
  principalFen: 370000000,
  n: 11,
  method: 'EQUAL_PRINCIPAL',
  firstDueDate: '2023-10-31',
  dueDay: 'MONTH_END',
  intervalMonths: 1,
  shift: 'NEXT_WORKDAY',
  interestFrom: '2023-10-01',
  rate: { type: 'FIXED_ANNUAL', annualPercent: '3.45' },
  yearBasis: 365,
  graceDays: 3,
  prepayPolicy: 'NEXT_FIRST',
  acceleration: { mode: 'ON_NOTICE' },
  signedOn: '2023-09-28',
};

/** Due day and sum of each instalment of the reference plan (P08). */
export const P08: readonly (readonly [string, number])[] = [
  ['2023-10-31', 34720514],
  ['2023-11-30', 34590161],
  ['2024-01-02', 34580623],
  ['2024-01-31', 34373967],
  ['2024-02-29', 34281766],
  ['2024-04-01', 34246794],
  ['2024-04-30', 34097366],
  ['2024-05-31', 34030600],
  ['2024-07-01', 33932040],
  ['2024-07-31', 33827123],
  ['2024-09-02', 33741288],
];

export interface People {
  readonly clerk: Caller;
  readonly judge: Caller;
  readonly finance: Caller;
  readonly enterprise: Caller;
  readonly applicant: Caller;
  readonly admin: Caller;
  readonly auditor: Caller;
}

export async function signInAll(test: TestApp): Promise<People> {
  const names = ['clerk', 'judge', 'finance', 'enterprise', 'applicant', 'admin', 'auditor'] as const;
  const callers = await Promise.all(names.map((name) => test.as(name)));
  return Object.fromEntries(names.map((name, index) => [name, callers[index]])) as unknown as People;
}

/** Fails loudly, so that a broken step is not mistaken for a later one. */
export function expectStatus(answer: TestAnswer, status: number): TestAnswer {
  if (answer.status !== status)
    throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}

export interface SettledCase {
  readonly caseId: string;
  readonly planId: string;
  readonly enterpriseId: string;
  readonly applicantId: string;
}

/** Files a case and puts a plan into force: filing, consent, confirmations, activation as the judge words it. */
export async function settleCase(
  people: People,
  filing: object = FILING,
  plan: object = PLAN,
  activation: object = {},
): Promise<SettledCase> {
  const evidence = '2023年9月28日执行和解笔录';
  const filed = expectStatus(await people.clerk.post('/v1/cases', filing), 201).body;
  const [applicant] = filed.applicants;
  const word = { method: 'SIGNED_RECORD', evidence };
  const consent = { ...word, applicantId: applicant.id, scope: 'RELIEF_AND_SETTLEMENT', givenOn: '2023-09-28' };
  expectStatus(await people.clerk.post(`/v1/cases/${filed.id}/consents`, consent), 201);
  const drafted = expectStatus(await people.clerk.post(`/v1/cases/${filed.id}/plans`, plan), 201).body;
  for (const [party, partyId] of [
    ['ENTERPRISE', filed.enterprise.id],
    ['APPLICANT', applicant.id],
  ]) {
    // Nobody confirms before the first signature.
    const confirmation = { ...word, party, partyId, confirmedOn: drafted.terms.signedOn };
    expectStatus(await people.clerk.post(`/v1/plans/${drafted.id}/confirmations`, confirmation), 200);
  }
  expectStatus(await people.judge.post(`/v1/plans/${drafted.id}/activation`, activation), 200);
  return { caseId: filed.id, planId: drafted.id, enterpriseId: filed.enterprise.id, applicantId: applicant.id };
}

/** Enters a payment and approves it. */
export async function pay(people: People, caseId: string, amountFen: number, receivedOn: string): Promise<string> {
  const body = { amountFen, receivedOn, channel: 'CASE_SUB_ACCOUNT', reference: '分期履行', payerName: '绿景园林' };
  const key = { 'idempotency-key': `story-${randomUUID()}` };
  const entered = expectStatus(await people.clerk.post(`/v1/cases/${caseId}/payments`, body, key), 201).body;
  expectStatus(await people.finance.post(`/v1/payments/${entered.id}/approval`, {}), 200);
  return entered.id;
}
