import type { FastifyPluginAsync } from 'fastify';
import { dateRefusals } from '../../../law/dates/check.js';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { LINE_REFUSALS } from './bank-lines.js';
import { paymentBody, paymentView, type PaymentView } from './schema.js';
import { getPayment, listPayments, recordPayment } from './service.js';

const tags = ['payments'];
/** A payment only grows by decisions. */
const versionOf = (payment: PaymentView) => payment.decisions.length + 1;
export const ofPayment = { tags, of: 'payment', answer: paymentView, version: versionOf } as const;

/** Money that arrived: entry and reading. */
export const paymentRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...ofPayment,
    act: 'recordPayment',
    path: '/v1/cases/:caseId/payments',
    summary: 'Enter money that arrived',
    of: 'case',
    keyRequired: true,
    body: paymentBody,
    success: 201,
    location: (payment) => `/v1/payments/${payment.id}`,
    refuses: ['evidence-required', 'file-unknown', ...LINE_REFUSALS, ...dateRefusals('payment')],
    run: (ctx, { params, body }) => recordPayment(ctx, params.caseId, body),
  });
  list(app, {
    act: 'listPayments',
    path: '/v1/cases/:caseId/payments',
    summary: 'Payments of a case, newest entry first',
    tags,
    of: 'case',
    answer: paymentView,
    run: (ctx, { params, query }) => listPayments(ctx, params.caseId, query),
  });
  read(app, {
    ...ofPayment,
    act: 'readPayment',
    path: '/v1/payments/:paymentId',
    summary: 'One payment',
    run: (ctx, { params }) => getPayment(ctx, params.paymentId),
  });
};
