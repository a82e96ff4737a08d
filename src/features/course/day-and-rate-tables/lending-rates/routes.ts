import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf } from '../../../../platform/paging.js';
import { runCommand } from '../../../../plugins/idempotency.js';
import { answerVersioned, checkIfMatch, etagOf } from '../../../../plugins/versions.js';
import { id } from '../../../../shared/ids.js';
import { countActs } from '../entries.js';
import { followRelease } from '../../releases/release-work.js';
import { releaseBody } from '../schema.js';
import { reallocateByReleasedRates } from '../../releases/reallocation.js';
import { lendingRateBody, lendingRateQuery, lendingRateView, type LendingRateView } from './schema.js';
import { decideLendingRate, enterLendingRate, getLendingRate, listLendingRates } from './service.js';

const tags = ['reference'];
const rateParams = z.object({ rateId: id });
const changed = {
  status: 200,
  schema: lendingRateView,
  etag: (rate: LendingRateView) => etagOf(countActs(rate)),
} as const;

/** Announcements of the loan prime rate: one enters, another releases. */
export function lendingRateRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/v1/lending-rates',
      {
        schema: {
          operationId: 'enterLendingRate',
          summary: 'Enter an announcement of the loan prime rate',
          tags,
          body: lendingRateBody,
          response: { 201: lendingRateView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { ...changed, status: 201, location: (rate) => `/v1/lending-rates/${rate.id}` },
          (ctx) => enterLendingRate(ctx, request.body),
        ),
    );

    app.get(
      '/v1/lending-rates',
      {
        schema: {
          operationId: 'listLendingRates',
          summary: 'Announcements, newest first',
          tags,
          querystring: lendingRateQuery,
          response: { 200: pageOf(lendingRateView) },
        },
      },
      (request) => listLendingRates(request.userContext(), request.query),
    );

    app.get(
      '/v1/lending-rates/:rateId',
      {
        schema: {
          operationId: 'readLendingRate',
          summary: 'One announcement',
          tags,
          params: rateParams,
          response: { 200: lendingRateView },
        },
      },
      async (request, reply) => {
        const found = await getLendingRate(request.userContext(), request.params.rateId);
        return answerVersioned(request, reply as never, countActs(found), found);
      },
    );

    app.post(
      '/v1/lending-rates/:rateId/release',
      {
        schema: {
          operationId: 'decideLendingRate',
          summary: 'Release or reject an entered announcement',
          tags,
          params: rateParams,
          body: releaseBody,
          response: { 200: lendingRateView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { ...changed, afterCommit: () => followRelease(request, reallocateByReleasedRates) },
          (ctx) =>
            decideLendingRate(ctx, request.params.rateId, request.body, (version) =>
              checkIfMatch(request, version, false),
            ),
        ),
    );
  };
}
