import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { writeExactly } from '../../../plugins/exact-json.js';
import { sendFile } from '../../../plugins/send-file.js';
import { answerVersioned, etagOf, heedIfMatch } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { describeFiles, toSentFile } from '../../papers/statements/exports.js';
import type { PdfRenderer } from '../../papers/statements/pdf-renderer.js';
import { exportSchedule } from '../../papers/statements/schedule-export.js';
import { activatePlan, confirmPlan } from './agreement.js';
import { readDifference } from '../amendments/difference.js';
import { amendmentBody, differenceQuery, differenceView } from '../amendments/schema.js';
import { draftAmendment } from '../amendments/service.js';
import { getSchedule } from '../schedule/service.js';
import { confirmationBody, planBody, planView, type PlanView, scheduleQuery, scheduleView } from './schema.js';
import { draftPlan, getPlan, listPlans } from './service.js';
import { whatIfBody, whatIfView } from '../what-if/schema.js';
import { supposePlan } from '../what-if/service.js';

const tags = ['plans'];
const caseParams = z.object({ caseId: id });
const planParams = z.object({ planId: id });
const changed = { status: 200, schema: planView, etag: (plan: PlanView) => etagOf(plan.version) } as const;

/** Instalment plans: drafting, confirmation, activation, schedules. */
export function planRoutes(renderer: PdfRenderer): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/v1/cases/:caseId/plans',
      {
        schema: {
          operationId: 'draftPlan',
          summary: 'Draft a plan',
          tags,
          params: caseParams,
          body: planBody,
          response: { 201: planView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { ...changed, status: 201, location: (plan) => `/v1/plans/${plan.id}` },
          (ctx) => draftPlan(ctx, request.params.caseId, request.body),
        ),
    );

    app.get(
      '/v1/cases/:caseId/plans',
      {
        schema: {
          operationId: 'listPlans',
          summary: 'Versions of the plan of a case',
          tags,
          params: caseParams,
          querystring: pageQuery,
          response: { 200: pageOf(planView) },
        },
      },
      (request) => listPlans(request.userContext(), request.params.caseId, request.query),
    );

    app.get(
      '/v1/plans/:planId',
      {
        schema: { operationId: 'readPlan', summary: 'One plan', tags, params: planParams, response: { 200: planView } },
      },
      async (request, reply) => {
        const found = await getPlan(request.userContext(), request.params.planId);
        return answerVersioned(request, reply as never, found.version, found);
      },
    );

    app.get(
      '/v1/plans/:planId/schedule',
      {
        serializerCompiler: () => writeExactly,
        schema: {
          operationId: 'readSchedule',
          summary: 'The schedule as it stands at the end of a day',
          tags,
          params: planParams,
          querystring: scheduleQuery,
          response: {
            200: {
              description: 'The schedule; a file is written to the chain of the case before it is sent',
              content: { 'application/json': { schema: scheduleView }, ...describeFiles('csv', 'xlsx', 'pdf', 'ics') },
            },
          },
        },
      },
      (request, reply) => {
        const ctx = request.userContext();
        const { planId } = request.params;
        const { asOf, format } = request.query;
        if (format === 'json') return getSchedule(ctx, planId, asOf);
        return exportSchedule(ctx, renderer, { planId, asOf, format }).then((file) =>
          sendFile(reply as never, toSentFile(file)),
        ) as never;
      },
    );

    app.post(
      '/v1/plans/:planId/confirmations',
      {
        schema: {
          operationId: 'confirmPlan',
          summary: 'Record that a party confirms',
          tags,
          params: planParams,
          body: confirmationBody,
          response: { 200: planView },
        },
      },
      (request, reply) =>
        runCommand(request, reply as never, changed, (ctx) => confirmPlan(ctx, request.params.planId, request.body)),
    );

    app.post(
      '/v1/plans/:planId/activation',
      {
        schema: {
          operationId: 'activatePlan',
          summary: 'Put a confirmed plan into force',
          tags,
          params: planParams,
          body: z.strictObject({}),
          response: { 200: planView },
        },
      },
      (request, reply) =>
        runCommand(request, reply as never, changed, async (ctx) => {
          const { planId } = request.params;
          await heedIfMatch(request, async () => (await getPlan(ctx, planId)).version);
          return activatePlan(ctx, planId);
        }),
    );

    app.post(
      '/v1/plans/:planId/amendments',
      {
        schema: {
          operationId: 'draftAmendment',
          summary: 'Draft a new version of a plan in force',
          tags,
          params: planParams,
          body: amendmentBody,
          response: { 201: planView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { ...changed, status: 201, location: (plan) => `/v1/plans/${plan.id}` },
          async (ctx) => {
            const { planId } = request.params;
            await heedIfMatch(request, async () => (await getPlan(ctx, planId)).version);
            return draftAmendment(ctx, planId, request.body);
          },
        ),
    );

    app.get(
      '/v1/plans/:planId/difference',
      {
        schema: {
          operationId: 'readDifference',
          summary: 'What changed from another version of the plan',
          tags,
          params: planParams,
          querystring: differenceQuery,
          response: { 200: differenceView },
        },
      },
      (request) => readDifference(request.userContext(), request.params.planId, request.query.from),
    );

    app.post(
      '/v1/plans/:planId/what-if',
      {
        schema: {
          operationId: 'supposePlan',
          summary: 'What becomes of a plan under suppositions; nothing is saved',
          tags,
          params: planParams,
          body: whatIfBody,
          response: { 200: whatIfView },
        },
      },
      (request) => supposePlan(request.userContext(), request.params.planId, request.body),
    );
  };
}
