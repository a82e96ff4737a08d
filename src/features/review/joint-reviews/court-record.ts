import { inTransaction, type UserContext } from '../../../platform/context.js';
import { Problem } from '../../../shared/problems.js';
import { reviewCourtRecords } from '../../../tables/joint-reviews.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { attachFiles } from '../../dossier/files/service.js';
import { requireMay } from '../../people/permissions/require-may.js';
import type { CourtRecordInput, ReviewView } from './schema.js';
import { openCaseOfReview, requireUndecided, viewOne } from './service.js';

/**
 * Records what the court itself knows of the enterprise, once; a grant needs it.
 * Refuses: `not-found`, `not-permitted`, `review-decided`, `court-record-given`, `file-unknown`.
 * Law: section 8.1 (the court's row), contract section 10 (a joint review grants only when).
 */
export function recordCourtRecord(ctx: UserContext, reviewId: string, input: CourtRecordInput): Promise<ReviewView> {
  return inTransaction(ctx, async (tx) => {
    const { row, file } = await openCaseOfReview(tx, reviewId);
    requireMay(tx.actor, 'recordCourtRecord');
    requireUndecided(row);
    if ((await viewOne(tx, row)).courtRecord) {
      throw new Problem('court-record-given', { detail: 'The record of the court is there.' });
    }
    const files = await attachFiles(tx, file.row, input.fileIds, 'COURT');
    const { enforcementCases, assetReport, pastPerformance, seizures } = input;
    const said = { enforcementCases, assetReport, pastPerformance, seizures };
    await tx.db.insert(reviewCourtRecords).values({
      ...said,
      courtCode: row.courtCode,
      reviewId,
      fileIds: files.map(({ fileId }) => fileId),
      recordedBy: tx.actor.id,
      recordedOn: tx.today,
      createdAt: tx.clock.now(),
    });
    file.record({ type: 'COURT_RECORD_GIVEN', data: { reviewId, files }, ground: GROUNDS.relief, after: said });
    return viewOne(tx, row);
  });
}
