import type { FastifyPluginAsync } from 'fastify';
import { recordPayout } from '../../../acts/record-payout.js';
import { dateRefusals } from '../../../law/dates/check.js';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { decideDisbursement } from './decisions.js';
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
/** A disbursement only grows by decisions. */
const versionOf = (view: DisbursementView) => view.decisions.length + 1;
const ofDisbursement = { tags, of: 'disbursement', answer: disbursementView, version: versionOf } as const;

const PAYOUT_REFUSALS = [
  'four-eyes',
  'disbursement-not-approved',
  'overdrawn',
  'funds-insufficient',
  'payment-already-booked',
  ...dateRefusals('payout', 'returnedPayout'),
] as const;

/** Money that leaves the court: entered by an officer, approved by the chief, paid by finance. */
export const disbursementRoutes: FastifyPluginAsync = async (app) => {
  read(app, {
    act: 'readFunds',
    path: '/v1/cases/:caseId/funds',
    summary: 'What the court holds in a case, and for whom',
    tags,
    of: 'case',
    answer: fundsView,
    run: (ctx, { params }) => getFunds(ctx, params.caseId),
  });
  command(app, {
    ...ofDisbursement,
    act: 'enterDisbursement',
    path: '/v1/cases/:caseId/disbursements',
    summary: 'Enter that money goes out',
    of: 'case',
    body: disbursementBody,
    success: 201,
    location: (made) => `/v1/disbursements/${made.id}`,
    refuses: [
      'applicant-unknown',
      'refund-unknown',
      'overdrawn',
      'funds-insufficient',
      'evidence-required',
      'file-unknown',
    ],
    run: (ctx, { params, body }) => enterDisbursement(ctx, params.caseId, body),
  });
  list(app, {
    act: 'listDisbursements',
    path: '/v1/cases/:caseId/disbursements',
    summary: 'Disbursements of a case, newest first; a party sees those to itself',
    tags,
    of: 'case',
    answer: disbursementView,
    run: (ctx, { params, query }) => listDisbursements(ctx, params.caseId, query),
  });
  read(app, {
    ...ofDisbursement,
    act: 'readDisbursement',
    path: '/v1/disbursements/:disbursementId',
    summary: 'One disbursement',
    run: (ctx, { params }) => getDisbursement(ctx, params.disbursementId),
  });
  command(app, {
    ...ofDisbursement,
    act: 'decideDisbursement',
    path: '/v1/disbursements/:disbursementId/approval',
    summary: 'Approve or reject a disbursement',
    body: disbursementApprovalBody,
    refuses: ['four-eyes', 'disbursement-already-decided', 'overdrawn', 'funds-insufficient'],
    run: (ctx, { params, body }, heed) => decideDisbursement(ctx, params.disbursementId, body, heed),
  });
  command(app, {
    ...ofDisbursement,
    act: 'recordPayout',
    path: '/v1/disbursements/:disbursementId/payout',
    summary: 'Record that it was paid, that the bank refused, or that it came back',
    body: payoutBody,
    refuses: PAYOUT_REFUSALS,
    run: (ctx, { params, body }, heed) => recordPayout(ctx, params.disbursementId, body, heed),
  });
};
