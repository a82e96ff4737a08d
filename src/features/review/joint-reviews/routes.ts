import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
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
const caseParams = z.object({ caseId: id });
const params = z.object({ reviewId: id });
const reviewed = { schema: reviewView, etag: (view: ReviewView) => etagOf(view.version) } as const;

/** Joint reviews: the court asks departments, they advise, the court decides. */
export function jointReviewRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/v1/cases/:caseId/joint-reviews',
      {
        schema: {
          operationId: 'openReview',
          summary: 'Open the joint review and ask the departments',
          tags,
          params: caseParams,
          body: reviewBody,
          response: { 201: reviewView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { ...reviewed, status: 201, location: (made) => `/v1/joint-reviews/${made.id}` },
          (ctx) => openReview(ctx, request.params.caseId, request.body),
        ),
    );

    app.get(
      '/v1/cases/:caseId/joint-reviews',
      {
        schema: {
          operationId: 'listReviewsOfCase',
          summary: 'Joint reviews of a case, newest first',
          tags,
          params: caseParams,
          querystring: pageQuery,
          response: { 200: pageOf(reviewView) },
        },
      },
      (request) => listReviewsOfCase(request.userContext(), request.params.caseId, request.query),
    );

    app.get(
      '/v1/joint-reviews',
      {
        schema: {
          operationId: 'listReviews',
          summary: 'Joint reviews within reach; of a department those in which it is asked',
          tags,
          querystring: reviewQuery,
          response: { 200: pageOf(reviewView) },
        },
      },
      (request) => listReviews(request.userContext(), request.query),
    );

    app.get(
      '/v1/joint-reviews/:reviewId',
      {
        schema: {
          operationId: 'readReview',
          summary: 'One joint review, as much of it as is for the caller',
          tags,
          params,
          response: { 200: reviewView },
        },
      },
      async (request, reply) => {
        const found = await getReview(request.userContext(), request.params.reviewId);
        return answerVersioned(request, reply as never, found.version, found);
      },
    );

    const action = (operationId: string, summary: string) => ({
      operationId,
      summary,
      tags,
      params,
      response: { 200: reviewView },
    });
    const answered = { ...reviewed, status: 200 } as const;
    app.post(
      '/v1/joint-reviews/:reviewId/opinions',
      { schema: { ...action('giveOpinion', 'Give the opinion of the own department'), body: opinionBody } },
      (request, reply) =>
        runCommand(request, reply as never, answered, (ctx) => giveOpinion(ctx, request.params.reviewId, request.body)),
    );
    app.post(
      '/v1/joint-reviews/:reviewId/meeting',
      { schema: { ...action('recordMeeting', 'Record the review meeting'), body: meetingBody } },
      (request, reply) =>
        runCommand(request, reply as never, answered, (ctx) =>
          recordMeeting(ctx, request.params.reviewId, request.body),
        ),
    );
    app.post(
      '/v1/joint-reviews/:reviewId/decision',
      { schema: { ...action('decideReview', 'Decide on relief'), body: reviewDecisionBody } },
      (request, reply) =>
        runCommand(request, reply as never, answered, (ctx) =>
          decideReview(ctx, request.params.reviewId, request.body),
        ),
    );
  };
}
