import type { FastifyPluginAsync } from 'fastify';
import { call } from '../../../plugins/command.js';
import { whatIfBody, whatIfView } from './schema.js';
import { supposePlan } from './service.js';

/** What becomes of a plan under suppositions. */
export const whatIfRoutes: FastifyPluginAsync = async (app) => {
  call(app, {
    act: 'supposePlan',
    path: '/v1/plans/:planId/what-if',
    summary: 'What becomes of a plan under suppositions; nothing is saved',
    tags: ['plans'],
    of: 'plan',
    body: whatIfBody,
    answer: whatIfView,
    refuses: ['plan-not-active', 'nominal-dates-not-increasing', 'due-dates-decreasing'],
    run: (ctx, { params, body }) => supposePlan(ctx, params.planId, body),
  });
};
