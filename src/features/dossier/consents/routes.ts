import type { FastifyPluginAsync } from 'fastify';
import { dateRefusals } from '../../../law/dates/check.js';
import { command } from '../../../plugins/command.js';
import { list } from '../../../plugins/read.js';
import { consentBody, consentView } from './schema.js';
import { listConsents, recordConsent } from './service.js';

const common = { path: '/v1/cases/:caseId/consents', tags: ['relief'], of: 'case', answer: consentView } as const;

/** Consents of the applicants of a case. */
export const consentRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...common,
    act: 'recordConsent',
    summary: "Record an applicant's consent",
    body: consentBody,
    success: 201,
    location: (made) => `/v1/cases/${made.caseId}/consents`,
    version: () => 1,
    refuses: [
      'evidence-required',
      'applicant-unknown',
      ...dateRefusals('consent'),
      'file-unknown',
      'case-closed',
      'case-state-forbids',
    ],
    run: (ctx, { params, body }) => recordConsent(ctx, params.caseId, body),
  });
  list(app, {
    ...common,
    act: 'listConsents',
    summary: 'Consents on record',
    run: (ctx, { params, query }) => listConsents(ctx, params.caseId, query),
  });
};
