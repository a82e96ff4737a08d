import type { FastifyPluginAsync } from 'fastify';
import { confirmPayment } from '../../../acts/confirm-payment.js';
import { decidePayment } from '../../../acts/decide-payment.js';
import { findReceipt } from '../../../acts/find-receipt.js';
import { reversePayment } from '../../../acts/reverse-payment.js';
import { command } from '../../../plugins/command.js';
import { ofPayment } from './routes.js';
import { approvalBody, confirmationBody, receiptFindingBody, reversalBody } from './schema.js';

/** What is decided on money that arrived: approval, receipt of a direct payment, reversal. */
export const paymentDecisionRoutes: FastifyPluginAsync = async (app) => {
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
    refuses: ['evidence-required', 'four-eyes', 'payment-not-direct', 'payment-already-decided', 'file-unknown'],
    run: (ctx, { params, body }, heed) => confirmPayment(ctx, params.paymentId, body, heed),
  });
  command(app, {
    ...ofPayment,
    act: 'findReceipt',
    path: '/v1/payments/:paymentId/finding',
    summary: 'Find that the applicant, who does not answer, received a direct payment',
    body: receiptFindingBody,
    refuses: [
      'evidence-required',
      'payment-not-direct',
      'payment-already-decided',
      'receipt-asked-lately',
      'file-unknown',
    ],
    run: (ctx, { params, body }, heed) => findReceipt(ctx, params.paymentId, body, heed),
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
