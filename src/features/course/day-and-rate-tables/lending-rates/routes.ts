import type { FastifyPluginAsync } from 'fastify';
import { dateRefusals } from '../../../../law/dates/check.js';
import { command } from '../../../../plugins/command.js';
import { list, read } from '../../../../plugins/read.js';
import { reallocateByReleasedRates } from '../../releases/reallocation.js';
import { followRelease } from '../../releases/release-work.js';
import { countActs } from '../entries.js';
import { releaseBody } from '../schema.js';
import { lendingRateBody, lendingRateQuery, lendingRateView } from './schema.js';
import { decideLendingRate, enterLendingRate, getLendingRate, listLendingRates } from './service.js';

const tags = ['reference'];
const answersRate = { tags, answer: lendingRateView, version: countActs } as const;

/** Announcements of the loan prime rate: one enters, another releases. */
export const lendingRateRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersRate,
    act: 'enterLendingRate',
    path: '/v1/lending-rates',
    summary: 'Enter an announcement of the loan prime rate',
    body: lendingRateBody,
    success: 201,
    location: (rate) => `/v1/lending-rates/${rate.id}`,
    refuses: ['entry-waits', ...dateRefusals('announcement')],
    run: (ctx, { body }) => enterLendingRate(ctx, body),
  });
  list(app, {
    act: 'listLendingRates',
    path: '/v1/lending-rates',
    summary: 'Announcements, newest first',
    tags,
    query: lendingRateQuery,
    answer: lendingRateView,
    run: (ctx, { query }) => listLendingRates(ctx, query),
  });
  read(app, {
    ...answersRate,
    act: 'readLendingRate',
    path: '/v1/lending-rates/:rateId',
    summary: 'One announcement',
    of: 'lendingRate',
    run: (ctx, { params }) => getLendingRate(ctx, params.rateId),
  });
  command(app, {
    ...answersRate,
    act: 'decideLendingRate',
    path: '/v1/lending-rates/:rateId/release',
    summary: 'Release or reject an entered announcement',
    of: 'lendingRate',
    body: releaseBody,
    refuses: ['entry-already-decided', 'four-eyes'],
    run: (ctx, { params, body }, heed) => decideLendingRate(ctx, params.rateId, body, heed),
    afterCommit: (ctx, { log }) => followRelease(ctx, log, reallocateByReleasedRates),
  });
};
