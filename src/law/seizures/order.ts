import { addDays, addYears, type CivilDate } from '../../shared/civil-date.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import type { AssetKind, CustodianKind, SeizureMode } from './terms.js';

/** A seizure as a judge has ordered it, as far as the rules speak of it. */
export interface SeizureOrder {
  readonly mode: SeizureMode;
  readonly assetKind: AssetKind;
  readonly usePermitted: boolean;
  readonly custodian: { readonly kind: CustodianKind };
  /** First and last day of the term, as on the notice (LS-01). */
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** 1 = first seizure; higher ranks wait (LS-06). */
  readonly rank: number;
}

/** Longest term of a seizure in years: 民诉法解释 (2022) Art. 485, 查封规定 Art. 27. */
const TERM_MAX_YEARS: Readonly<Record<AssetKind, number>> = {
  BANK_DEPOSIT: 1,
  MOVABLE: 2,
  IMMOVABLE: 3,
  OTHER_RIGHT: 3,
};

/** Latest last day that a term beginning on `from` may have. 29 February becomes 28 February. Law: LS-01. */
export function latestTermEnd(assetKind: AssetKind, from: CivilDate): CivilDate {
  return addYears(from, TERM_MAX_YEARS[assetKind]);
}

/** The last day to propose: one day less than the maximum. Law: LS-01. */
export function suggestTermEnd(assetKind: AssetKind, from: CivilDate): CivilDate {
  return addDays(latestTermEnd(assetKind, from), -1);
}

/**
 * Decides whether a seizure may be ordered as entered.
 * Refuses: `seizure-term-too-long` (LS-01), `use-needs-debtor-custody` (a live seizure, or
 * permitted use, while anybody but the debtor keeps the asset), `live-seizure-without-use`, `dead-seizure-with-use`.
 * Law: LS-01, LS-10; 查封规定 Art. 1, 10(2), 27.
 */
export function decideSeizure(input: SeizureOrder): Outcome<{ status: 'ORDERED' | 'WAITING' }> {
  const { mode, usePermitted, custodian } = input;
  if ((mode === 'LIVE' || usePermitted) && custodian.kind !== 'DEBTOR') {
    return refuse(
      'use-needs-debtor-custody',
      'The asset may be used only while the debtor keeps it; name the debtor as custodian or order a dead seizure ' +
        '(查封规定 Art. 10).',
    );
  }
  if (mode === 'LIVE' && !usePermitted) {
    return refuse(
      'live-seizure-without-use',
      'A live seizure permits use; order a dead seizure where use is not permitted.',
    );
  }
  if (mode === 'DEAD' && usePermitted) {
    return refuse('dead-seizure-with-use', 'A dead seizure does not permit use; order a live seizure instead.');
  }
  const latest = latestTermEnd(input.assetKind, input.from);
  if (input.to > latest) {
    const proposed = suggestTermEnd(input.assetKind, input.from);
    return refuse(
      'seizure-term-too-long',
      `A term from ${input.from} may last until ${latest} at most; ${proposed} is usual (LS-01).`,
    );
  }
  return accept({ status: input.rank > 1 ? 'WAITING' : 'ORDERED' });
}
