import type { FastifyPluginAsync } from 'fastify';
import { dateRefusals } from '../../../law/dates/check.js';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { recordCourtRecord } from './court-record.js';
import { decideReview } from './decisions.js';
import {
  courtRecordBody,
  meetingBody,
  opinionBody,
  reviewBody,
  reviewDecisionBody,
  reviewQuery,
  reviewView,
  type ReviewView,
} from './schema.js';
import { getReview, giveOpinion, listReviews, listReviewsOfCase, openReview, recordMeeting } from './service.js';

const tags = ['relief'];
const ofReview = { tags, of: 'review', answer: reviewView, version: (view: ReviewView) => view.version } as const;

/** Joint reviews: the court opens one and asks departments. */
export const jointReviewRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...ofReview,
    act: 'openReview',
    path: '/v1/cases/:caseId/joint-reviews',
    summary: 'Open the joint review and ask the departments',
    of: 'case',
    body: reviewBody,
    success: 201,
    location: (made) => `/v1/joint-reviews/${made.id}`,
    refuses: ['case-state-forbids', 'department-unknown', ...dateRefusals('departmentRequest')],
    run: (ctx, { params, body }) => openReview(ctx, params.caseId, body),
  });
  list(app, {
    act: 'listReviewsOfCase',
    path: '/v1/cases/:caseId/joint-reviews',
    summary: 'Joint reviews of a case, newest first',
    tags,
    of: 'case',
    answer: reviewView,
    run: (ctx, { params, query }) => listReviewsOfCase(ctx, params.caseId, query),
  });
  list(app, {
    act: 'listReviews',
    path: '/v1/joint-reviews',
    summary: 'Joint reviews within reach; of a department those in which it is asked',
    tags,
    query: reviewQuery,
    answer: reviewView,
    run: (ctx, { query }) => listReviews(ctx, query),
  });
  read(app, {
    ...ofReview,
    act: 'readReview',
    path: '/v1/joint-reviews/:reviewId',
    summary: 'One joint review, as much of it as is for the caller',
    run: (ctx, { params }) => getReview(ctx, params.reviewId),
  });
};

/** What a review goes through: opinions, the court's own record, the meeting, the decision. */
export const reviewCourseRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...ofReview,
    act: 'giveOpinion',
    path: '/v1/joint-reviews/:reviewId/opinions',
    summary: 'Give the opinion of the own department',
    body: opinionBody,
    refuses: ['review-decided', 'opinion-given', 'data-not-asked', 'file-unknown'],
    run: (ctx, { params, body }) => giveOpinion(ctx, params.reviewId, body),
  });
  command(app, {
    ...ofReview,
    act: 'recordMeeting',
    path: '/v1/joint-reviews/:reviewId/meeting',
    summary: 'Record the review meeting',
    body: meetingBody,
    refuses: ['review-decided', 'meeting-recorded', 'department-not-asked', 'file-unknown', ...dateRefusals('meeting')],
    run: (ctx, { params, body }) => recordMeeting(ctx, params.reviewId, body),
  });
  command(app, {
    ...ofReview,
    act: 'recordCourtRecord',
    path: '/v1/joint-reviews/:reviewId/court-record',
    summary: 'Record what the court itself knows of the enterprise',
    body: courtRecordBody,
    refuses: ['review-decided', 'court-record-given', 'file-unknown'],
    run: (ctx, { params, body }) => recordCourtRecord(ctx, params.reviewId, body),
  });
  command(app, {
    ...ofReview,
    act: 'decideReview',
    path: '/v1/joint-reviews/:reviewId/decision',
    summary: 'Decide on relief',
    body: reviewDecisionBody,
    refuses: [
      'review-decided',
      'hard-stop-forbids',
      'meeting-missing',
      'opinions-awaited',
      'opinion-missing',
      'court-record-missing',
      'silence-unnamed',
      'department-unknown',
      'consent-missing',
      'case-state-forbids',
      ...dateRefusals('measure'),
    ],
    run: (ctx, { params, body }) => decideReview(ctx, params.reviewId, body),
  });
};
