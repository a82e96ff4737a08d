import type { CivilDate } from '../../shared/civil-date.js';
import { type Fen, sumFen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { itemAt } from '../../shared/require.js';
import { shareProportionally } from '../allocation/debts.js';
import type { LedgerPosting } from './ledger.js';

/** An applicant of a joint claim and the weight of his share: his part of the claim in fen, or a number of parts. */
export interface ApplicantWeight {
  readonly applicantId: string;
  readonly weight: bigint;
}

export interface ApplicantShare {
  readonly applicantId: string;
  readonly amountFen: Fen;
}

/**
 * Divides money among applicants by their shares: whole fen first, then one fen each to the largest fractions, ties
 * by list order. All in fen.
 * @returns shares in the order of the applicants; their sum is exactly `amountFen`
 * Refuses: `applicant-named-twice`, `shares-missing`.
 * Law: Civil Code 517 (joint claims in shares); the last fen [D], as in AL-03.
 */
export function shareAmongApplicants(
  amountFen: Fen,
  applicants: readonly ApplicantWeight[],
): Outcome<readonly ApplicantShare[]> {
  const twice = applicants.findIndex(
    ({ applicantId }, index) => applicants.findIndex((other) => other.applicantId === applicantId) !== index,
  );
  if (twice >= 0) {
    return refuse('applicant-named-twice', `The applicant ${applicants[twice]?.applicantId} is named twice.`, {
      pointer: `/applicants/${twice}/applicantId`,
    });
  }
  const weights = applicants.map((applicant) => applicant.weight);
  if (sumFen(weights) === 0n) {
    return refuse('shares-missing', 'At least one applicant must have a share.', { pointer: '/applicants' });
  }
  const parts = shareProportionally(amountFen, weights);
  return accept(applicants.map(({ applicantId }, index) => ({ applicantId, amountFen: itemAt(parts, index) })));
}

/** An applicant of a case; a weight of null says that the claim is not in shares. */
export interface CaseApplicant {
  readonly applicantId: string;
  readonly shareWeight: bigint | null;
}

/** What a booked payment brought, as its postings say. */
export interface BookedPayment {
  /** Money that went directly to an applicant, whoever of several it was. */
  readonly direct: boolean;
  readonly parts: readonly { readonly bucket: string; readonly amountFen: Fen }[];
  /** The applicants it belongs to: all of the case, or those whom the plan names. */
  readonly applicants: readonly CaseApplicant[];
}

/**
 * Who of the applicants gets what of a payment, in fen. A single applicant gets all that is the creditors'; several are
 * served by their shares; nobody gets anything of a payment that does not count. Null where nothing says how several
 * divide it: a claim without shares, or money that one of them received himself.
 * Law: FE-01, AL-07, Civil Code 517.
 */
export function shareBookedPayment(payment: BookedPayment): readonly ApplicantShare[] | null {
  const { applicants, direct, parts } = payment;
  if (parts.length === 0) return [];
  const creditorsFen = sumFen(
    parts.filter(({ bucket }) => bucket !== 'EXECUTION_FEE' && bucket !== 'SURPLUS').map((part) => part.amountFen),
  );
  const [only] = applicants;
  if (only !== undefined && applicants.length === 1)
    return [{ applicantId: only.applicantId, amountFen: creditorsFen }];
  const weighted = applicants.map(({ applicantId, shareWeight }) => ({ applicantId, weight: shareWeight ?? 0n }));
  const shares = direct ? undefined : shareAmongApplicants(creditorsFen, weighted);
  return shares?.ok === true ? shares.value : null;
}

export interface SharedPosting {
  readonly date: CivilDate;
  /** What the payment brought to the creditors: neither the execution fee, which is the court's, nor the surplus. */
  readonly creditorsFen: Fen;
  readonly shares: readonly ApplicantShare[];
}

/**
 * Divides each payment of a ledger among the applicants. Every payment is shared by itself, so that what has been paid
 * out never changes by a later payment.
 * Refuses: as `shareAmongApplicants`.
 * Law: FE-01, AL-07, Civil Code 517.
 */
export function sharePostings(
  postings: readonly LedgerPosting[],
  applicants: readonly ApplicantWeight[],
): Outcome<readonly SharedPosting[]> {
  const shared: SharedPosting[] = [];
  for (const { date, paymentFen, surplusFen, allocation } of postings) {
    if (paymentFen === 0n) {
      continue;
    }
    const creditorsFen = paymentFen - surplusFen - (allocation.EXECUTION_FEE ?? 0n);
    const shares = shareAmongApplicants(creditorsFen, applicants);
    if (!shares.ok) {
      return shares;
    }
    shared.push({ date, creditorsFen, shares: shares.value });
  }
  return accept(shared);
}
