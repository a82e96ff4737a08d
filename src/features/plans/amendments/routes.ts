import type { FastifyPluginAsync } from 'fastify';
import { dateRefusals } from '../../../law/dates/check.js';
import { command } from '../../../plugins/command.js';
import { read } from '../../../plugins/read.js';
import { planView } from '../drafting/schema.js';
import { readDifference } from './difference.js';
import { amendmentBody, differenceQuery, differenceView } from './schema.js';
import { draftAmendment } from './service.js';

const tags = ['plans'];

/** New versions of a plan in force, and what they change (ST-05). */
export const amendmentRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    tags,
    of: 'plan',
    answer: planView,
    version: (plan) => plan.version,
    act: 'draftAmendment',
    path: '/v1/plans/:planId/amendments',
    summary: 'Draft a new version of a plan in force',
    body: amendmentBody,
    success: 201,
    location: (plan) => `/v1/plans/${plan.id}`,
    refuses: [
      'case-closed',
      'case-state-forbids',
      'plan-not-active',
      ...dateRefusals('plan', 'schedule', 'amendment', 'amendedSchedule', 'consent'),
      'nothing-to-amend',
      'carried-balance-differs',
      'nominal-dates-not-increasing',
      'due-dates-decreasing',
    ],
    run: (ctx, { params, body }, heed) => draftAmendment(ctx, params.planId, body, heed),
  });
  read(app, {
    act: 'readDifference',
    path: '/v1/plans/:planId/difference',
    summary: 'What changed from another version of the plan',
    tags,
    of: 'plan',
    query: differenceQuery,
    answer: differenceView,
    run: (ctx, { params, query }) => readDifference(ctx, params.planId, query.from),
  });
};
