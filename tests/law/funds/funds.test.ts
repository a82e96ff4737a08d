import fc from 'fast-check';
import t from 'tap';
import {
  availableFor,
  computeFunds,
  type CourtPayment,
  PAYOUT_KINDS,
  type Payout,
  type Purpose,
} from '../../../src/law/funds/funds.js';
import { sumFen } from '../../../src/shared/money.js';

const of = (applicantId: string, amountFen: bigint) => ({ applicantId, amountFen });

/** A payment: `shares` of the creditors, the rest of what is given. */
const payment = (receivedOn: string, change: Partial<CourtPayment> = {}): CourtPayment => {
  const { creditorsFen = 0n, executionFeeFen = 0n, surplusFen = 0n } = change;
  const amountFen = creditorsFen + executionFeeFen + surplusFen;
  return {
    id: receivedOn,
    receivedOn,
    payOutBy: `by ${receivedOn}`,
    shares: null,
    creditorsFen,
    executionFeeFen,
    surplusFen,
    amountFen,
    ...change,
  };
};
const shared = (receivedOn: string, ...shares: { applicantId: string; amountFen: bigint }[]) =>
  payment(receivedOn, { creditorsFen: sumFen(shares.map(({ amountFen }) => amountFen)), shares });
const loose = (receivedOn: string, creditorsFen: bigint) => payment(receivedOn, { creditorsFen });

const out = (amountFen: bigint, change: Partial<Payout> = {}): Payout => ({
  kind: 'APPLICANT',
  status: 'PAID',
  applicantId: null,
  paymentId: null,
  amountFen,
  ...change,
});
const to = (applicantId: string, amountFen: bigint) => out(amountFen, { applicantId });
const back = (paymentId: string, amountFen: bigint) => out(amountFen, { kind: 'REFUND', paymentId });

const purpose = (change: Partial<Purpose>): Purpose => ({
  kind: 'APPLICANT',
  applicantId: null,
  paymentId: null,
  ...change,
});

t.test('what the court holds, the oldest money first', async (t) => {
  const two = [shared('2023-10-31', of('a', 100n)), shared('2023-11-30', of('a', 50n))];
  const rows: readonly [string, readonly Payout[], readonly [bigint, string | null, string | null]][] = [
    ['nothing paid out', [], [150n, '2023-10-31', 'by 2023-10-31']],
    ['part of the first', [to('a', 99n)], [51n, '2023-10-31', 'by 2023-10-31']],
    ['the first whole', [to('a', 100n)], [50n, '2023-11-30', 'by 2023-11-30']],
    ['in two parts, into the second', [to('a', 60n), to('a', 41n)], [49n, '2023-11-30', 'by 2023-11-30']],
    ['all of it', [to('a', 150n)], [0n, null, null]],
  ];
  for (const [reason, payouts, [amountFen, oldestReceivedOn, payOutBy]] of rows) {
    const { applicants } = computeFunds(['a'], two, payouts);
    t.match(applicants[0], { amountFen, oldestReceivedOn, payOutBy }, reason);
  }
  const none = computeFunds(['a'], [], []);
  t.match(none, { receivedFen: 0n, heldFen: 0n, overdrawnFen: 0n, applicants: [{ amountFen: 0n, payOutBy: null }] });
});

t.test('several applicants: each his shares, and any of them the undivided money', async (t) => {
  const payments = [shared('2023-10-31', of('a', 70n), of('b', 30n)), loose('2023-11-30', 50n)];
  const rows: readonly [string, readonly Payout[], bigint, bigint, bigint, bigint][] = [
    // reason, paid out, available to a, to b, undivided, overdrawn
    ['at first', [], 120n, 80n, 50n, 0n],
    ['his own share', [to('a', 70n)], 50n, 80n, 50n, 0n],
    ['and of the undivided', [to('a', 90n)], 30n, 60n, 30n, 0n],
    ['all there is', [to('a', 120n), to('b', 30n)], 0n, 0n, 0n, 0n],
    ['more than his and the undivided: the other’s share is what is left', [to('a', 130n)], 0n, 20n, 0n, 0n],
    ['more than there is, after a reversal', [to('a', 160n)], 0n, 0n, 0n, 10n],
  ];
  for (const [reason, payouts, toA, toB, undivided, overdrawn] of rows) {
    const funds = computeFunds(['a', 'b'], payments, payouts);
    t.equal(availableFor(funds, purpose({ applicantId: 'a' })), toA, `${reason}: a`);
    t.equal(availableFor(funds, purpose({ applicantId: 'b' })), toB, `${reason}: b`);
    t.match(funds, { undivided: { amountFen: undivided }, overdrawnFen: overdrawn }, reason);
  }
  const stranger = availableFor(computeFunds(['a'], payments, []), purpose({ applicantId: 'nobody' }));
  t.equal(stranger, 0n, 'nothing for a stranger');
});

t.test('each purpose draws on what is there for it, and none on what is not there', async (t) => {
  const paid = payment('2024-01-02', {
    executionFeeFen: 14n,
    creditorsFen: 100n,
    surplusFen: 36n,
    shares: [of('a', 100n)],
  });
  const rows: readonly [string, readonly Payout[], Partial<Purpose>, bigint][] = [
    ['the fee', [], { kind: 'FEE_TO_TREASURY' }, 14n],
    [
      'the fee, handed on in part',
      [out(4n, { kind: 'FEE_TO_TREASURY', status: 'ENTERED' })],
      { kind: 'FEE_TO_TREASURY' },
      10n,
    ],
    ['the surplus', [], { kind: 'REFUND', paymentId: '2024-01-02' }, 36n],
    ['the surplus, once it went back', [back('2024-01-02', 36n)], { kind: 'REFUND', paymentId: '2024-01-02' }, 0n],
    ['the surplus of another payment', [], { kind: 'REFUND', paymentId: 'other' }, 0n],
    ['another court, of all that is held', [], { kind: 'OTHER_COURT' }, 150n],
    ['a deposit, of what is left', [to('a', 100n)], { kind: 'DEPOSIT' }, 50n],
    ['the administrator, when nothing is left', [to('a', 150n)], { kind: 'HANDOVER_TO_ADMINISTRATOR' }, 0n],
    [
      'the applicant, after costs were paid out of his money',
      [out(60n, { kind: 'COST_TO_THIRD_PARTY' })],
      { applicantId: 'a' },
      90n,
    ],
  ];
  for (const [reason, payouts, change, fen] of rows) {
    t.equal(availableFor(computeFunds(['a'], [paid], payouts), purpose(change)), fen, reason);
  }
});

t.test('a surplus that went back is not there for a claim that was raised afterwards', async (t) => {
  // 150 received on a debt of 100, 50 paid back, the claim raised to 150: the ledger keeps the 50 as surplus.
  const raised = payment('2024-01-02', { creditorsFen: 100n, surplusFen: 50n, shares: [of('a', 100n)] });
  const funds = computeFunds(['a'], [raised], [back('2024-01-02', 50n)]);
  t.match(funds, { receivedFen: 150n, paidOutFen: 50n, heldFen: 100n, overdrawnFen: 0n, refunds: [] });
  t.equal(availableFor(funds, purpose({ applicantId: 'a' })), 100n);
});

t.test('an applicant who got more than is his has to give it back', async (t) => {
  const rows: readonly [string, readonly CourtPayment[], readonly Payout[], bigint][] = [
    ['exactly his', [shared('2024-01-02', of('a', 100n))], [to('a', 100n)], 0n],
    [
      'the claim was lowered',
      [payment('2024-01-02', { creditorsFen: 70n, surplusFen: 30n, shares: [of('a', 70n)] })],
      [to('a', 100n)],
      30n,
    ],
    ['the payment was reversed', [], [to('a', 100n)], 100n],
    ['only on its way: it can be stopped', [], [{ ...to('a', 100n), status: 'APPROVED' }], 0n],
    ['of the undivided money', [loose('2024-01-02', 100n)], [to('a', 100n)], 0n],
    ['more than the undivided money', [loose('2024-01-02', 80n)], [to('a', 60n), to('b', 40n)], 20n],
  ];
  for (const [reason, payments, payouts, fen] of rows) {
    t.equal(computeFunds(['a', 'b'], payments, payouts).recoverableFen, fen, reason);
  }
});

t.test('whatever was received and paid out: one balance, and no purpose has more than it', async () => {
  const amount = fc.bigInt({ min: 0n, max: 1000n });
  const payments = fc.array(fc.tuple(fc.boolean(), amount, amount, amount, amount), { maxLength: 8 }).map((rows) =>
    rows.map(([divides, a, b, executionFeeFen, surplusFen], index) =>
      payment(`2024-01-0${index + 1}`, {
        ...{ creditorsFen: a + b, executionFeeFen, surplusFen },
        shares: divides ? [of('a', a), of('b', b)] : null,
      }),
    ),
  );
  const payout = fc.record<Payout>({
    kind: fc.constantFrom(...PAYOUT_KINDS),
    status: fc.constantFrom('ENTERED', 'APPROVED', 'PAID'),
    amountFen: amount,
    applicantId: fc.constantFrom('a', 'b'),
    paymentId: fc.constantFrom('2024-01-01', '2024-01-02'),
  });
  const payouts = fc.array(payout, { maxLength: 8 }).map((all) =>
    all.map((one) => ({
      ...one,
      applicantId: one.kind === 'APPLICANT' ? one.applicantId : null,
      paymentId: one.kind === 'REFUND' ? one.paymentId : null,
    })),
  );
  fc.assert(
    fc.property(payments, payouts, (received, gone) => {
      const funds = computeFunds(['a', 'b'], received, gone);
      const balance =
        sumFen(received.map(({ amountFen }) => amountFen)) - sumFen(gone.map(({ amountFen }) => amountFen));
      const wanted = PAYOUT_KINDS.flatMap((kind) =>
        ['a', 'b'].flatMap((applicantId) => ['2024-01-01', 'x'].map((paymentId) => ({ kind, applicantId, paymentId }))),
      );
      const rooms = wanted.map((one) => availableFor(funds, one));
      const perPurpose = sumFen(funds.purposes.map(({ underWayFen, paidOutFen }) => underWayFen + paidOutFen));
      return (
        funds.heldFen - funds.overdrawnFen === balance &&
        (funds.heldFen === 0n || funds.overdrawnFen === 0n) &&
        perPurpose === funds.underWayFen + funds.paidOutFen &&
        rooms.every((room) => room >= 0n && room <= funds.heldFen)
      );
    }),
  );
});
