import type { FastifyPluginAsync } from 'fastify';
import { findPerformed } from '../../../acts/find-performed.js';
import { readPerformance } from '../../../acts/performance-standing.js';
import { setPerformanceAside } from '../../../acts/set-performance-aside.js';
import { command } from '../../../plugins/command.js';
import { read } from '../../../plugins/read.js';
import { caseView, type CaseView } from '../../dossier/cases/schema.js';
import { findingBody, performanceView, setAsideBody } from './schema.js';

const tags = ['cases'];
const changesCase = { tags, of: 'case', answer: caseView, version: (found: CaseView) => found.version } as const;

/** That all is paid: what can be found, the court's finding, and setting it aside. */
export const performanceRoutes: FastifyPluginAsync = async (app) => {
  read(app, {
    act: 'readPerformance',
    path: '/v1/cases/:caseId/performance',
    summary: 'What is paid today, what performance would waive, and what the court has found',
    tags,
    of: 'case',
    answer: performanceView,
    run: (ctx, { params }) => readPerformance(ctx, params.caseId),
  });
  command(app, {
    ...changesCase,
    act: 'findPerformed',
    path: '/v1/cases/:caseId/performance',
    summary: 'Find that all is paid',
    body: findingBody,
    refuses: ['case-closed', 'case-state-forbids', 'debt-open', 'file-unknown'],
    run: (ctx, { params, body }, heed) => findPerformed(ctx, params.caseId, body, heed),
  });
  command(app, {
    ...changesCase,
    act: 'setPerformanceAside',
    path: '/v1/cases/:caseId/performance/setting-aside',
    summary: 'Set the finding aside while the debt is open',
    body: setAsideBody,
    refuses: ['case-state-forbids', 'debt-paid'],
    run: (ctx, { params, body }, heed) => setPerformanceAside(ctx, params.caseId, body, heed),
  });
};
