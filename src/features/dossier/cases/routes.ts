import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, checkIfMatch, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { caseChanges, caseListQuery, caseView, filingBody } from './schema.js';
import { changeCase, fileCase, getCase, listCases } from './service.js';
import { caseTimeline, timelineView } from './timeline.js';

const caseParams = z.object({ caseId: id });

/** Cases: filing, reading, changing, history. */
export function caseRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/v1/cases',
      {
        schema: {
          operationId: 'fileCase',
          summary: 'File a case',
          tags: ['cases'],
          body: filingBody,
          response: { 201: caseView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          {
            status: 201,
            schema: caseView,
            location: (filed) => `/v1/cases/${filed.id}`,
            etag: (filed) => etagOf(filed.version),
          },
          (ctx) => fileCase(ctx, request.body),
        ),
    );

    app.get(
      '/v1/cases',
      {
        schema: {
          operationId: 'listCases',
          summary: 'Cases within reach',
          tags: ['cases'],
          querystring: caseListQuery,
          response: { 200: pageOf(caseView) },
        },
      },
      (request) => listCases(request.userContext(), request.query),
    );

    app.get(
      '/v1/cases/:caseId',
      {
        schema: {
          operationId: 'readCase',
          summary: 'One case',
          tags: ['cases'],
          params: caseParams,
          response: { 200: caseView },
        },
      },
      async (request, reply) => {
        const found = await getCase(request.userContext(), request.params.caseId);
        return answerVersioned(request, reply as never, found.version, found);
      },
    );

    app.patch(
      '/v1/cases/:caseId',
      {
        schema: {
          operationId: 'changeCase',
          summary: 'Change the collection account',
          tags: ['cases'],
          params: caseParams,
          body: caseChanges,
          response: { 200: caseView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { status: 200, schema: caseView, etag: (saved) => etagOf(saved.version) },
          (ctx) =>
            changeCase(ctx, request.params.caseId, request.body, (version) => checkIfMatch(request, version, true)),
        ),
    );

    app.get(
      '/v1/cases/:caseId/timeline',
      {
        schema: {
          operationId: 'readTimeline',
          summary: 'What happened in the case',
          tags: ['cases'],
          params: caseParams,
          querystring: pageQuery,
          response: { 200: pageOf(timelineView) },
        },
      },
      (request) => caseTimeline(request.userContext(), request.params.caseId, request.query),
    );
  };
}
