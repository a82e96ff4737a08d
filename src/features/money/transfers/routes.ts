import type { FastifyPluginAsync } from 'fastify';
import { decidePaymentTransfer } from '../../../acts/transfer-payment.js';
import { dateRefusals } from '../../../law/dates/check.js';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { decisionBody, versionOfEntry } from '../../people/four-eyes/schema.js';
import { transferBody, transferView } from './schema.js';
import { askForTransfer, getTransfer, listTransfers } from './service.js';

const tags = ['payments'];
const answersTransfer = { tags, answer: transferView, version: versionOfEntry } as const;

/** Payments that were booked in the wrong case: one asks to move them, another decides. */
export const transferRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersTransfer,
    act: 'transferPayment',
    path: '/v1/payments/:paymentId/transfer',
    summary: 'Ask to move a payment to the right case',
    of: 'payment',
    body: transferBody,
    success: 201,
    location: (made) => `/v1/payment-transfers/${made.id}`,
    refuses: ['payment-direct', 'payment-not-approved', 'entry-waits'],
    run: (ctx, { params, body }) => askForTransfer(ctx, params.paymentId, body),
  });
  list(app, {
    act: 'listPaymentTransfers',
    path: '/v1/cases/:caseId/payment-transfers',
    summary: 'Transfers of payments out of a case, newest first',
    tags,
    of: 'case',
    answer: transferView,
    run: (ctx, { params, query }) => listTransfers(ctx, params.caseId, query),
  });
  read(app, {
    ...answersTransfer,
    act: 'readPaymentTransfer',
    path: '/v1/payment-transfers/:transferId',
    summary: 'One transfer of a payment',
    of: 'paymentTransfer',
    run: (ctx, { params }) => getTransfer(ctx, params.transferId),
  });
  command(app, {
    ...answersTransfer,
    act: 'decidePaymentTransfer',
    path: '/v1/payment-transfers/:transferId/decision',
    summary: 'Approve or reject the transfer of a payment',
    of: 'paymentTransfer',
    body: decisionBody,
    refuses: [
      'entry-already-decided',
      'four-eyes',
      'chief-required',
      'payment-not-approved',
      ...dateRefusals('payment'),
    ],
    run: (ctx, { params, body }, heed) => decidePaymentTransfer(ctx, params.transferId, body, heed),
  });
};
