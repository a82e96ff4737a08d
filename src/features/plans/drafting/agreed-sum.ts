import { BUCKETS } from '../../../law/ledger/terms.js';
import { compareAgreedSum } from '../../../law/schedule/agreed-sum.js';
import type { UserContext } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { type Fen, formatYuan, sumFen } from '../../../shared/money.js';
import { Problem } from '../../../shared/problems.js';
import type { CaseRow } from '../../../tables/cases.js';
import type { PlanInput } from '../../../tables/plan-json.js';
import { ledgerByBasis } from '../../money/ledger/basis.js';
import { listCountedPayments } from '../../money/payments/counting.js';

/** What is open by the basis on the day of signing, the fee included; money of that day counts for the plan already. */
export async function readClaimOpen(ctx: UserContext, owner: CaseRow, signedOn: CivilDate): Promise<Fen> {
  const counted = await listCountedPayments(ctx, owner.courtCode, [owner.id]);
  const before = counted.filter(({ receivedOn }) => receivedOn < signedOn);
  const { closing } = await ledgerByBasis(ctx, owner, before, signedOn);
  return sumFen(BUCKETS.map((bucket) => closing[bucket]));
}

type AgreedTerms = Pick<PlanInput, 'principalFen' | 'exceedsClaim'>;

/**
 * Refuses an agreed sum above the claim of which the parties did not say why.
 * Refuses: `plan-exceeds-claim`.
 * Law: PL-14.
 */
export function requireWithinClaim({ principalFen, exceedsClaim }: AgreedTerms, openFen: Fen): void {
  const { excessFen } = compareAgreedSum(principalFen, openFen);
  if (excessFen > 0n && exceedsClaim === undefined) {
    throw new Problem('plan-exceeds-claim', {
      detail:
        `The agreed ${formatYuan(principalFen)} yuan are ${formatYuan(excessFen)} above the ${formatYuan(openFen)} ` +
        'that are open on the day of signing; lower the sum, or say in exceedsClaim why it is agreed.',
      errors: [{ pointer: '/principalFen', detail: `at most ${openFen} without exceedsClaim` }],
    });
  }
}

/** Refuses a word on an excess that is none. Refuses: `claim-not-exceeded`. */
export function requireExcess({ principalFen, exceedsClaim }: AgreedTerms, openFen: Fen): void {
  const { excessFen } = compareAgreedSum(principalFen, openFen);
  if (excessFen === 0n && exceedsClaim !== undefined) {
    throw new Problem('claim-not-exceeded', {
      detail: `The agreed sum is not above the ${formatYuan(openFen)} yuan that are open on the day of signing.`,
      errors: [{ pointer: '/exceedsClaim', detail: 'leave it out' }],
    });
  }
}
