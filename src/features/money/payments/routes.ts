import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { UserContext } from '../../../platform/context.js';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { requireIdempotencyKey, runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, etagOf, heedIfMatch } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { confirmPayment, decidePayment, reversePayment } from './decisions.js';
import { approvalBody, confirmationBody, paymentBody, paymentView, type PaymentView, reversalBody } from './schema.js';
import { getPayment, listPayments, recordPayment } from './service.js';

const tags = ['payments'];
const caseParams = z.object({ caseId: id });
const paymentParams = z.object({ paymentId: id });
/** A payment only grows by decisions. */
const versionOf = (payment: PaymentView) => payment.decisions.length + 1;
const decided = {
  status: 200,
  schema: paymentView,
  etag: (payment: PaymentView) => etagOf(versionOf(payment)),
} as const;

/** A decision that is sent with a tag must be of the payment as it is. */
const heedVersion = (request: FastifyRequest, ctx: UserContext, paymentId: string) =>
  heedIfMatch(request, async () => versionOf(await getPayment(ctx, paymentId)));

/** Money that arrived: entry, approval, confirmation, reversal. */
export function paymentRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/v1/cases/:caseId/payments',
      {
        preValidation: requireIdempotencyKey,
        schema: {
          operationId: 'recordPayment',
          summary: 'Enter money that arrived',
          tags,
          params: caseParams,
          headers: z.object({ 'idempotency-key': z.string().optional().describe('required') }),
          body: paymentBody,
          response: { 201: paymentView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { ...decided, status: 201, location: (payment) => `/v1/payments/${payment.id}` },
          (ctx) => recordPayment(ctx, request.params.caseId, request.body),
        ),
    );

    app.get(
      '/v1/cases/:caseId/payments',
      {
        schema: {
          operationId: 'listPayments',
          summary: 'Payments of a case, newest entry first',
          tags,
          params: caseParams,
          querystring: pageQuery,
          response: { 200: pageOf(paymentView) },
        },
      },
      (request) => listPayments(request.userContext(), request.params.caseId, request.query),
    );

    app.get(
      '/v1/payments/:paymentId',
      {
        schema: {
          operationId: 'readPayment',
          summary: 'One payment',
          tags,
          params: paymentParams,
          response: { 200: paymentView },
        },
      },
      async (request, reply) => {
        const found = await getPayment(request.userContext(), request.params.paymentId);
        return answerVersioned(request, reply as never, versionOf(found), found);
      },
    );

    const action = (operationId: string, summary: string) => ({
      operationId,
      summary,
      tags,
      params: paymentParams,
      response: { 200: paymentView },
    });
    app.post(
      '/v1/payments/:paymentId/approval',
      { schema: { ...action('decidePayment', 'Approve or reject a payment'), body: approvalBody } },
      (request, reply) =>
        runCommand(request, reply as never, decided, async (ctx) => {
          await heedVersion(request, ctx, request.params.paymentId);
          return decidePayment(ctx, request.params.paymentId, request.body);
        }),
    );
    app.post(
      '/v1/payments/:paymentId/confirmation',
      { schema: { ...action('confirmPayment', 'Confirm receipt of a direct payment'), body: confirmationBody } },
      (request, reply) =>
        runCommand(request, reply as never, decided, async (ctx) => {
          await heedVersion(request, ctx, request.params.paymentId);
          return confirmPayment(ctx, request.params.paymentId, request.body);
        }),
    );
    app.post(
      '/v1/payments/:paymentId/reversal',
      { schema: { ...action('reversePayment', 'Take back an approval'), body: reversalBody } },
      (request, reply) =>
        runCommand(request, reply as never, decided, async (ctx) => {
          await heedVersion(request, ctx, request.params.paymentId);
          return reversePayment(ctx, request.params.paymentId, request.body.reason);
        }),
    );
  };
}
