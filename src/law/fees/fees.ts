import { divideHalfUp } from '../../shared/decimal.js';
import { type Fen, minFen } from '../../shared/money.js';

/** A part of the amount between two limits and its rate in tenths of a percent (‰). Limits in fen. */
export interface FeeBracket {
  readonly aboveFen: Fen;
  /** Upper limit, included; null for the last part. */
  readonly upToFen: Fen | null;
  readonly perMille: bigint;
}

export interface FeeTariff {
  /** Owed for every amount up to the lower limit of the first bracket, and the start of every higher fee. */
  readonly baseFen: Fen;
  readonly brackets: readonly FeeBracket[];
  readonly capFen: Fen | null;
}

/** Application fee for enforcement, 诉讼费用交纳办法 Art. 14(1). */
export const EXECUTION_TARIFF: FeeTariff = {
  baseFen: 5_000n,
  brackets: [
    { aboveFen: 1_000_000n, upToFen: 50_000_000n, perMille: 15n },
    { aboveFen: 50_000_000n, upToFen: 500_000_000n, perMille: 10n },
    { aboveFen: 500_000_000n, upToFen: 1_000_000_000n, perMille: 5n },
    { aboveFen: 1_000_000_000n, upToFen: null, perMille: 1n },
  ],
  capFen: null,
};

/** Application fee for preservation, Art. 14(2); never more than 5,000 yuan. */
export const PRESERVATION_TARIFF: FeeTariff = {
  baseFen: 3_000n,
  brackets: [
    { aboveFen: 100_000n, upToFen: 10_000_000n, perMille: 10n },
    { aboveFen: 10_000_000n, upToFen: null, perMille: 5n },
  ],
  capFen: 500_000n,
};

export interface FeePart {
  readonly bracket: FeeBracket;
  /** The part of the amount that falls into the bracket, in fen. */
  readonly partFen: Fen;
}

export interface Fee {
  readonly amountFen: Fen;
  readonly feeFen: Fen;
  readonly parts: readonly FeePart[];
  readonly capped: boolean;
}

/**
 * Fee of a tariff on an amount, in fen, rounded half-up once at the end.
 * @param amountFen - not negative; 0 (no amount) gives the flat lowest fee, which the court may raise to 500 yuan for
 * an enforcement without an amount
 * Law: FE-03, 诉讼费用交纳办法 Art. 14.
 */
export function computeFee(amountFen: Fen, tariff: FeeTariff): Fee {
  const parts = tariff.brackets
    .filter((bracket) => amountFen > bracket.aboveFen)
    .map((bracket) => ({
      bracket,
      partFen: (bracket.upToFen === null ? amountFen : minFen(amountFen, bracket.upToFen)) - bracket.aboveFen,
    }));
  const perMilleFen = parts.reduce((sum, part) => sum + part.partFen * part.bracket.perMille, 0n);
  const uncappedFen = tariff.baseFen + divideHalfUp(perMilleFen, 1_000n);
  const capped = tariff.capFen !== null && uncappedFen > tariff.capFen;
  return { amountFen, feeFen: capped ? tariff.capFen : uncappedFen, parts, capped };
}

/** Application fee for enforcement (执行费) on an amount in fen. Law: FE-01, FE-02, FE-03, Art. 14(1). */
export function computeExecutionFee(amountFen: Fen): Fee {
  return computeFee(amountFen, EXECUTION_TARIFF);
}

/** Application fee for preservation (保全费) on a value in fen. Law: FE-03, Art. 14(2). */
export function computePreservationFee(valueFen: Fen): Fee {
  return computeFee(valueFen, PRESERVATION_TARIFF);
}
