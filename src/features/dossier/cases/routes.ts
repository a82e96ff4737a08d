import type { FastifyPluginAsync } from 'fastify';
import { fileCase } from '../../../acts/file-case.js';
import { dateRefusals } from '../../../law/dates/check.js';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { caseListQuery, type CaseView, caseView, filingBody } from './schema.js';
import { getCase, listCases } from './service.js';
import { caseTimeline, timelineView } from './timeline.js';

const tags = ['cases'];
const answersCase = { tags, answer: caseView, version: (found: CaseView) => found.version } as const;

/** Cases: filing, reading, history. */
export const caseRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersCase,
    act: 'fileCase',
    path: '/v1/cases',
    summary: 'File a case',
    body: filingBody,
    success: 201,
    location: (filed) => `/v1/cases/${filed.id}`,
    refuses: [
      'case-number-taken',
      'case-number-of-ruling',
      'case-number-other-court',
      'court-not-listed',
      'case-number-wrong-family',
      'earlier-case-missing',
      'earlier-case-wrong-type',
      ...dateRefusals('filing'),
    ],
    run: (ctx, { body }) => fileCase(ctx, body),
  });
  list(app, {
    act: 'listCases',
    path: '/v1/cases',
    summary: 'Cases within reach',
    tags,
    query: caseListQuery,
    answer: caseView,
    run: (ctx, { query }) => listCases(ctx, query),
  });
  read(app, {
    ...answersCase,
    act: 'readCase',
    path: '/v1/cases/:caseId',
    summary: 'One case',
    of: 'case',
    run: (ctx, { params }) => getCase(ctx, params.caseId),
  });
  list(app, {
    act: 'readTimeline',
    path: '/v1/cases/:caseId/timeline',
    summary: 'What happened in the case',
    tags,
    of: 'case',
    answer: timelineView,
    run: (ctx, { params, query }) => caseTimeline(ctx, params.caseId, query),
  });
};
