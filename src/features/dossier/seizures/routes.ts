import type { FastifyPluginAsync } from 'fastify';
import { dateRefusals } from '../../../law/dates/check.js';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { seizureBody, seizureView, type SeizureView } from './schema.js';
import { getSeizure, getSeizures, orderSeizure } from './service.js';

const tags = ['seizures'];
const answersSeizure = { tags, answer: seizureView, version: (made: SeizureView) => made.version } as const;

/** Seizures of a case. */
export const seizureRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersSeizure,
    act: 'orderSeizure',
    path: '/v1/cases/:caseId/seizures',
    summary: 'Enter a seizure ordered by a judge',
    of: 'case',
    body: seizureBody,
    success: 201,
    location: (made) => `/v1/seizures/${made.id}`,
    refuses: [
      'case-closed',
      'case-state-forbids',
      'seizure-term-too-long',
      'use-needs-debtor-custody',
      'live-seizure-without-use',
      'dead-seizure-with-use',
      ...dateRefusals('seizure'),
    ],
    run: (ctx, { params, body }) => orderSeizure(ctx, params.caseId, body),
  });
  list(app, {
    act: 'listSeizures',
    path: '/v1/cases/:caseId/seizures',
    summary: 'Seizures of a case',
    tags,
    of: 'case',
    answer: seizureView,
    run: (ctx, { params, query }) => getSeizures(ctx, params.caseId, query),
  });
  read(app, {
    ...answersSeizure,
    act: 'readSeizure',
    path: '/v1/seizures/:seizureId',
    summary: 'One seizure',
    of: 'seizure',
    run: (ctx, { params }) => getSeizure(ctx, params.seizureId),
  });
};
