import t from 'tap';
import { JSON_BODY, withLiteral, withValue } from '../../../plugins/bodies.js';
import { checkRefused, refusal, refusalOf, type RefusedRow } from '../../../plugins/refusals.js';
import { enterPayment, freshKey, PAYMENT, setStage } from '../../../plugins/stage.js';
import { expectStatus } from '../../../support/story.js';
import { buildFiling } from '../../dossier/cases/filings.js';

const invalid = (...pointers: string[]) => refusal('invalid-body', ...pointers);
const amount = (literal: string) => withLiteral(PAYMENT, '/amountFen', literal);

const BODIES: readonly RefusedRow<object | string>[] = [
  ['0 fen', amount('0'), invalid('/amountFen')],
  ['negative', amount('-34720514'), invalid('/amountFen')],
  ['fractional', amount('34720514.5'), invalid('/amountFen')],
  ['one fen above 10^15', amount('1000000000000001'), invalid('/amountFen')],
  ['1e999, which no number holds', amount('1e999'), invalid('/amountFen')],
  ['-1e999', amount('-1e999'), invalid('/amountFen')],
  ['a text of digits', amount('"34720514"'), invalid('/amountFen')],
  ['an empty text', amount('""'), invalid('/amountFen')],
  ['false', amount('false'), invalid('/amountFen')],
  ['null', amount('null'), invalid('/amountFen')],
  ['a list', amount('[34720514]'), invalid('/amountFen')],
  ['no amount', withValue(PAYMENT, '/amountFen', undefined), invalid('/amountFen')],
  ['a day that does not exist', withValue(PAYMENT, '/receivedOn', '2023-02-30'), invalid('/receivedOn')],
  ['a day written in another way', withValue(PAYMENT, '/receivedOn', '28.09.2023'), invalid('/receivedOn')],
  ['money of tomorrow', withValue(PAYMENT, '/receivedOn', '2023-09-29'), refusal('received-in-future', '/receivedOn')],
  ['a channel that does not exist', withValue(PAYMENT, '/channel', 'BITCOIN'), invalid('/channel')],
  ['no payer', withValue(PAYMENT, '/payerName', undefined), invalid('/payerName')],
  ['a payer of blanks', withValue(PAYMENT, '/payerName', ' '), invalid('/payerName')],
  ['a payer of 201 letters', withValue(PAYMENT, '/payerName', 'a'.repeat(201)), invalid('/payerName')],
  ['U+0000 in the reference', withValue(PAYMENT, '/reference', 'a\u0000b'), invalid('/reference')],
  ['half of a surrogate pair', withValue(PAYMENT, '/reference', 'a\udfff'), invalid('/reference')],
  ['an empty reference', withValue(PAYMENT, '/reference', ''), invalid('/reference')],
  ['an unknown field', { ...PAYMENT, approved: true }, invalid('/approved')],
  [
    'everything wrong at once',
    { amountFen: 0, x: 1 },
    invalid('/amountFen', '/channel', '/payerName', '/receivedOn', '/x'),
  ],
  ['a list instead of an object', [PAYMENT], invalid('')],
];

t.test('money is not entered', async (t) => {
  const stage = await setStage(t);
  const { test, people, caseId } = stage;
  const send = (body: object | string) =>
    people.clerk.post(`/v1/cases/${caseId}/payments`, body, { ...JSON_BODY, ...freshKey() });

  await t.test('with a wrong body', (t) =>
    // The refusal by rule is kept for its key; money, chain and everything else stay as they are.
    checkRefused(t, test.deps.sql, BODIES, send, ['idempotency_keys']),
  );

  await t.test('without an Idempotency-Key, whatever the body says', (t) =>
    checkRefused<object>(
      t,
      test.deps.sql,
      [
        ['a right body', PAYMENT, refusal('idempotency-key-required')],
        ['a wrong body', { amountFen: 0 }, refusal('idempotency-key-required')],
        ['an empty object', {}, refusal('idempotency-key-required')],
      ],
      (body) => people.clerk.post(`/v1/cases/${caseId}/payments`, body),
    ),
  );

  await t.test('with a key that is none', (t) =>
    checkRefused(
      t,
      test.deps.sql,
      [
        ['empty', '', refusal('idempotency-key-invalid')],
        ['with a blank', 'a b', refusal('idempotency-key-invalid')],
        ['with a letter outside ASCII', 'é', refusal('idempotency-key-invalid')],
        ['of 256 characters', 'k'.repeat(256), refusal('idempotency-key-invalid')],
      ],
      (key) => people.clerk.post(`/v1/cases/${caseId}/payments`, PAYMENT, { 'idempotency-key': key }),
    ),
  );

  await t.test('on a case that the caller does not reach', async (t) => {
    const other = await test.as('clerk-0703');
    const unknown = '018f0000-0000-7000-8000-000000000000';
    await checkRefused(
      t,
      test.deps.sql,
      [
        ["another court's case", caseId, refusal('not-found')],
        ['a case that does not exist', unknown, refusal('not-found')],
        ['an id that is none', 'abc', refusal('invalid-path', '/caseId')],
        ['an empty id', '', refusal('invalid-path', '/caseId')],
      ],
      (id) => other.post(`/v1/cases/${id}/payments`, PAYMENT, freshKey()),
    );
  });

  await t.test('twice from one bank transaction, in one court', async (t) => {
    const booked = { ...PAYMENT, bankTransactionNo: 'ICBC-1' };
    expectStatus(await send(booked), 201);
    const again: RefusedRow<object>[] = [
      ['the same once more', booked, refusal('payment-already-booked')],
      ['another sum', { ...booked, amountFen: 5 }, refusal('payment-already-booked')],
    ];
    await checkRefused(t, test.deps.sql, again, send, ['idempotency_keys']);
    const others = await Promise.all(
      Array.from({ length: 4 }, () => send({ ...PAYMENT, bankTransactionNo: 'ICBC-2' })),
    );
    t.same(others.map((answer) => answer.status).sort(), [201, 409, 409, 409], 'also at the same moment');
    expectStatus(await send({ ...PAYMENT, bankTransactionNo: 'ICBC-3' }), 201);
    expectStatus(await send({ ...PAYMENT, bankTransactionNo: 'ICBC-4' }), 201);
    t.pass('equal sums of one day with different numbers are no duplicate');
    const elsewhere = await test.as('clerk-0703');
    const filing = buildFiling(1, { caseNumber: '（2023）浙0703执1号' });
    const filed = expectStatus(await elsewhere.post('/v1/cases', filing), 201).body;
    expectStatus(await elsewhere.post(`/v1/cases/${filed.id}/payments`, booked, freshKey()), 201);
    t.pass('another court may have the same number of its own bank');
  });
});

t.test('a decision on a payment is refused', async (t) => {
  const { test, people, paymentId, directId, caseId } = await setStage(t);
  const approval = (body: unknown) => people.finance.post(`/v1/payments/${paymentId}/approval`, body, JSON_BODY);

  await t.test('with a wrong body', async (t) => {
    const { sql } = test.deps;
    await checkRefused<object | string>(
      t,
      sql,
      [
        ['a decision that does not exist', { decision: 'MAYBE' }, invalid('/decision')],
        ['a rejection without a reason', { decision: 'REJECT' }, invalid('/reason')],
        ['a rejection for a blank', { decision: 'REJECT', reason: ' ' }, invalid('/reason')],
        ['an unknown field', { amountFen: 5 }, invalid('/amountFen')],
        ['null, which is a body and a wrong one', 'null', invalid('')],
        ['a list', [], invalid('')],
        ['a text', '"APPROVE"', invalid('')],
      ],
      approval,
    );
    await checkRefused<object>(
      t,
      sql,
      [
        ['a reversal without a reason', {}, invalid('/reason')],
        ['a reversal of what was not approved', { reason: '错误' }, refusal('payment-not-approved')],
      ],
      (body) => people.finance.post(`/v1/payments/${paymentId}/reversal`, body),
    );
    await checkRefused<object>(
      t,
      sql,
      [
        ['a confirmation of money that went to the court', { evidence: '银行回单' }, refusal('payment-not-direct')],
        ['a confirmation without evidence', {}, refusal('evidence-required', '/evidence')],
      ],
      (body) => people.clerk.post(`/v1/payments/${paymentId}/confirmation`, body),
    );
  });

  await t.test('when it was decided before', async (t) => {
    expectStatus(await approval({}), 200);
    await checkRefused<object>(
      t,
      test.deps.sql,
      [
        ['approved again', {}, refusal('payment-already-decided')],
        ['rejected after all', { decision: 'REJECT', reason: '重复' }, refusal('payment-already-decided')],
      ],
      approval,
    );
    const reverse = () => people.finance.post(`/v1/payments/${paymentId}/reversal`, { reason: '退款' });
    expectStatus(await reverse(), 200);
    t.same(refusalOf(await reverse()), refusal('payment-not-approved'), 'reversed again');
    t.same(refusalOf(await approval({})), refusal('payment-already-decided'), 'approved after a reversal');

    const rejected = await enterPayment(people.clerk, caseId);
    const no = { decision: 'REJECT', reason: '非本案款项' };
    t.match(await people.finance.post(`/v1/payments/${rejected}/approval`, no), {
      status: 200,
      body: { status: 'REJECTED' },
    });
    t.same(
      refusalOf(await people.finance.post(`/v1/payments/${rejected}/approval`, {})),
      refusal('payment-already-decided'),
    );
    t.same(
      refusalOf(await people.finance.post(`/v1/payments/${rejected}/reversal`, { reason: 'x' })),
      refusal('payment-not-approved'),
    );

    expectStatus(await people.applicant.post(`/v1/payments/${directId}/confirmation`, {}), 200);
    t.same(
      refusalOf(await people.applicant.post(`/v1/payments/${directId}/confirmation`, {})),
      refusal('payment-already-decided'),
      'confirmed again',
    );
  });

  await t.test('by two at the same moment: one decides', async (t) => {
    const id = await enterPayment(people.clerk, caseId);
    const chief = await test.as('chief');
    const answers = await Promise.all(
      [people.finance, chief, people.finance, chief].map((caller) => caller.post(`/v1/payments/${id}/approval`, {})),
    );
    t.same(answers.map((answer) => answer.status).sort(), [200, 409, 409, 409]);
    const { body } = await people.clerk.get(`/v1/payments/${id}`);
    t.equal(body.decisions.length, 1);
  });
});
