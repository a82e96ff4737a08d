import { and, eq, isNull } from 'drizzle-orm';
import type { UserContext } from '../../../platform/context.js';
import { jointReviews } from '../../../tables/joint-reviews.js';
import type { CaseFile } from '../../dossier/cases/case-file.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';

/** Ends the open review of a case that is paid: there is nothing left to decide. Law: contract section 10 (states). */
export async function endReviewByPayment(ctx: UserContext, file: CaseFile): Promise<void> {
  const { courtCode, id } = file.row;
  const ended = await ctx.db
    .update(jointReviews)
    .set({ settledByPaymentOn: ctx.today })
    .where(
      and(
        eq(jointReviews.courtCode, courtCode),
        eq(jointReviews.caseId, id),
        isNull(jointReviews.decidedOn),
        isNull(jointReviews.settledByPaymentOn),
      ),
    )
    .returning({ id: jointReviews.id });
  for (const { id: reviewId } of ended) {
    file.record({ type: 'JOINT_REVIEW_SETTLED_BY_PAYMENT', data: { reviewId }, ground: GROUNDS.fullPayment });
  }
}
