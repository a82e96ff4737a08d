import type { FastifyPluginAsync } from 'fastify';
import { correctClaim } from '../../../acts/correct-claim.js';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { correctionBody, correctionView } from './schema.js';
import { getCorrection, listCorrections } from './service.js';

const tags = ['cases'];
/** A correction never changes. */
const answersCorrection = { tags, answer: correctionView, version: () => 1 } as const;

/** Corrections of the claim of a case: each is a row of its own and never changes. */
export const claimCorrectionRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersCorrection,
    act: 'correctClaim',
    path: '/v1/cases/:caseId/claim-corrections',
    summary: 'Correct the claim or a switch of its calculation',
    of: 'case',
    body: correctionBody,
    success: 201,
    location: (made) => `/v1/claim-corrections/${made.id}`,
    refuses: ['file-unknown'],
    run: (ctx, { params, body }, heed) => correctClaim(ctx, params.caseId, body, heed),
  });
  list(app, {
    act: 'listClaimCorrections',
    path: '/v1/cases/:caseId/claim-corrections',
    summary: 'Corrections of the claim, oldest first',
    tags,
    of: 'case',
    answer: correctionView,
    run: (ctx, { params, query }) => listCorrections(ctx, params.caseId, query),
  });
  read(app, {
    ...answersCorrection,
    act: 'readClaimCorrection',
    path: '/v1/claim-corrections/:correctionId',
    summary: 'One correction of a claim',
    of: 'claimCorrection',
    run: (ctx, { params }) => getCorrection(ctx, params.correctionId),
  });
};
