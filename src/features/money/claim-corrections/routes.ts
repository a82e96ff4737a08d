import type { FastifyPluginAsync } from 'fastify';
import { correctClaim, decideClaimCorrection } from '../../../acts/correct-claim.js';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { decisionBody, versionOfEntry } from '../../people/four-eyes/schema.js';
import { correctionBody, correctionView } from './schema.js';
import { getCorrection, listCorrections } from './service.js';

const tags = ['cases'];
const answersCorrection = { tags, answer: correctionView, version: versionOfEntry } as const;

/** Corrections of the claim of a case: one enters, another decides, and only then do figures change. */
export const claimCorrectionRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersCorrection,
    act: 'correctClaim',
    path: '/v1/cases/:caseId/claim-corrections',
    summary: 'Enter a correction of the claim or of a switch of its calculation',
    of: 'case',
    body: correctionBody,
    success: 201,
    location: (made) => `/v1/claim-corrections/${made.id}`,
    refuses: ['evidence-required', 'entry-waits', 'file-unknown'],
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
  command(app, {
    ...answersCorrection,
    act: 'decideClaimCorrection',
    path: '/v1/claim-corrections/:correctionId/decision',
    summary: 'Approve or reject a correction of a claim',
    of: 'claimCorrection',
    body: decisionBody,
    refuses: ['entry-already-decided', 'four-eyes'],
    run: (ctx, { params, body }, heed) => decideClaimCorrection(ctx, params.correctionId, body, heed),
  });
};
