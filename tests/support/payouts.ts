import type { TestApp } from './app.js';
import { expectStatus, FILING, type People } from './story.js';

/** Account of the applicant of the main story. */
export const PAYEE = { bank: '农行义乌支行', name: FILING.applicants[0]?.name ?? '', number: '19640101040012345' };

interface Payout {
  readonly test: TestApp;
  readonly people: Pick<People, 'clerk' | 'finance'>;
  readonly caseId: string;
  readonly applicantId: string;
}

/** Pays one yuan out to the applicant: entered, approved, paid. @returns the disbursement */
export async function payOut({ test, people, caseId, applicantId }: Payout) {
  const body = { kind: 'APPLICANT', applicantId, amountFen: 100, payee: PAYEE, reason: '发放第1期执行款' };
  const { id } = expectStatus(await people.clerk.post(`/v1/cases/${caseId}/disbursements`, body), 201).body;
  const chief = await test.as('chief');
  expectStatus(await chief.post(`/v1/disbursements/${id}/approval`, {}), 200);
  const paid = { outcome: 'PAID', paidOn: '2023-09-28', bankTransactionNo: `OUT-${id}` };
  return expectStatus(await people.finance.post(`/v1/disbursements/${id}/payout`, paid), 200).body;
}
