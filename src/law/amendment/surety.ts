import type { CivilDate } from '../../shared/civil-date.js';
import { type Fen, minFen } from '../../shared/money.js';

/** A debt as a surety answers for it; money in fen. */
export interface SecuredDebt {
  readonly principalFen: Fen;
  readonly interestFen: Fen;
  /** Last day of the performance period; the guarantee period counts from it. */
  readonly lastDueDate: CivilDate;
}

export interface SuretyLiability {
  readonly principalFen: Fen;
  readonly interestFen: Fen;
  readonly liableFen: Fen;
  /** Part of the amended debt that is not charged to the surety. */
  readonly notChargedFen: Fen;
  /** The performance period from whose end the guarantee period counts. */
  readonly performanceEndsOn: CivilDate;
}

/**
 * What a surety answers for after the debt was amended. With written consent: the amended debt. Without: principal and
 * interest each at the lower of before and after, so that an increase is not charged to him and a reduction benefits
 * him, and the guarantee period stays as it was.
 * @param before - what was left to pay before the amendment
 * @param after - what is to be paid after it
 * @param consented - the surety has agreed in writing
 * Law: section 6.4, Civil Code 695.
 */
export function decideSuretyLiability(before: SecuredDebt, after: SecuredDebt, consented: boolean): SuretyLiability {
  const principalFen = consented ? after.principalFen : minFen(before.principalFen, after.principalFen);
  const interestFen = consented ? after.interestFen : minFen(before.interestFen, after.interestFen);
  const liableFen = principalFen + interestFen;
  return {
    principalFen,
    interestFen,
    liableFen,
    notChargedFen: after.principalFen + after.interestFen - liableFen,
    performanceEndsOn: consented ? after.lastDueDate : before.lastDueDate,
  };
}
