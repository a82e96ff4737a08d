import t from 'tap';
import { freshKey } from '../../../plugins/stage.js';
import type { Caller } from '../../../support/app.js';
import { payOut } from '../../../support/payouts.js';
import { createSettledApp } from '../../../support/settled-app.js';
import { expectStatus } from '../../../support/story.js';

/** What of a line of the bank must not come to the secretariat (section 12.1): payer, words, numbers. */
const BANK_DATA = /付款的人|附言二十三|ICBC-2023-0023|OUT-/;

t.test('the secretariat reads payments without what the bank tells of them', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  const { caseId, applicantId } = settled;
  const { clerk, finance, enterprise, applicant } = people;
  const at = `/v1/cases/${caseId}`;
  const line = {
    // More than is owed: what is left over makes a refund task.
    amountFen: 900_000_000,
    receivedOn: '2023-09-28',
    channel: 'BANK_TRANSFER',
    payerName: '付款的人',
    reference: '附言二十三',
    bankTransactionNo: 'ICBC-2023-0023',
  };
  const { id } = expectStatus(await clerk.post(`${at}/payments`, line, freshKey()), 201).body;
  expectStatus(await (await test.as('chief')).post(`/v1/payments/${id}/approval`, {}), 200);
  const paidOut = await payOut({ test, people, caseId, applicantId });
  const receipt = { kind: 'PAYMENT_RECEIPT', subjectId: id };
  const paper = expectStatus(await clerk.post(`${at}/documents`, receipt), 201).body;
  const secretariat = await test.as('secretariat');
  const [task] = (await clerk.get(`/v1/refund-tasks?caseId=${caseId}`)).body.items;
  const reads = [
    `${at}/payments`,
    `/v1/payments/${id}`,
    `${at}/disbursements`,
    `/v1/disbursements/${paidOut.id}`,
    `/v1/refund-tasks?caseId=${caseId}`,
    `/v1/refund-tasks/${task.id}`,
    `${at}/statement?asOf=2023-09-28`,
    `${at}/timeline?limit=200`,
  ];
  for (const url of reads) {
    const read = async (caller: Caller) => JSON.stringify(expectStatus(await caller.get(url), 200).body);
    t.match(await read(clerk), BANK_DATA, `the officer reads it in ${url}`);
    t.notMatch(await read(secretariat), BANK_DATA, url);
  }

  t.match((await secretariat.get(`/v1/payments/${id}`)).body, {
    amountFen: line.amountFen,
    receivedOn: line.receivedOn,
    payerName: null,
    reference: null,
    bankTransactionNo: null,
  });
  for (const caller of [finance, enterprise, applicant]) {
    t.match((await caller.get(`/v1/payments/${id}`)).body, { payerName: line.payerName }, 'others read it as before');
  }
  t.same((await secretariat.get(`${at}/documents`)).body.items, [], 'receipts name the line of the bank');
  expectStatus(await secretariat.get(`/v1/documents/${paper.id}`), 404);
  expectStatus(await secretariat.get(`/v1/documents/${paper.id}/content`), 404);
});
