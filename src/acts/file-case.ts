import { recordFirstWatermark } from '../features/course/close/watermarks.js';
import { prepareFiling } from '../features/dossier/cases/filing.js';
import { GROUNDS } from '../features/dossier/cases/grounds.js';
import { newCase } from '../features/dossier/cases/open-case.js';
import { viewCase } from '../features/dossier/cases/repository.js';
import type { CaseView, FilingInput } from '../features/dossier/cases/schema.js';
import { postClaim } from '../features/money/ledger/postings.js';
import { requireMay } from '../features/people/permissions/require-may.js';
import { flush, inTransaction, type UserContext } from '../platform/context.js';
import { addDays } from '../shared/civil-date.js';

/**
 * Files a case in the caller's court; the caller becomes the officer in charge. Its claim is posted, and the closes
 * of the court begin with the day before where this is its first case.
 * Refuses: `not-permitted`, `case-number-taken`, and what `prepareFiling` refuses.
 */
export function fileCase(ctx: UserContext, input: FilingInput): Promise<CaseView> {
  requireMay(ctx.actor, 'fileCase');
  return inTransaction(ctx, async (tx) => {
    const { row, members } = await prepareFiling(tx, input);
    const file = await newCase(tx, row, members);
    await postClaim(tx, row);
    await recordFirstWatermark(tx, row.courtCode, addDays(tx.today, -1));
    const data = {
      caseNumber: row.caseNumber,
      principalFen: Number(row.principalFen),
      executionFeeFen: Number(row.executionFeeFen),
    };
    file.record({ type: 'CASE_FILED', data, ground: GROUNDS.filing, after: data });
    await flush(tx);
    return viewCase(tx, row.courtCode, row.id);
  });
}
