import type { FastifyPluginAsync } from 'fastify';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { decisionBody, versionOfEntry } from '../../people/four-eyes/schema.js';
import { accountChangeView, caseChanges } from './schema.js';
import { changeCase, decideCollectionAccount, getAccountChange, listAccountChanges } from './service.js';

const tags = ['cases'];
const answersChange = { tags, answer: accountChangeView, version: versionOfEntry } as const;

/** The account that everybody is told to pay to: one asks for another, a second person decides. */
export const collectionAccountRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersChange,
    act: 'changeCase',
    method: 'PATCH',
    path: '/v1/cases/:caseId',
    summary: 'Ask for another collection account; a second person decides',
    of: 'case',
    body: caseChanges,
    success: 202,
    location: (made) => `/v1/collection-account-changes/${made.id}`,
    refuses: ['entry-waits', 'file-unknown'],
    run: (ctx, { params, body }, heed) => changeCase(ctx, params.caseId, body, heed),
  });
  list(app, {
    act: 'listCollectionAccountChanges',
    path: '/v1/cases/:caseId/collection-account-changes',
    summary: 'Changes of the collection account, newest first',
    tags,
    of: 'case',
    answer: accountChangeView,
    run: (ctx, { params, query }) => listAccountChanges(ctx, params.caseId, query),
  });
  read(app, {
    ...answersChange,
    act: 'readCollectionAccountChange',
    path: '/v1/collection-account-changes/:accountChangeId',
    summary: 'One change of the collection account',
    of: 'collectionAccountChange',
    run: (ctx, { params }) => getAccountChange(ctx, params.accountChangeId),
  });
  command(app, {
    ...answersChange,
    act: 'decideCollectionAccount',
    path: '/v1/collection-account-changes/:accountChangeId/decision',
    summary: 'Approve or reject another collection account',
    of: 'collectionAccountChange',
    body: decisionBody,
    refuses: ['entry-already-decided', 'four-eyes'],
    run: (ctx, { params, body }, heed) => decideCollectionAccount(ctx, params.accountChangeId, body, heed),
  });
};
