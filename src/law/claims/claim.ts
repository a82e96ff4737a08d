import type { Fen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { computeExecutionFee } from '../fees/fees.js';
import { type CalculationTerms, calculationTerms, type GeneralInterestClause } from './terms.js';

/** What the enforcement basis orders to pay, in fen, with the switches that stand for the case (section 5.8). */
export interface Claim {
  readonly principalFen: Fen;
  readonly otherMonetaryFen: Fen;
  readonly costsFen: Fen;
  readonly feeBaseFen: Fen;
  /** 0 while the fee is computed on what will have been recovered (FE-02). */
  readonly executionFeeFen: Fen;
  /** Null: the basis orders none (IN-10). */
  readonly generalInterest: GeneralInterestClause | null;
  readonly calculation: CalculationTerms;
}

/** What a correction puts in the place of what stands; null takes an optional term away. */
export type ClaimChange = {
  readonly [field in keyof Omit<Claim, 'calculation'>]?: Claim[field] | undefined;
} & {
  readonly calculation?:
    | { readonly [term in keyof CalculationTerms]?: CalculationTerms[term] | null | undefined }
    | undefined;
};

/**
 * The execution fee that the ledger of a claim begins with, in fen: nothing where it is computed on what will have been
 * recovered in the end, because until then nobody knows it.
 * Law: FE-02 (诉讼费用交纳办法 Art. 14(1), 20(2)).
 */
export function feeOfClaim(feeBaseFen: Fen, { feeBase }: Pick<CalculationTerms, 'feeBase'>): Fen {
  return feeBase === 'RECOVERED' ? 0n : computeExecutionFee(feeBaseFen).feeFen;
}

/** The switches with those of a change in their place; null takes an optional one away. */
function changeTerms(terms: CalculationTerms, change: ClaimChange['calculation']): Outcome<CalculationTerms> {
  const merged = Object.fromEntries(
    Object.entries({ ...terms, ...change }).filter(([, value]) => value !== null && value !== undefined),
  );
  const checked = calculationTerms.safeParse(merged);
  if (checked.success) return accept(checked.data);
  const [issue] = checked.error.issues;
  return refuse('calculation-terms-invalid', issue?.message ?? 'The switches contradict each other.', {
    pointer: ['', 'calculation', ...(issue?.path ?? [])].join('/'),
  });
}

/** The sum that the fee follows: it goes with the claim unless somebody has set it apart. */
function feeBaseAfter(claim: Claim, change: ClaimChange, principalFen: Fen, otherMonetaryFen: Fen): Fen {
  const followed = claim.feeBaseFen === claim.principalFen + claim.otherMonetaryFen;
  return change.feeBaseFen ?? (followed ? principalFen + otherMonetaryFen : claim.feeBaseFen);
}

/**
 * The claim after a correction. Base and fee follow the sums of the claim unless they are given here, or the court had
 * decided on another fee before.
 * Refuses: `calculation-terms-invalid`, `fee-of-recovered-sum` (a fee or base is given where it is computed on what is
 * recovered).
 * Law: FE-01, FE-02, AL-05, IN-20, IN-23, IN-24, IN-26.
 */
export function correctClaim(claim: Claim, change: ClaimChange): Outcome<Claim> {
  const terms = changeTerms(claim.calculation, change.calculation);
  if (!terms.ok) return terms;
  const calculation = terms.value;
  const given = change.executionFeeFen === undefined ? 'feeBaseFen' : 'executionFeeFen';
  if (calculation.feeBase === 'RECOVERED' && change[given] !== undefined) {
    return refuse('fee-of-recovered-sum', 'The fee of this case is computed on what is recovered.', {
      pointer: `/${given}`,
    });
  }
  const principalFen = change.principalFen ?? claim.principalFen;
  const otherMonetaryFen = change.otherMonetaryFen ?? claim.otherMonetaryFen;
  const feeBaseFen = feeBaseAfter(claim, change, principalFen, otherMonetaryFen);
  const decided = claim.executionFeeFen !== feeOfClaim(claim.feeBaseFen, claim.calculation);
  const kept = decided && calculation.feeBase === 'APPLIED' ? claim.executionFeeFen : undefined;
  return accept({
    principalFen,
    otherMonetaryFen,
    costsFen: change.costsFen ?? claim.costsFen,
    feeBaseFen,
    executionFeeFen: change.executionFeeFen ?? kept ?? feeOfClaim(feeBaseFen, calculation),
    generalInterest: change.generalInterest === undefined ? claim.generalInterest : change.generalInterest,
    calculation,
  });
}
