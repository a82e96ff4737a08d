import type { FastifyPluginAsync } from 'fastify';
import { confirmPayment } from '../../../acts/confirm-payment.js';
import { decidePayment } from '../../../acts/decide-payment.js';
import { reversePayment } from '../../../acts/reverse-payment.js';
import { dateRefusals } from '../../../law/dates/check.js';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { LINE_REFUSALS } from './bank-lines.js';
import { approvalBody, confirmationBody, paymentBody, paymentView, type PaymentView, reversalBody } from './schema.js';
import { getPayment, listPayments, recordPayment } from './service.js';

const tags = ['payments'];
/** A payment only grows by decisions. */
const versionOf = (payment: PaymentView) => payment.decisions.length + 1;
const ofPayment = { tags, of: 'payment', answer: paymentView, version: versionOf } as const;

/** Money that arrived: entry, approval, confirmation, reversal. */
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
  command(app, {
    ...ofPayment,
    act: 'decidePayment',
    path: '/v1/payments/:paymentId/approval',
    summary: 'Approve or reject a payment',
    body: approvalBody,
    refuses: ['four-eyes', 'chief-required', 'payment-already-decided'],
    run: (ctx, { params, body }, heed) => decidePayment(ctx, params.paymentId, body, heed),
  });
  command(app, {
    ...ofPayment,
    act: 'confirmPayment',
    path: '/v1/payments/:paymentId/confirmation',
    summary: 'Confirm receipt of a direct payment',
    body: confirmationBody,
    refuses: ['evidence-required', 'payment-not-direct', 'payment-already-decided', 'file-unknown'],
    run: (ctx, { params, body }, heed) => confirmPayment(ctx, params.paymentId, body, heed),
  });
  command(app, {
    ...ofPayment,
    act: 'reversePayment',
    path: '/v1/payments/:paymentId/reversal',
    summary: 'Take back an approval',
    body: reversalBody,
    refuses: ['four-eyes', 'chief-required', 'payment-not-approved'],
    run: (ctx, { params, body }, heed) => reversePayment(ctx, params.paymentId, body.reason, heed),
  });
};
