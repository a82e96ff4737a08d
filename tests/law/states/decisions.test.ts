import t from 'tap';
import {
  DISBURSEMENT_DECISIONS,
  type DisbursementDecision,
  disbursementStatusOf,
} from '../../../src/law/states/disbursement.js';
import {
  mayDecidePayment,
  PAYMENT_DECISIONS,
  type PaymentDecision,
  paymentStatusOf,
} from '../../../src/law/states/payment.js';
import { reviewStatusOf } from '../../../src/law/states/review.js';

const made = <D extends string>(decisions: readonly D[]) => decisions.map((decision) => ({ decision }));

/** What was decided, the status that it makes, and what may still be decided. */
const PAYMENTS: readonly (readonly [readonly PaymentDecision[], string, readonly PaymentDecision[], string])[] = [
  [[], 'ENTERED', ['APPROVED', 'REJECTED', 'CONFIRMED', 'FOUND'], 'receipt may be said before the court approves'],
  [['CONFIRMED'], 'ENTERED', ['APPROVED', 'REJECTED'], 'a confirmation moves no status and is given once'],
  [['APPROVED'], 'APPROVED', ['CONFIRMED', 'REVERSED', 'FOUND', 'TRANSFERRED'], 'or afterwards'],
  [['APPROVED', 'CONFIRMED'], 'APPROVED', ['REVERSED', 'TRANSFERRED'], 'nothing else is left to say'],
  [['APPROVED', 'FOUND'], 'APPROVED', ['REVERSED', 'TRANSFERRED'], 'nor after a judge has found it'],
  [['CONFIRMED', 'APPROVED'], 'APPROVED', ['REVERSED', 'TRANSFERRED'], 'in whatever order it was said'],
  [['REJECTED'], 'REJECTED', [], 'a rejected payment stays so'],
  [['CONFIRMED', 'REJECTED'], 'REJECTED', [], 'whatever the applicant confirmed'],
  [['APPROVED', 'REVERSED'], 'REVERSED', [], 'a reversal is not taken back'],
  [['APPROVED', 'TRANSFERRED'], 'TRANSFERRED', [], 'what has left goes on from where it arrived'],
  [['APPROVED', 'CONFIRMED', 'REVERSED'], 'REVERSED', [], 'nor with a confirmation'],
];

t.test('the status of a payment, and what may follow', (t) => {
  for (const [decisions, status, next, why] of PAYMENTS) {
    t.equal(paymentStatusOf(made(decisions)), status, why);
    t.same(
      PAYMENT_DECISIONS.filter((decision) => mayDecidePayment(made(decisions), decision)).sort(),
      [...next].sort(),
      `${decisions.join(', ') || 'nothing'}: ${why}`,
    );
  }
  t.end();
});

const DISBURSEMENTS: readonly (readonly [readonly DisbursementDecision[], string])[] = [
  [[], 'ENTERED'],
  [['APPROVED'], 'APPROVED'],
  [['REJECTED'], 'REJECTED'],
  [['APPROVED', 'PAID'], 'PAID'],
  [['PAID', 'APPROVED'], 'PAID'],
  [['APPROVED', 'FAILED'], 'FAILED'],
];

t.test('the status of a disbursement and of a review', (t) => {
  for (const [decisions, status] of DISBURSEMENTS) t.equal(disbursementStatusOf(made(decisions)), status);
  for (const decision of DISBURSEMENT_DECISIONS) t.equal(disbursementStatusOf(made([decision])), decision);
  t.equal(reviewStatusOf({ decidedOn: null, settledByPaymentOn: null }), 'OPEN');
  t.equal(reviewStatusOf({ decidedOn: '2024-02-09', settledByPaymentOn: null }), 'DECIDED');
  t.equal(reviewStatusOf({ decidedOn: null, settledByPaymentOn: '2024-02-09' }), 'SETTLED_BY_PAYMENT');
  t.end();
});
