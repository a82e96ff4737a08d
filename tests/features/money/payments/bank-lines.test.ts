import t from 'tap';
import { type Refusal, refusal, refusalOf } from '../../../plugins/refusals.js';
import { freshKey, PAYMENT } from '../../../plugins/stage.js';
import { createSettledApp } from '../../../support/settled-app.js';
import { expectStatus } from '../../../support/story.js';
import { buildFiling } from '../../dossier/cases/filings.js';

const BOOKED = refusal('payment-already-booked');

t.test('a line of the bank is booked once, however it is written, and in parts up to its total', async (t) => {
  const { people, settled } = await createSettledApp(t);
  const { clerk, finance } = people;
  const file = async (serial: number, account?: string) => {
    const own = account === undefined ? {} : { collectionAccount: { bank: '工行', name: '案款专户', number: account } };
    return expectStatus(await clerk.post('/v1/cases', buildFiling(serial, own)), 201).body.id as string;
  };
  const other = await file(21);
  const elsewhere = await file(22, '1208010000000000022');
  const enter = (caseId: string, change: object) =>
    clerk.post(`/v1/cases/${caseId}/payments`, { ...PAYMENT, ...change }, freshKey());
  const line = { bankTransactionNo: 'ICBC-2023-0001' };
  const first = expectStatus(await enter(settled.caseId, line), 201).body;

  await t.test('variants are the same line', async (t) => {
    const variants = ['ICBC-2023-0001', 'icbc-2023-0001', 'ＩＣＢＣ-2023-0001', 'ICBC - 2023 - 0001'];
    for (const bankTransactionNo of variants) {
      for (const caseId of [settled.caseId, other]) {
        t.same(refusalOf(await enter(caseId, { bankTransactionNo })), BOOKED, bankTransactionNo);
      }
    }
    expectStatus(await enter(elsewhere, line), 201);
    t.pass('another account of the court has lines of its own');
  });

  await t.test('a decision against the payment frees the line', async (t) => {
    const url = `/v1/payments/${first.id}`;
    expectStatus(await finance.post(`${url}/approval`, { decision: 'REJECT', reason: '案件有误' }), 200);
    const second = expectStatus(await enter(other, line), 201).body;
    expectStatus(await finance.post(`/v1/payments/${second.id}/approval`, {}), 200);
    t.same(refusalOf(await enter(settled.caseId, line)), BOOKED, 'an approved one holds it');
    expectStatus(await finance.post(`/v1/payments/${second.id}/reversal`, { reason: '串户' }), 200);
    expectStatus(await enter(settled.caseId, line), 201);
  });

  await t.test('parts', async (t) => {
    const part = (no: number, amountFen: number, bankLineFen?: number) => ({
      bankTransactionNo: 'CCB-7',
      amountFen,
      part: no,
      ...(bankLineFen === undefined ? {} : { bankLineFen }),
    });
    t.match(expectStatus(await enter(settled.caseId, part(1, 60_000, 100_000)), 201).body, {
      part: 1,
      bankLineFen: 100_000,
    });
    const refused: readonly [why: string, change: object, expected: Refusal][] = [
      ['part 1 again', part(1, 10_000, 100_000), BOOKED],
      ['another total', part(2, 40_000, 90_000), refusal('bank-line-differs', '/bankLineFen')],
      ['no total', part(2, 40_000), refusal('bank-line-differs', '/bankLineFen')],
      ['one fen too much', part(2, 40_001, 100_000), refusal('bank-line-exceeded', '/amountFen')],
      ['more than the line', part(2, 100_001, 100_000), refusal('invalid-body', '/bankLineFen')],
      ['part 0', part(0, 1, 100_000), refusal('invalid-body', '/part')],
      ['a part of nothing', { part: 2 }, refusal('invalid-body', '/part')],
      ['a total of nothing', { bankLineFen: 99_999_999 }, refusal('invalid-body', '/bankLineFen')],
      ['a number that nobody can read', { bankTransactionNo: '\u200b' }, refusal('invalid-body', '/bankTransactionNo')],
    ];
    for (const [why, change, expected] of refused) t.same(refusalOf(await enter(other, change)), expected, why);
    const all = await Promise.all([1, 2, 3, 4].map((no) => enter(other, part(no + 1, 20_000, 100_000))));
    t.same(all.map(({ status }) => status).toSorted(), [201, 201, 409, 409], 'at once as one after the other');
  });

  await t.test('what the applicant took himself is unique within the case', async (t) => {
    const direct = { channel: 'DIRECT_TO_APPLICANT', bankTransactionNo: 'ABC-1' };
    expectStatus(await enter(settled.caseId, direct), 201);
    t.same(refusalOf(await enter(settled.caseId, direct)), BOOKED);
    expectStatus(await enter(other, direct), 201);
    expectStatus(await enter(other, { bankTransactionNo: 'ABC-1' }), 201);
  });
});
