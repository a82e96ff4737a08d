import type { FastifyPluginAsync } from 'fastify';
import { activatePlan } from '../../../acts/activate-plan.js';
import { dateRefusals } from '../../../law/dates/check.js';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { planBody } from '../../../tables/plan-json.js';
import { confirmPlan } from './agreement.js';
import { activationBody, confirmationBody, planView, type PlanView } from './schema.js';
import { draftPlan, getPlan, listPlans } from './service.js';

const tags = ['plans'];
const ofPlan = { tags, of: 'plan', answer: planView, version: (plan: PlanView) => plan.version } as const;

/** Instalment plans: drafting and reading. */
export const planRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...ofPlan,
    act: 'draftPlan',
    path: '/v1/cases/:caseId/plans',
    summary: 'Draft a plan',
    of: 'case',
    body: planBody,
    success: 201,
    location: (plan) => `/v1/plans/${plan.id}`,
    refuses: [
      'case-closed',
      'case-state-forbids',
      ...dateRefusals('plan', 'schedule'),
      'applicant-unknown',
      'plan-exceeds-claim',
      'claim-not-exceeded',
      'file-unknown',
      'nominal-dates-not-increasing',
      'due-dates-decreasing',
    ],
    run: (ctx, { params, body }) => draftPlan(ctx, params.caseId, body),
  });
  list(app, {
    act: 'listPlans',
    path: '/v1/cases/:caseId/plans',
    summary: 'Versions of the plan of a case',
    tags,
    of: 'case',
    answer: planView,
    run: (ctx, { params, query }) => listPlans(ctx, params.caseId, query),
  });
  read(app, {
    ...ofPlan,
    act: 'readPlan',
    path: '/v1/plans/:planId',
    summary: 'One plan',
    run: (ctx, { params }) => getPlan(ctx, params.planId),
  });
};

/** What puts a plan into force: the word of each party, and the judge's act. */
export const agreementRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...ofPlan,
    act: 'confirmPlan',
    path: '/v1/plans/:planId/confirmations',
    summary: 'Record that a party confirms',
    body: confirmationBody,
    refuses: [
      'case-closed',
      'case-state-forbids',
      'evidence-required',
      'party-unknown',
      'already-confirmed',
      'plan-not-draft',
      ...dateRefusals('confirmation'),
      'file-unknown',
    ],
    run: (ctx, { params, body }, heed) => confirmPlan(ctx, params.planId, body, heed),
  });
  command(app, {
    ...ofPlan,
    act: 'activatePlan',
    path: '/v1/plans/:planId/activation',
    summary: 'Put a confirmed plan into force',
    body: activationBody,
    refuses: [
      'case-closed',
      'plan-needs-reason',
      'breach-not-acknowledged',
      'plan-exceeds-claim',
      'plan-already-active',
      'joint-review-open',
      'case-state-forbids',
      'consent-missing',
      'plan-not-confirmed',
      'plan-not-draft',
      'plan-not-active',
      'amendment-not-begun',
      'carried-balance-differs',
      'nothing-to-amend',
    ],
    run: (ctx, { params, body }, heed) => activatePlan(ctx, params.planId, body, heed),
  });
};
