import { computeLedger } from '../../../law/ledger/ledger.js';
import type { UserContext } from '../../../platform/context.js';
import { fieldProblem } from '../../../shared/problems.js';
import type { CaseRow } from '../../../tables/cases.js';
import { ledgerInputOf } from './claim.js';

/**
 * Refuses a claim whose interest cannot be computed, such as a period before the first stored rate.
 * @param place - where the claim stands in the body
 */
export async function requireComputableClaim(ctx: UserContext, row: CaseRow, place: '/claim' | ''): Promise<void> {
  const references = { rates: await ctx.reference.rates(), calendar: await ctx.reference.calendar() };
  const outcome = computeLedger(ledgerInputOf(row, [], row.filedOn), references);
  if (outcome.ok) return;
  throw fieldProblem(`${place}${outcome.pointer ?? ''}`, outcome.detail);
}
