import { and, asc, desc, eq, exists, lt, sql, type SQL } from 'drizzle-orm';
import { reviewStatusOf } from '../../../law/states/review.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Context, UserContext } from '../../../platform/context.js';
import { invariant } from '../../../shared/require.js';
import { cases } from '../../../tables/cases.js';
import { departments } from '../../../tables/courts.js';
import { users } from '../../../tables/identity.js';
import {
  departmentOpinions,
  departmentRequests,
  jointReviews,
  type POSITIONS,
  reviewCourtRecords,
  reviewDecisions,
  reviewMeasures,
  reviewMeetings,
} from '../../../tables/joint-reviews.js';
import type { StoredMeetingOpinions } from '../../../tables/review-json.js';
import { withinReach } from '../../dossier/cases/repository.js';
import type { RequestView, ReviewView } from './schema.js';
import { readShownCases } from './shown-case.js';

export type ReviewRow = typeof jointReviews.$inferSelect;

/** Condition: the review is one that the actor reaches; a department by a request to it (JR-02), others by the case. */
function reviewsWithinReach(ctx: UserContext): SQL | undefined {
  const { courtCode, departmentCode } = ctx.actor;
  if (departmentCode === null) return withinReach(ctx.actor);
  const asked = ctx.db
    .select({ one: sql`1` })
    .from(departmentRequests)
    .where(
      and(
        eq(departmentRequests.courtCode, jointReviews.courtCode),
        eq(departmentRequests.reviewId, jointReviews.id),
        eq(departmentRequests.departmentCode, departmentCode),
      ),
    );
  return and(eq(jointReviews.courtCode, courtCode ?? ''), exists(asked));
}

/** Reviews within reach, newest first. */
export async function listReviewRows(
  ctx: UserContext,
  page: { readonly where: SQL | undefined; readonly before: string | undefined; readonly limit: number },
): Promise<ReviewRow[]> {
  const rows = await ctx.db
    .select({ row: jointReviews })
    .from(jointReviews)
    .innerJoin(cases, and(eq(cases.courtCode, jointReviews.courtCode), eq(cases.id, jointReviews.caseId)))
    .where(
      and(
        reviewsWithinReach(ctx),
        page.where,
        page.before === undefined ? undefined : lt(jointReviews.id, page.before),
      ),
    )
    .orderBy(desc(jointReviews.id))
    .limit(page.limit);
  return rows.map(({ row }) => row);
}

export async function findReview(ctx: UserContext, reviewId: string): Promise<ReviewRow | undefined> {
  const [row] = await listReviewRows(ctx, { where: eq(jointReviews.id, reviewId), before: undefined, limit: 1 });
  return row;
}

/** Requests of reviews of one court with what was answered. */
async function listRequests(ctx: Context, courtCode: string, reviewIds: readonly string[]) {
  const rows = await ctx.db
    .select({
      row: departmentRequests,
      departmentName: departments.name,
      opinion: departmentOpinions,
      name: users.displayName,
    })
    .from(departmentRequests)
    .innerJoin(
      departments,
      and(
        eq(departments.courtCode, departmentRequests.courtCode),
        eq(departments.code, departmentRequests.departmentCode),
      ),
    )
    .leftJoin(
      departmentOpinions,
      and(
        eq(departmentOpinions.courtCode, departmentRequests.courtCode),
        eq(departmentOpinions.requestId, departmentRequests.id),
      ),
    )
    .leftJoin(users, eq(users.id, departmentOpinions.givenBy))
    .where(and(eq(departmentRequests.courtCode, courtCode), anyOf(departmentRequests.reviewId, reviewIds)))
    .orderBy(asc(departmentRequests.id));
  return rows.map(({ row, departmentName, opinion, name }) => {
    const { id, departmentCode, question, askedData, shownFields, dueOn } = row;
    const said = opinion && {
      position: opinion.position,
      data: opinion.data,
      unanswered: opinion.unanswered,
      text: opinion.text,
      handledBy: opinion.handledBy,
      reviewedBy: opinion.reviewedBy,
      fileIds: opinion.fileIds,
      givenBy: { id: opinion.givenBy, name: name ?? '' },
      givenOn: opinion.givenOn,
    };
    const asked = { id, departmentCode, departmentName, question, askedData, shownFields, dueOn };
    const view: RequestView = { ...asked, opinion: said };
    return { reviewId: row.reviewId, view };
  });
}

async function listMeetings(ctx: Context, courtCode: string, reviewIds: readonly string[]) {
  return ctx.db
    .select({ row: reviewMeetings, name: users.displayName })
    .from(reviewMeetings)
    .innerJoin(users, eq(users.id, reviewMeetings.recordedBy))
    .where(and(eq(reviewMeetings.courtCode, courtCode), anyOf(reviewMeetings.reviewId, reviewIds)));
}

async function listDecisions(ctx: Context, courtCode: string, reviewIds: readonly string[]) {
  return ctx.db
    .select({ row: reviewDecisions, name: users.displayName })
    .from(reviewDecisions)
    .innerJoin(users, eq(users.id, reviewDecisions.decidedBy))
    .where(and(eq(reviewDecisions.courtCode, courtCode), anyOf(reviewDecisions.reviewId, reviewIds)));
}

async function listCourtRecords(ctx: Context, courtCode: string, reviewIds: readonly string[]) {
  return ctx.db
    .select({ row: reviewCourtRecords, name: users.displayName })
    .from(reviewCourtRecords)
    .innerJoin(users, eq(users.id, reviewCourtRecords.recordedBy))
    .where(and(eq(reviewCourtRecords.courtCode, courtCode), anyOf(reviewCourtRecords.reviewId, reviewIds)));
}

async function listMeasures(ctx: Context, courtCode: string, reviewIds: readonly string[]) {
  return ctx.db
    .select()
    .from(reviewMeasures)
    .where(and(eq(reviewMeasures.courtCode, courtCode), anyOf(reviewMeasures.reviewId, reviewIds)))
    .orderBy(asc(reviewMeasures.reviewId), asc(reviewMeasures.no));
}

/** Words of meetings from before opinions were called so. */
const POSITION_OF_VOTE = { FOR: 'SUPPORT', AGAINST: 'OPPOSE', ABSTAIN: 'NO_OPINION' } as const;

const opinionsOf = (
  stored: StoredMeetingOpinions,
): { departmentCode: string; position: (typeof POSITIONS)[number] }[] =>
  stored.map((one) => ({
    departmentCode: one.departmentCode,
    position: 'vote' in one ? POSITION_OF_VOTE[one.vote] : one.position,
  }));

/** Reviews of one court, whole; `policy.ts` says what of them leaves. */
export async function viewReviews(ctx: Context, rows: readonly ReviewRow[]): Promise<ReviewView[]> {
  const [first] = rows;
  if (!first) return [];
  const ids = rows.map(({ id }) => id);
  const requests = await listRequests(ctx, first.courtCode, ids);
  const meetings = await listMeetings(ctx, first.courtCode, ids);
  const decisions = await listDecisions(ctx, first.courtCode, ids);
  const records = await listCourtRecords(ctx, first.courtCode, ids);
  const measures = await listMeasures(ctx, first.courtCode, ids);
  const shown = await readShownCases(ctx, first.courtCode, [...new Set(rows.map(({ caseId }) => caseId))]);
  return rows.map((row) => {
    const own = requests.filter(({ reviewId }) => reviewId === row.id).map(({ view }) => view);
    const met = meetings.find((one) => one.row.reviewId === row.id);
    const decided = decisions.find((one) => one.row.reviewId === row.id);
    const recorded = records.find((one) => one.row.reviewId === row.id);
    const facts = shown.get(row.caseId);
    invariant(facts, 'A review without a case');
    const acts =
      own.filter(({ opinion }) => opinion !== null).length +
      (met ? 1 : 0) +
      (recorded ? 1 : 0) +
      (reviewStatusOf(row) === 'OPEN' ? 0 : 1);
    return {
      id: row.id,
      caseId: row.caseId,
      case: facts,
      status: reviewStatusOf(row),
      openedOn: row.openedOn,
      requests: own,
      courtRecord: recorded
        ? {
            enforcementCases: recorded.row.enforcementCases,
            assetReport: recorded.row.assetReport,
            pastPerformance: recorded.row.pastPerformance,
            seizures: recorded.row.seizures,
            fileIds: recorded.row.fileIds,
            recordedBy: { id: recorded.row.recordedBy, name: recorded.name },
            recordedOn: recorded.row.recordedOn,
          }
        : null,
      meeting: met
        ? {
            heldOn: met.row.heldOn,
            attendees: met.row.attendees,
            minutes: met.row.minutes,
            opinions: opinionsOf(met.row.opinions),
            dissent: met.row.dissent,
            fileIds: met.row.fileIds,
            recordedBy: { id: met.row.recordedBy, name: met.name },
          }
        : null,
      decision: decided
        ? {
            outcome: decided.row.outcome,
            hardStops: decided.row.hardStops,
            reasons: decided.row.reasons,
            conditions: decided.row.conditions,
            exitRules: decided.row.exitRules,
            measures: measures
              .filter(({ reviewId }) => reviewId === row.id)
              .map(({ departmentCode, measure, dueOn }) => ({ departmentCode, measure, dueOn })),
            decidedOn: decided.row.decidedOn,
            decidedBy: { id: decided.row.decidedBy, name: decided.name },
          }
        : null,
      version: 1 + acts,
    };
  });
}
