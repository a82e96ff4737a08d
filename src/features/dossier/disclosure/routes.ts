import type { FastifyPluginAsync } from 'fastify';
import type { AppDependencies } from '../../../dependencies.js';
import { call } from '../../../plugins/command.js';
import { caseSearchBody, caseSearchView, unmaskBody, unmaskedView } from './schema.js';
import { searchCases, unmask } from './service.js';

const tags = ['cases'];

/**
 * Values that are stored sealed and shown masked. These calls keep no answer for repeats: an Idempotency-Key would
 * store what must not be stored, and each reading counts.
 */
export function sensitiveFieldRoutes({ config }: Pick<AppDependencies, 'config'>): FastifyPluginAsync {
  return async (app) => {
    call(app, {
      act: 'unmask',
      path: '/v1/cases/:caseId/unmask',
      summary: 'Read a sensitive value whole',
      tags,
      of: 'case',
      body: unmaskBody,
      answer: unmaskedView,
      confidential: true,
      refuses: ['unmask-limit-reached'],
      run: (ctx, { params, body }) => unmask(ctx, params.caseId, body, config.UNMASK_PER_DAY),
    });
    call(app, {
      act: 'searchCases',
      path: '/v1/case-searches',
      summary: 'Find cases by a sensitive value',
      tags,
      body: caseSearchBody,
      answer: caseSearchView,
      refuses: ['unmask-limit-reached'],
      run: (ctx, { body }) => searchCases(ctx, body, config.UNMASK_PER_DAY),
    });
  };
}
