import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { consentBody, consentView } from './schema.js';
import { listConsents, recordConsent } from './service.js';

/** Consents of the applicants of a case. */
export function consentRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    const common = { tags: ['relief'], params: z.object({ caseId: id }) };
    app.post(
      '/v1/cases/:caseId/consents',
      {
        schema: {
          ...common,
          operationId: 'recordConsent',
          summary: "Record an applicant's consent",
          body: consentBody,
          response: { 201: consentView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          {
            status: 201,
            schema: consentView,
            location: (made) => `/v1/cases/${made.caseId}/consents`,
            etag: () => etagOf(1),
          },
          (ctx) => recordConsent(ctx, request.params.caseId, request.body),
        ),
    );

    app.get(
      '/v1/cases/:caseId/consents',
      {
        schema: {
          ...common,
          operationId: 'listConsents',
          summary: 'Consents on record',
          querystring: pageQuery,
          response: { 200: pageOf(consentView) },
        },
      },
      (request) => listConsents(request.userContext(), request.params.caseId, request.query),
    );
  };
}
