import type { CivilDate } from '../../shared/civil-date.js';
import { type Fen, minFen, sumFen } from '../../shared/money.js';
import type { OutgoingStatus } from '../states/disbursement.js';

/** Why money leaves the court. */
export const PAYOUT_KINDS = [
  'APPLICANT',
  'REFUND',
  'FEE_TO_TREASURY',
  'COST_TO_THIRD_PARTY',
  'OTHER_COURT',
  'HANDOVER_TO_ADMINISTRATOR',
  'DEPOSIT',
] as const;
export type PayoutKind = (typeof PAYOUT_KINDS)[number];

/** A payment that counts and came to the court, as the ledger divides it; direct ones never came. */
export interface CourtPayment {
  readonly id: string;
  readonly receivedOn: CivilDate;
  /** Last day for paying it out. */
  readonly payOutBy: CivilDate;
  readonly amountFen: Fen;
  readonly creditorsFen: Fen;
  readonly executionFeeFen: Fen;
  readonly surplusFen: Fen;
  /** Null where nothing says how several applicants divide it. */
  readonly shares: readonly { readonly applicantId: string; readonly amountFen: Fen }[] | null;
}

/** Money that has left the court or is to leave it. */
export interface Payout {
  readonly kind: PayoutKind;
  readonly status: OutgoingStatus;
  readonly amountFen: Fen;
  /** Whose money it is, for `APPLICANT`. */
  readonly applicantId: string | null;
  /** The payment that goes back, for `REFUND`. */
  readonly paymentId: string | null;
}

/** What stands with the court, and since when. */
export interface Held {
  readonly amountFen: Fen;
  /** Value date of the oldest money of it, and the last day for paying that out; null when there is none. */
  readonly oldestReceivedOn: CivilDate | null;
  readonly payOutBy: CivilDate | null;
}

export interface ApplicantFunds extends Held {
  readonly applicantId: string;
  /** His shares of all payments, and what of money was paid out to him or is on its way. */
  readonly entitledFen: Fen;
  readonly disbursedFen: Fen;
  /** Paid out to him beyond what is his by now: the court asks it back. */
  readonly recoverableFen: Fen;
}

export interface PurposeFunds {
  readonly kind: PayoutKind;
  readonly underWayFen: Fen;
  readonly paidOutFen: Fen;
}

export interface CaseFunds {
  readonly receivedFen: Fen;
  readonly underWayFen: Fen;
  readonly paidOutFen: Fen;
  /** Received less paid out and under way; never below zero. */
  readonly heldFen: Fen;
  /** Paid out or under way beyond what was received: a payment was reversed or moved to another case afterwards. */
  readonly overdrawnFen: Fen;
  readonly recoverableFen: Fen;
  readonly purposes: readonly PurposeFunds[];
  readonly applicants: readonly ApplicantFunds[];
  /** Money of several creditors which nothing divides: any of them may get it, by a decision that says why. */
  readonly undivided: Held;
  /** Surplus of each payment that has not gone back. */
  readonly refunds: readonly { readonly paymentId: string; readonly amountFen: Fen }[];
  /** Received for the execution fee and not handed on. */
  readonly executionFeeFen: Fen;
}

/** Something of a payment that belongs together. */
interface Part {
  readonly payment: CourtPayment;
  readonly amountFen: Fen;
}

/** What is left of parts when the oldest are used up first; no more than the court holds. */
function holdOldestFirst(parts: readonly Part[], usedFen: Fen, heldFen: Fen): Held {
  let rest = usedFen;
  let oldest: CourtPayment | undefined;
  let amountFen = 0n;
  for (const { payment, amountFen: fen } of parts) {
    const used = minFen(rest, fen);
    rest -= used;
    amountFen += fen - used;
    if (used < fen) oldest ??= payment;
  }
  const standingFen = minFen(amountFen, heldFen);
  if (standingFen === 0n || !oldest) return { amountFen: 0n, oldestReceivedOn: null, payOutBy: null };
  return { amountFen: standingFen, oldestReceivedOn: oldest.receivedOn, payOutBy: oldest.payOutBy };
}

const atLeastZero = (fen: Fen): Fen => (fen > 0n ? fen : 0n);
const sumOf = (payouts: readonly Payout[]): Fen => sumFen(payouts.map(({ amountFen }) => amountFen));
const paidOf = (payouts: readonly Payout[]): Fen => sumOf(payouts.filter(({ status }) => status === 'PAID'));

/** An applicant who got more than his shares got it of the undivided money, as far as that reaches. */
function divideFunds(
  applicantIds: readonly string[],
  payments: readonly CourtPayment[],
  payouts: readonly Payout[],
  heldFen: Fen,
): Pick<CaseFunds, 'applicants' | 'undivided'> {
  const loose = payments.flatMap((payment): Part[] =>
    payment.shares === null ? [{ payment, amountFen: payment.creditorsFen }] : [],
  );
  let looseLeftFen = sumFen(loose.map(({ amountFen }) => amountFen));
  let beyondFen = 0n;
  const applicants = applicantIds.map((applicantId): ApplicantFunds => {
    const parts = payments.flatMap((payment): Part[] =>
      (payment.shares ?? [])
        .filter((share) => share.applicantId === applicantId)
        .map(({ amountFen }) => ({ payment, amountFen })),
    );
    const own = payouts.filter((one) => one.applicantId === applicantId);
    const entitledFen = sumFen(parts.map(({ amountFen }) => amountFen));
    const disbursedFen = sumOf(own);
    beyondFen += atLeastZero(disbursedFen - entitledFen);
    const tooMuchFen = atLeastZero(paidOf(own) - entitledFen);
    const ofLooseFen = minFen(tooMuchFen, looseLeftFen);
    looseLeftFen -= ofLooseFen;
    const held = holdOldestFirst(parts, disbursedFen, heldFen);
    return { applicantId, entitledFen, disbursedFen, recoverableFen: tooMuchFen - ofLooseFen, ...held };
  });
  return { applicants, undivided: holdOldestFirst(loose, beyondFen, heldFen) };
}

/**
 * What the court holds in a case and for what: the one answer that entry, approval and payout ask for under the lock
 * of the case. A payment that was reversed or moved after money had gone out leaves a gap: nothing is held until money
 * that comes in, or comes back, has filled it.
 * @param payments - in the order of value dates
 * @param payouts - all that are entered, approved or paid; rejected, failed and returned ones are left out
 * Law: CP-01, AL-07, Civil Code 517; time limit 法发〔2017〕6号.
 */
export function computeFunds(
  applicantIds: readonly string[],
  payments: readonly CourtPayment[],
  payouts: readonly Payout[],
): CaseFunds {
  const receivedFen = sumFen(payments.map(({ amountFen }) => amountFen));
  const paidOutFen = paidOf(payouts);
  const underWayFen = sumOf(payouts) - paidOutFen;
  const balanceFen = receivedFen - paidOutFen - underWayFen;
  const heldFen = atLeastZero(balanceFen);
  const ofKind = (kind: PayoutKind) => payouts.filter((one) => one.kind === kind);
  const divided = divideFunds(applicantIds, payments, payouts, heldFen);
  const feeFen = sumFen(payments.map(({ executionFeeFen }) => executionFeeFen)) - sumOf(ofKind('FEE_TO_TREASURY'));
  return {
    receivedFen,
    underWayFen,
    paidOutFen,
    heldFen,
    overdrawnFen: atLeastZero(-balanceFen),
    recoverableFen: sumFen(divided.applicants.map(({ recoverableFen }) => recoverableFen)),
    purposes: PAYOUT_KINDS.map((kind) => {
      const paidFen = paidOf(ofKind(kind));
      return { kind, underWayFen: sumOf(ofKind(kind)) - paidFen, paidOutFen: paidFen };
    }),
    ...divided,
    refunds: payments.flatMap(({ id, surplusFen }) => {
      const backFen = sumOf(payouts.filter(({ paymentId }) => paymentId === id));
      const leftFen = minFen(atLeastZero(surplusFen - backFen), heldFen);
      return leftFen > 0n ? [{ paymentId: id, amountFen: leftFen }] : [];
    }),
    executionFeeFen: minFen(atLeastZero(feeFen), heldFen),
  };
}

/** What a payout is for: of whom, where the kind says so. */
export type Purpose = Pick<Payout, 'kind' | 'applicantId' | 'paymentId'>;

/**
 * The most that may be paid out for a purpose now, in fen: no more than is there for it, and never more than the court
 * holds. Kinds without money of their own draw on all of it; their papers say why.
 */
export function availableFor(funds: CaseFunds, { kind, applicantId, paymentId }: Purpose): Fen {
  const { heldFen, applicants, undivided, refunds, executionFeeFen } = funds;
  if (kind === 'FEE_TO_TREASURY') return executionFeeFen;
  if (kind === 'REFUND') return refunds.find((one) => one.paymentId === paymentId)?.amountFen ?? 0n;
  if (kind !== 'APPLICANT') return heldFen;
  const own = applicants.find((one) => one.applicantId === applicantId);
  return own === undefined ? 0n : minFen(own.amountFen + undivided.amountFen, heldFen);
}
