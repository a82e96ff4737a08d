import type { FastifyPluginAsync } from 'fastify';
import { call, command } from '../../../plugins/command.js';
import { writeExactly } from '../../../plugins/exact-json.js';
import { paper } from '../../../plugins/file-operations.js';
import { list, read } from '../../../plugins/read.js';
import { MEDIA_TYPES, toSentFile } from '../../papers/statements/exports.js';
import type { PdfRenderer } from '../../papers/statements/pdf-renderer.js';
import { exportSchedule } from '../../papers/statements/schedule-export.js';
import { activatePlan } from '../../../acts/activate-plan.js';
import { confirmPlan } from './agreement.js';
import { readDifference } from '../amendments/difference.js';
import { amendmentBody, differenceQuery, differenceView } from '../amendments/schema.js';
import { draftAmendment } from '../amendments/service.js';
import { getSchedule } from '../schedule/service.js';
import { confirmationBody, planView, type PlanView, scheduleQuery, scheduleView } from './schema.js';
import { draftPlan, getPlan, listPlans } from './service.js';
import { whatIfBody, whatIfView } from '../what-if/schema.js';
import { supposePlan } from '../what-if/service.js';
import { planBody } from '../../../tables/plan-json.js';

const tags = ['plans'];
const ofPlan = { tags, of: 'plan', answer: planView, version: (plan: PlanView) => plan.version } as const;

/** Instalment plans: drafting, confirmation, activation, schedules. */
export function planRoutes(renderer: PdfRenderer): FastifyPluginAsync {
  return async (app) => {
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
        'signed-in-future',
        'applicant-unknown',
        'plan-too-long',
        'plan-sum-short',
        'first-due-too-late',
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
    paper(app, {
      act: 'readSchedule',
      path: '/v1/plans/:planId/schedule',
      summary: 'The schedule as it stands at the end of a day',
      tags,
      of: 'plan',
      query: scheduleQuery,
      answer: scheduleView,
      writes: writeExactly,
      describe: 'The schedule; a file is written to the chain of the case before it is sent',
      mediaTypes: [MEDIA_TYPES.csv, MEDIA_TYPES.xlsx, MEDIA_TYPES.pdf, MEDIA_TYPES.ics],
      run: (ctx, { params, query }) => getSchedule(ctx, params.planId, query.asOf),
      file: async (ctx, { params, query }) => toSentFile(await exportSchedule(ctx, renderer, { ...params, ...query })),
    });
    command(app, {
      ...ofPlan,
      act: 'confirmPlan',
      path: '/v1/plans/:planId/confirmations',
      summary: 'Record that a party confirms',
      body: confirmationBody,
      refuses: [
        'case-closed',
        'evidence-required',
        'party-unknown',
        'already-confirmed',
        'plan-not-draft',
        'given-in-future',
        'file-unknown',
      ],
      run: (ctx, { params, body }, heed) => confirmPlan(ctx, params.planId, body, heed),
    });
    command(app, {
      ...ofPlan,
      act: 'activatePlan',
      path: '/v1/plans/:planId/activation',
      summary: 'Put a confirmed plan into force',
      refuses: [
        'case-closed',
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
      run: (ctx, { params }, heed) => activatePlan(ctx, params.planId, heed),
    });
    command(app, {
      ...ofPlan,
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
        'signed-in-future',
        'given-in-future',
        'amendment-too-early',
        'nothing-to-amend',
        'carried-balance-differs',
        'plan-too-long',
        'plan-sum-short',
        'first-due-too-late',
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
    call(app, {
      act: 'supposePlan',
      path: '/v1/plans/:planId/what-if',
      summary: 'What becomes of a plan under suppositions; nothing is saved',
      tags,
      of: 'plan',
      body: whatIfBody,
      answer: whatIfView,
      refuses: ['plan-not-active', 'nominal-dates-not-increasing', 'due-dates-decreasing'],
      run: (ctx, { params, body }) => supposePlan(ctx, params.planId, body),
    });
  };
}
