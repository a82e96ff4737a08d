import { changeAccount } from '../../support/accounts-to-pay-to.js';
import type { TestApp } from '../../support/app.js';
import { correctClaim } from '../../support/corrections.js';
import { payOut } from '../../support/payouts.js';
import { expectStatus, FILING, pay, PLAN, SEIZURE, settleCase } from '../../support/story.js';
import { upload } from '../../support/uploads.js';
import type { Cast } from './cast.js';

interface Second {
  readonly test: TestApp;
  readonly cast: Cast;
  readonly caseId: string;
  readonly planId: string;
  readonly enterpriseId: string;
  readonly applicantId: string;
}

/** Six months on the balance that is left. */
const AMENDMENT = {
  effectiveOn: '2023-11-15',
  reason: '回款推迟,双方同意延长',
  n: 6,
  method: 'EQUAL_PRINCIPAL',
  firstDueDate: '2023-12-29',
  dueDay: 'MONTH_END',
  rate: { type: 'FIXED_ANNUAL', annualPercent: '3.45' },
  yearBasis: 365,
  signedOn: '2023-11-15',
};

let keys = 0;

async function enter({ cast, caseId }: Second, amountFen: number, receivedOn: string, channel = 'CASE_SUB_ACCOUNT') {
  const body = { amountFen, receivedOn, channel, reference: '分期履行', payerName: '绿景园林' };
  const key = { 'idempotency-key': `second-${(keys += 1)}` };
  return expectStatus(await cast.clerk.post(`/v1/cases/${caseId}/payments`, body, key), 201).body.id as string;
}

/** Money of the first day: one payment rejected, one waiting, one direct, money paid out; and what is on paper. */
async function firstDay(second: Second): Promise<void> {
  const { test, cast, caseId, applicantId } = second;
  const rejected = await enter(second, 1_00, '2023-09-28');
  const no = { decision: 'REJECT', reason: '非本案款项' };
  expectStatus(await cast.finance.post(`/v1/payments/${rejected}/approval`, no), 200);
  const booked = await enter(second, 500_00, '2023-09-28');
  expectStatus(await cast.finance.post(`/v1/payments/${booked}/approval`, {}), 200);
  const paid = await payOut({ test, people: cast, caseId, applicantId });
  const at = `/v1/cases/${caseId}/documents`;
  expectStatus(await cast.finance.post(at, { kind: 'PAYMENT_RECEIPT', subjectId: booked }), 201);
  expectStatus(await cast.clerk.post(at, { kind: 'DISBURSEMENT_FORM', subjectId: paid.id }), 201);
}

/** The claim was entered wrongly, somebody must not work on the case, somebody reads an account number whole. */
async function correct({ cast, caseId }: Second): Promise<void> {
  const at = `/v1/cases/${caseId}`;
  const fileId = expectStatus(await upload(cast.clerk), 201).body.id;
  const why = { ground: 'CORRECTION_RULING', reason: '判决书补正', evidence: '裁定书', fileIds: [fileId] };
  await correctClaim(cast, caseId, { costsFen: 3650000, ...why });
  expectStatus(await cast.president.post(`${at}/recusals`, { ground: '与被执行人法定代表人系近亲属' }), 201);
  const recusal = expectStatus(await cast.secretariat.post(`${at}/recusals`, { ground: '待查' }), 201).body;
  expectStatus(await cast.chief.post(`${at}/recusals/${recusal.id}/lifting`, { reason: '查明无关' }), 200);
  const purpose = { field: 'COLLECTION_ACCOUNT_NUMBER', purpose: '核对执行款账户' };
  expectStatus(await cast.clerk.post(`${at}/unmask`, purpose), 200);
  const account = { ...FILING.collectionAccount, number: '1208020019200654321' };
  await changeAccount(cast, caseId, account);
  for (const format of ['json', 'pdf', 'xlsx']) {
    expectStatus(await cast.clerk.get(`${at}/statement?format=${format}`), 200);
  }
}

async function amend({ cast, planId, enterpriseId, applicantId }: Second): Promise<string> {
  const drafted = expectStatus(await cast.clerk.post(`/v1/plans/${planId}/amendments`, AMENDMENT), 201).body;
  const word = { method: 'SIGNED_RECORD', evidence: '变更协议', confirmedOn: '2023-11-15' };
  for (const [party, partyId] of [
    ['ENTERPRISE', enterpriseId],
    ['APPLICANT', applicantId],
  ]) {
    expectStatus(await cast.clerk.post(`/v1/plans/${drafted.id}/confirmations`, { ...word, party, partyId }), 200);
  }
  expectStatus(await cast.judge.post(`/v1/plans/${drafted.id}/activation`, {}), 200);
  return drafted.id;
}

/**
 * The same parties in a second case: settled at once, corrected, amended in November; a payment of December is sent
 * back by the bank, and the breach that follows is never cured.
 * @returns the acts that wait for their days: `until` plays those before a day
 */
export async function playSecondCase(test: TestApp, cast: Cast): Promise<{ until(day: string): Promise<void> }> {
  const settled = await settleCase(cast, { ...FILING, caseNumber: '（2023）浙0702执1235号' }, PLAN);
  const second: Second = { test, cast, ...settled };
  const sealed = { ...SEIZURE, ruling: { ...SEIZURE.ruling, number: '（2023）浙0702执1235号之一' } };
  expectStatus(await cast.clerk.post(`/v1/cases/${second.caseId}/seizures`, sealed), 201);
  await firstDay(second);
  await correct(second);
  let december = '';
  const acts: [day: string, act: () => Promise<unknown>][] = [
    [
      '2023-10-30',
      async () => {
        const direct = await enter(second, 346_705_14, '2023-10-30', 'DIRECT_TO_APPLICANT');
        expectStatus(await cast.applicant.post(`/v1/payments/${direct}/confirmation`, {}), 200);
        expectStatus(await cast.finance.post(`/v1/payments/${direct}/approval`, {}), 200);
      },
    ],
    ['2023-11-15', () => amend(second)],
    ['2023-12-29', async () => (december = await pay(cast, second.caseId, 600_000_00, '2023-12-29'))],
    ['2024-01-10', () => cast.finance.post(`/v1/payments/${december}/reversal`, { reason: '银行退票' })],
    ['2024-01-20', () => enter(second, 1_000_00, '2024-01-20')],
  ];
  return {
    async until(day) {
      for (let next = acts[0]; next !== undefined && next[0] <= day; next = acts[0]) {
        acts.shift();
        await test.closeDays(next[0]);
        await next[1]();
      }
    },
  };
}
