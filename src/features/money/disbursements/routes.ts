import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { UserContext } from '../../../platform/context.js';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, etagOf, heedIfMatch } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { decideDisbursement, recordPayout } from './decisions.js';
import {
  disbursementApprovalBody,
  disbursementBody,
  disbursementView,
  type DisbursementView,
  fundsView,
  payoutBody,
} from './schema.js';
import { enterDisbursement, getDisbursement, getFunds, listDisbursements } from './service.js';

const tags = ['payments'];
const caseParams = z.object({ caseId: id });
const params = z.object({ disbursementId: id });
/** A disbursement only grows by decisions. */
const versionOf = (view: DisbursementView) => view.decisions.length + 1;
const answered = { schema: disbursementView, etag: (view: DisbursementView) => etagOf(versionOf(view)) } as const;

/** A decision that is sent with a tag must be of the disbursement as it is. */
const heedVersion = (request: FastifyRequest, ctx: UserContext, disbursementId: string) =>
  heedIfMatch(request, async () => versionOf(await getDisbursement(ctx, disbursementId)));

/** Money that leaves the court: entered by an officer, approved by the chief, paid by finance. */
export function disbursementRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/v1/cases/:caseId/funds',
      {
        schema: {
          operationId: 'readFunds',
          summary: 'What the court holds in a case, and for whom',
          tags,
          params: caseParams,
          response: { 200: fundsView },
        },
      },
      (request) => getFunds(request.userContext(), request.params.caseId),
    );

    app.post(
      '/v1/cases/:caseId/disbursements',
      {
        schema: {
          operationId: 'enterDisbursement',
          summary: 'Enter that money goes out',
          tags,
          params: caseParams,
          body: disbursementBody,
          response: { 201: disbursementView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { ...answered, status: 201, location: (made) => `/v1/disbursements/${made.id}` },
          (ctx) => enterDisbursement(ctx, request.params.caseId, request.body),
        ),
    );

    app.get(
      '/v1/cases/:caseId/disbursements',
      {
        schema: {
          operationId: 'listDisbursements',
          summary: 'Disbursements of a case, newest first; a party sees those to itself',
          tags,
          params: caseParams,
          querystring: pageQuery,
          response: { 200: pageOf(disbursementView) },
        },
      },
      (request) => listDisbursements(request.userContext(), request.params.caseId, request.query),
    );

    app.get(
      '/v1/disbursements/:disbursementId',
      {
        schema: {
          operationId: 'readDisbursement',
          summary: 'One disbursement',
          tags,
          params,
          response: { 200: disbursementView },
        },
      },
      async (request, reply) => {
        const found = await getDisbursement(request.userContext(), request.params.disbursementId);
        return answerVersioned(request, reply as never, versionOf(found), found);
      },
    );

    const action = (operationId: string, summary: string) => ({
      operationId,
      summary,
      tags,
      params,
      response: { 200: disbursementView },
    });
    app.post(
      '/v1/disbursements/:disbursementId/approval',
      {
        schema: {
          ...action('decideDisbursement', 'Approve or reject a disbursement'),
          body: disbursementApprovalBody,
        },
      },
      (request, reply) =>
        runCommand(request, reply as never, { ...answered, status: 200 }, async (ctx) => {
          await heedVersion(request, ctx, request.params.disbursementId);
          return decideDisbursement(ctx, request.params.disbursementId, request.body);
        }),
    );

    app.post(
      '/v1/disbursements/:disbursementId/payout',
      { schema: { ...action('recordPayout', 'Record that it was paid, or that the bank refused'), body: payoutBody } },
      (request, reply) =>
        runCommand(request, reply as never, { ...answered, status: 200 }, async (ctx) => {
          await heedVersion(request, ctx, request.params.disbursementId);
          return recordPayout(ctx, request.params.disbursementId, request.body);
        }),
    );
  };
}
