import type { FastifyPluginAsync } from 'fastify';
import { dateRefusals } from '../../../law/dates/check.js';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { decideReview } from './decisions.js';
import {
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

/** Joint reviews: the court asks departments, they advise, the court decides. */
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
    refuses: ['review-decided', 'meeting-recorded', 'file-unknown', ...dateRefusals('meeting')],
    run: (ctx, { params, body }) => recordMeeting(ctx, params.reviewId, body),
  });
  command(app, {
    ...ofReview,
    act: 'decideReview',
    path: '/v1/joint-reviews/:reviewId/decision',
    summary: 'Decide on relief',
    body: reviewDecisionBody,
    refuses: ['review-decided', 'meeting-missing', 'consent-missing', 'case-state-forbids', ...dateRefusals('measure')],
    run: (ctx, { params, body }) => decideReview(ctx, params.reviewId, body),
  });
};
