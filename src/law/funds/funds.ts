import { addDays, type CivilDate } from '../../shared/civil-date.js';
import { type Fen, minFen, sumFen } from '../../shared/money.js';

/** Days within which money that the court has received is paid out. Law: 法发〔2017〕6号. */
export const PAY_OUT_DAYS = 30;

/** Creditors' money that the court holds from one payment; `shares` null where nothing says how several divide it. */
export interface HeldPayment {
  readonly receivedOn: CivilDate;
  readonly amountFen: Fen;
  readonly shares: readonly { readonly applicantId: string; readonly amountFen: Fen }[] | null;
}

/** Money that was paid out to an applicant, or is on its way. */
export interface PaidOut {
  readonly applicantId: string;
  readonly amountFen: Fen;
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
}

export interface CaseFunds {
  readonly applicants: readonly ApplicantFunds[];
  /** Money of several creditors which nothing divides: any of them may get it, by a decision that says why. */
  readonly undivided: Held;
  /** Paid out beyond what is there: a payment was reversed afterwards. */
  readonly overdrawnFen: Fen;
}

/** What is left of amounts when the oldest are used up first. */
function holdOldestFirst(received: readonly (readonly [CivilDate, Fen])[], usedFen: Fen): Held {
  let rest = usedFen;
  let oldest: CivilDate | null = null;
  let amountFen = 0n;
  for (const [on, fen] of received) {
    const used = minFen(rest, fen);
    rest -= used;
    amountFen += fen - used;
    if (used < fen) oldest ??= on;
  }
  return { amountFen, oldestReceivedOn: oldest, payOutBy: oldest === null ? null : addDays(oldest, PAY_OUT_DAYS) };
}

/**
 * What the court holds for whom: shares less what was paid out, the oldest money first. An applicant who got more
 * than his shares got it of the undivided money.
 * @param payments - in the order of value dates; direct payments to an applicant never came to the court and are left
 * out
 * @param paidOut - disbursements that are entered, approved or paid; rejected and failed ones are left out
 * Law: CP-01, AL-07, Civil Code 517; time limit 法发〔2017〕6号.
 */
export function computeFunds(
  applicantIds: readonly string[],
  payments: readonly HeldPayment[],
  paidOut: readonly PaidOut[],
): CaseFunds {
  let beyondFen = 0n;
  const applicants = applicantIds.map((applicantId): ApplicantFunds => {
    const shares = payments.flatMap(({ receivedOn, shares: all }) =>
      (all ?? [])
        .filter((share) => share.applicantId === applicantId)
        .map(({ amountFen }) => [receivedOn, amountFen] as const),
    );
    const entitledFen = sumFen(shares.map(([, amountFen]) => amountFen));
    const disbursedFen = sumFen(
      paidOut.filter((one) => one.applicantId === applicantId).map(({ amountFen }) => amountFen),
    );
    if (disbursedFen > entitledFen) beyondFen += disbursedFen - entitledFen;
    return { applicantId, entitledFen, disbursedFen, ...holdOldestFirst(shares, disbursedFen) };
  });
  const loose = payments
    .filter(({ shares }) => shares === null)
    .map(({ receivedOn, amountFen }) => [receivedOn, amountFen] as const);
  const looseFen = sumFen(loose.map(([, amountFen]) => amountFen));
  return {
    applicants,
    undivided: holdOldestFirst(loose, beyondFen),
    overdrawnFen: beyondFen > looseFen ? beyondFen - looseFen : 0n,
  };
}

/** The most that may be paid out to an applicant now, in fen; nothing while the case is overdrawn. */
export function availableTo(funds: CaseFunds, applicantId: string): Fen {
  if (funds.overdrawnFen > 0n) return 0n;
  const own = funds.applicants.find((one) => one.applicantId === applicantId);
  return own === undefined ? 0n : own.amountFen + funds.undivided.amountFen;
}
