import type { Fen } from '../../shared/money.js';

/** The agreed sum beside what was open by the basis on the day of signing; money in fen. */
export interface AgreedSum {
  readonly openFen: Fen;
  /** What the parties agreed beyond it: the basis does not order it, and it drops when the basis is resumed. */
  readonly excessFen: Fen;
  /** What they left out of it: performance waives what of it is owed to applicants, the fee stays owed. */
  readonly shortfallFen: Fen;
}

/**
 * Compares the agreed sum with the ledger.
 * @param agreedFen - all principal rows of the plan, without its interest
 * @param openFen - all open buckets of the basis on the day of signing, the execution fee included
 * Law: PL-14, FE-01, PL-13.
 */
export function compareAgreedSum(agreedFen: Fen, openFen: Fen): AgreedSum {
  const differenceFen = agreedFen - openFen;
  return {
    openFen,
    excessFen: differenceFen > 0n ? differenceFen : 0n,
    shortfallFen: differenceFen < 0n ? -differenceFen : 0n,
  };
}
