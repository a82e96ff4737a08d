import { bringUpToDate } from '../features/course/bring-up-to-date/bring-up-to-date.js';
import { decidePayout } from '../features/money/disbursements/decisions.js';
import type { DisbursementView, PayoutInput } from '../features/money/disbursements/schema.js';
import { viewOne } from '../features/money/disbursements/service.js';
import { watchFunds } from '../features/money/disbursements/watch-funds.js';
import { inTransaction, type UserContext } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';

/**
 * Records that finance has paid, that the bank has not carried it out, or that paid money came back. A refund that
 * came back is money of the debtor's again, and pays what he owes.
 * Refuses: as `decidePayout`.
 * Law: CP-01, AL-07.
 */
export function recordPayout(
  ctx: UserContext,
  disbursementId: string,
  input: PayoutInput,
  heed?: Heed,
): Promise<DisbursementView> {
  return inTransaction(ctx, async (tx) => {
    const { row, file } = await decidePayout(tx, disbursementId, input, heed);
    if (row.kind === 'REFUND' && input.outcome === 'RETURNED') {
      await watchFunds(tx, file, () => bringUpToDate(tx, file, `refund ${row.id} came back`));
    }
    return viewOne(tx, row);
  });
}
