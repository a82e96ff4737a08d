import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, checkIfMatch, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { correctionBody, correctionView } from './schema.js';
import { getCorrection, listCorrections, recordCorrection } from './service.js';

/** Corrections of the claim of a case: each is a row of its own and never changes. */
export function claimCorrectionRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    const tags = ['cases'];
    const params = z.object({ caseId: id });
    app.post(
      '/v1/cases/:caseId/claim-corrections',
      {
        schema: {
          operationId: 'correctClaim',
          summary: 'Correct the claim or a switch of its calculation',
          tags,
          params,
          body: correctionBody,
          response: { 201: correctionView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          {
            status: 201,
            schema: correctionView,
            location: (made) => `/v1/claim-corrections/${made.id}`,
            etag: () => etagOf(1),
          },
          (ctx) =>
            recordCorrection(ctx, request.params.caseId, request.body, (version) =>
              checkIfMatch(request, version, false),
            ),
        ),
    );

    app.get(
      '/v1/cases/:caseId/claim-corrections',
      {
        schema: {
          operationId: 'listClaimCorrections',
          summary: 'Corrections of the claim, oldest first',
          tags,
          params,
          querystring: pageQuery,
          response: { 200: pageOf(correctionView) },
        },
      },
      (request) => listCorrections(request.userContext(), request.params.caseId, request.query),
    );

    app.get(
      '/v1/claim-corrections/:correctionId',
      {
        schema: {
          operationId: 'readClaimCorrection',
          summary: 'One correction of a claim',
          tags,
          params: z.object({ correctionId: id }),
          response: { 200: correctionView },
        },
      },
      async (request, reply) => {
        const found = await getCorrection(request.userContext(), request.params.correctionId);
        return answerVersioned(request, reply as never, 1, found);
      },
    );
  };
}
