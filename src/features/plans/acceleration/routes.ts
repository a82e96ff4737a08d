import type { FastifyPluginAsync } from 'fastify';
import { declareAcceleration } from '../../../acts/declare-acceleration.js';
import { serveAcceleration } from '../../../acts/serve-acceleration.js';
import { withdrawAcceleration } from '../../../acts/withdraw-acceleration.js';
import { dateRefusals } from '../../../law/dates/check.js';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { serviceBody } from '../../dossier/service-records/schema.js';
import { type AccelerationNoticeView, accelerationNoticeView, declarationBody, withdrawalBody } from './schema.js';
import { getAccelerationNotice, listAccelerationNotices } from './service.js';

const tags = ['plans'];
const version = (notice: AccelerationNoticeView) => notice.version;
const ofNotice = { tags, of: 'accelerationNotice', answer: accelerationNoticeView, version } as const;
const common = ['case-closed', 'case-state-forbids', 'plan-not-active', 'file-unknown'] as const;

/** Notices by which the applicants make the whole sum of a plan due: given, served, taken back (PL-10). */
export const accelerationRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...ofNotice,
    act: 'declareAcceleration',
    path: '/v1/plans/:planId/acceleration-notices',
    summary: 'Record the notice of all applicants that the whole sum falls due',
    of: 'plan',
    body: declarationBody,
    success: 201,
    location: (notice) => `/v1/acceleration-notices/${notice.id}`,
    refuses: [
      ...common,
      'acceleration-not-by-all',
      'evidence-required',
      'acceleration-not-agreed',
      'no-breach-stands',
      'acceleration-stands',
      ...dateRefusals('accelerationNotice'),
    ],
    run: (ctx, { params, body }, heed) => declareAcceleration(ctx, params.planId, body, heed),
  });
  list(app, {
    act: 'listAccelerationNotices',
    path: '/v1/plans/:planId/acceleration-notices',
    summary: 'Notices of acceleration of a plan',
    tags,
    of: 'plan',
    answer: accelerationNoticeView,
    run: (ctx, { params, query }) => listAccelerationNotices(ctx, params.planId, query),
  });
  read(app, {
    ...ofNotice,
    act: 'readAccelerationNotice',
    path: '/v1/acceleration-notices/:accelerationNoticeId',
    summary: 'One notice of acceleration, with its service',
    run: (ctx, { params }) => getAccelerationNotice(ctx, params.accelerationNoticeId),
  });
  command(app, {
    ...ofNotice,
    act: 'serveAcceleration',
    path: '/v1/acceleration-notices/:accelerationNoticeId/service',
    summary: 'Record that the notice was served',
    body: serviceBody,
    refuses: [
      ...common,
      'acceleration-withdrawn',
      'already-served',
      'breach-cured',
      'party-unknown',
      ...dateRefusals('accelerationService'),
    ],
    run: (ctx, { params, body }, heed) => serveAcceleration(ctx, params.accelerationNoticeId, body, heed),
  });
  command(app, {
    ...ofNotice,
    act: 'withdrawAcceleration',
    path: '/v1/acceleration-notices/:accelerationNoticeId/withdrawal',
    summary: 'Record that all applicants take the notice back',
    body: withdrawalBody,
    refuses: [
      ...common,
      'acceleration-not-by-all',
      'evidence-required',
      'acceleration-withdrawn',
      'acceleration-over',
      ...dateRefusals('accelerationWithdrawal'),
    ],
    run: (ctx, { params, body }, heed) => withdrawAcceleration(ctx, params.accelerationNoticeId, body, heed),
  });
};
