import type { Fen } from '../../shared/money.js';
import { accept, type Outcome } from '../../shared/refusal.js';
import { settlementTreatmentOf } from './doubled-terms.js';
import { computeSettlementShadow, type LedgerInput, type References } from './ledger.js';
import type { SettlementTreatment } from './terms.js';

/** What becomes of the doubled part of the settlement days; money in fen. Only one of the three is not zero. */
export interface SettlementInterest {
  readonly treatment: SettlementTreatment;
  /** Shown beside the ledger; drops when the settlement is performed, is owed again on resumption. */
  readonly shadowFen: Fen;
  /** Owed under the plan by agreement; neither performance nor resumption drops it. */
  readonly accruesFen: Fen;
  /** What the days would have borne; never owed. */
  readonly excludedFen: Fen;
}

/**
 * Sorts the doubled part of the settlement days by what was agreed for it.
 * @param input - the ledger of the basis with its periods of reason `SETTLEMENT`
 * Refuses: as `computeLedger`.
 * Law: IN-24.
 */
export function computeSettlementInterest(input: LedgerInput, references: References): Outcome<SettlementInterest> {
  const shadow = computeSettlementShadow(input, references);
  if (!shadow.ok) {
    return shadow;
  }
  const treatment = settlementTreatmentOf(input.doubled);
  const only = (wanted: SettlementTreatment): Fen => (treatment === wanted ? shadow.value : 0n);
  return accept({
    treatment,
    shadowFen: only('WAIVED_ON_PERFORMANCE'),
    accruesFen: only('ACCRUES'),
    excludedFen: only('EXCLUDED'),
  });
}
