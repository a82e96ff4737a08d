import fc from 'fast-check';
import t from 'tap';
import { availableTo, computeFunds, type HeldPayment, type PaidOut } from '../../../src/law/funds/funds.js';
import { sumFen } from '../../../src/shared/money.js';

const of = (applicantId: string, amountFen: bigint) => ({ applicantId, amountFen });
/** A payment that divides, and one that nothing divides. */
const shared = (receivedOn: string, ...shares: { applicantId: string; amountFen: bigint }[]): HeldPayment => ({
  receivedOn,
  amountFen: sumFen(shares.map(({ amountFen }) => amountFen)),
  shares,
});
const loose = (receivedOn: string, amountFen: bigint): HeldPayment => ({ receivedOn, amountFen, shares: null });

t.test('what the court holds, the oldest money first', async (t) => {
  const two = [shared('2023-10-31', of('a', 100n)), shared('2023-11-30', of('a', 50n))];
  const rows: readonly [
    string,
    readonly HeldPayment[],
    readonly PaidOut[],
    readonly [bigint, string | null, string | null],
  ][] = [
    ['nothing received', [], [], [0n, null, null]],
    ['nothing paid out', two, [], [150n, '2023-10-31', '2023-11-30']],
    ['part of the first', two, [of('a', 99n)], [51n, '2023-10-31', '2023-11-30']],
    ['the first whole', two, [of('a', 100n)], [50n, '2023-11-30', '2023-12-30']],
    ['in two parts, into the second', two, [of('a', 60n), of('a', 41n)], [49n, '2023-11-30', '2023-12-30']],
    ['all of it', two, [of('a', 150n)], [0n, null, null]],
    ['thirty days over February', [shared('2024-02-01', of('a', 1n))], [], [1n, '2024-02-01', '2024-03-02']],
  ];
  for (const [reason, payments, paidOut, [amountFen, oldestReceivedOn, payOutBy]] of rows) {
    const { applicants } = computeFunds(['a'], payments, paidOut);
    t.match(applicants[0], { amountFen, oldestReceivedOn, payOutBy }, reason);
  }
});

t.test('several applicants: each his shares, and any of them the undivided money', async (t) => {
  const payments = [shared('2023-10-31', of('a', 70n), of('b', 30n)), loose('2023-11-30', 50n)];
  const rows: readonly [string, readonly PaidOut[], bigint, bigint, bigint, bigint][] = [
    // reason, paid out, available to a, to b, undivided, overdrawn
    ['at first', [], 120n, 80n, 50n, 0n],
    ['his own share', [of('a', 70n)], 50n, 80n, 50n, 0n],
    ['and of the undivided', [of('a', 90n)], 30n, 60n, 30n, 0n],
    ['all there is', [of('a', 120n), of('b', 30n)], 0n, 0n, 0n, 0n],
    ['more than there is, after a reversal', [of('a', 130n)], 0n, 0n, 0n, 10n],
  ];
  for (const [reason, paidOut, toA, toB, undivided, overdrawn] of rows) {
    const funds = computeFunds(['a', 'b'], payments, paidOut);
    t.equal(availableTo(funds, 'a'), toA, `${reason}: a`);
    t.equal(availableTo(funds, 'b'), toB, `${reason}: b`);
    t.match(funds, { undivided: { amountFen: undivided }, overdrawnFen: overdrawn }, reason);
  }
  t.equal(availableTo(computeFunds(['a'], payments, []), 'nobody'), 0n, 'nothing for a stranger');
});

t.test('whatever was paid out: nothing appears and nothing is lost', async () => {
  const day = fc.integer({ min: 1, max: 28 }).map((value) => `2024-01-${String(value).padStart(2, '0')}`);
  const amount = fc.bigInt({ min: 0n, max: 1000n });
  const payment = fc.oneof(
    fc.tuple(day, amount, amount).map(([on, a, b]) => shared(on, of('a', a), of('b', b))),
    fc.tuple(day, amount).map(([on, fen]) => loose(on, fen)),
  );
  const paid = fc.tuple(fc.constantFrom('a', 'b'), amount).map(([who, fen]) => of(who, fen));
  fc.assert(
    fc.property(fc.array(payment, { maxLength: 8 }), fc.array(paid, { maxLength: 8 }), (payments, paidOut) => {
      const funds = computeFunds(['a', 'b'], payments, paidOut);
      const received = sumFen(payments.map(({ amountFen }) => amountFen));
      const out = sumFen(paidOut.map(({ amountFen }) => amountFen));
      const held = sumFen([funds.undivided.amountFen, ...funds.applicants.map(({ amountFen }) => amountFen)]);
      // What one applicant has beyond his shares is never taken from the other's share.
      const known = held - funds.overdrawnFen === received - out;
      const positive = held >= 0n && availableTo(funds, 'a') >= 0n && availableTo(funds, 'b') >= 0n;
      const sound = funds.overdrawnFen > 0n || availableTo(funds, 'a') <= received - out;
      return known && positive && sound;
    }),
  );
});
