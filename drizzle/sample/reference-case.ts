import { activatePlan } from '../../src/acts/activate-plan.js';
import { decidePayment } from '../../src/acts/decide-payment.js';
import { fileCase } from '../../src/acts/file-case.js';
import type { CaseView, FilingInput } from '../../src/features/dossier/cases/schema.js';
import { recordConsent } from '../../src/features/dossier/consents/service.js';
import { seizureBody } from '../../src/features/dossier/seizures/schema.js';
import { orderSeizure } from '../../src/features/dossier/seizures/service.js';
import { recordPayment } from '../../src/features/money/payments/service.js';
import { confirmPlan } from '../../src/features/plans/drafting/agreement.js';
import type { PlanView } from '../../src/features/plans/drafting/schema.js';
import { draftPlan } from '../../src/features/plans/drafting/service.js';
import { calculationTerms } from '../../src/law/claims/terms.js';
import type { UserContext } from '../../src/platform/context.js';
import type { CivilDate } from '../../src/shared/civil-date.js';
import { planBody } from '../../src/tables/plan-json.js';
import { REFERENCE_APPLICANT, REFERENCE_ENTERPRISE } from './accounts.js';
import type { SampleAct } from './stage.js';

const PAID_INSTALMENTS = 8;
const EVIDENCE = '2023年9月28日执行和解笔录,各方签名';

export const REFERENCE_FILING: FilingInput = {
  caseNumber: '（2023）浙0702执1234号',
  filedOn: '2023-09-01',
  enterprise: REFERENCE_ENTERPRISE,
  applicants: [{ ...REFERENCE_APPLICANT, kind: 'ORGANISATION' }],
  enforcementBasis: {
    kind: 'JUDGMENT',
    documentNumber: '（2023）浙0702民初2345号',
    effectiveOn: '2023-06-05',
    performance: { days: 10 },
  },
  claim: {
    principalFen: 370_000_000n,
    otherMonetaryFen: 0n,
    costsFen: 3_640_000n,
    generalInterest: {
      from: '2023-03-01',
      rate: { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' },
      yearBasis: 365,
      paymentDay: 'INCLUDE',
    },
    calculation: calculationTerms.decode({}),
  },
  collectionAccount: {
    bank: '中国工商银行金华婺城支行',
    name: '金华市婺城区人民法院执行款专户',
    number: '1208020019200123456',
  },
};

const REFERENCE_SEIZURE = seizureBody.decode({
  mode: 'LIVE',
  kind: 'SEAL',
  assetKind: 'MOVABLE',
  ruling: { number: '（2023）浙0702执1234号之一', judge: '陈法官', ruledOn: '2023-09-05' },
  from: '2023-09-06',
  to: '2025-09-05',
  custodian: { kind: 'DEBTOR', name: REFERENCE_ENTERPRISE.name },
  usePermitted: true,
  useConditions:
    '可在公司苗圃和在建工地正常使用;不得转移、出售、抵押;按说明书保养并投保;配合法院检查;损毁或他人主张权利的,24 小时内报告。',
  assets: [
    {
      name: '履带式挖掘机',
      model: 'PC200-8',
      serialNumber: 'KMTPC200C12345',
      quantity: 2,
      condition: '完好,运行 3,200 小时',
      place: '金华市婺城区白龙桥镇苗圃',
      appraisedValueFen: 180_000_000,
      valueSource: '金华中信资产评估有限公司,2023年8月25日',
      priorLiensFen: 0,
    },
  ],
});

export const REFERENCE_PLAN = planBody.decode({
  principalFen: 370_000_000,
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
});

/** Consent, draft, confirmations and activation on one day, as an officer and the judge enter them. */
export async function settle(
  as: (username: string) => UserContext,
  filed: CaseView,
  plan: typeof REFERENCE_PLAN,
  evidence = EVIDENCE,
): Promise<PlanView> {
  const method = 'SIGNED_RECORD' as const;
  const on = plan.signedOn;
  for (const applicant of filed.applicants) {
    const consent = {
      applicantId: applicant.id,
      scope: 'RELIEF_AND_SETTLEMENT',
      method,
      givenOn: on,
      evidence,
    } as const;
    await recordConsent(as('clerk'), filed.id, consent);
  }
  const drafted = await draftPlan(as('clerk'), filed.id, plan);
  const word = { method, confirmedOn: on, evidence };
  await confirmPlan(as('clerk'), drafted.id, { ...word, party: 'ENTERPRISE', partyId: filed.enterprise.id });
  for (const applicant of filed.applicants) {
    await confirmPlan(as('clerk'), drafted.id, { ...word, party: 'APPLICANT', partyId: applicant.id });
  }
  return activatePlan(as('judge'), drafted.id, {});
}

/** Enters and approves money that arrived on the day of the context. */
export async function pay(
  as: (username: string) => UserContext,
  filed: CaseView,
  amountFen: bigint,
  receivedOn: CivilDate,
  reference: string,
): Promise<void> {
  const input = {
    amountFen,
    receivedOn,
    channel: 'CASE_SUB_ACCOUNT',
    reference,
    payerName: filed.enterprise.name,
  } as const;
  const entered = await recordPayment(as('clerk'), filed.id, input);
  await decidePayment(as('finance'), entered.id, { decision: 'APPROVE' });
}

/** Due days and sums of the reference plan; the sample story itself is checked against them. */
const DUE: readonly [CivilDate, bigint][] = [
  ['2023-10-31', 34_720_514n],
  ['2023-11-30', 34_590_161n],
  ['2024-01-02', 34_580_623n],
  ['2024-01-31', 34_373_967n],
  ['2024-02-29', 34_281_766n],
  ['2024-04-01', 34_246_794n],
  ['2024-04-30', 34_097_366n],
  ['2024-05-31', 34_030_600n],
];

/** The reference case: 3.7m yuan, eleven instalments, eight paid on their days (P08 of the domain specification). */
export function referenceCase(): SampleAct[] {
  let filed: CaseView;
  const payments = DUE.slice(0, PAID_INSTALMENTS).map(([on, amountFen], index): SampleAct => ({
    on,
    act: (as) => pay(as, filed, amountFen, on, `分期履行第${index + 1}期`),
  }));
  return [
    { on: '2023-09-01', act: async (as) => (filed = await fileCase(as('clerk'), REFERENCE_FILING)) },
    { on: '2023-09-06', act: (as) => orderSeizure(as('clerk'), filed.id, REFERENCE_SEIZURE) },
    { on: '2023-09-28', act: (as) => settle(as, filed, REFERENCE_PLAN) },
    ...payments,
  ];
}
