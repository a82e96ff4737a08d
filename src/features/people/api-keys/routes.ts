import type { FastifyPluginAsync } from 'fastify';
import { call, command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { apiKeyBody, type ApiKeyView, apiKeyView, madeApiKeyView } from './schema.js';
import { getOwnKey, listOwnKeys, makeKey, revokeKey } from './service.js';

const tags = ['self'];
/** A key is made, then perhaps revoked; that it is used makes no other version of it. */
const versionOf = (key: ApiKeyView) => (key.revokedAt === null ? 1 : 2);
const ofKey = { tags, of: 'apiKey', answer: apiKeyView, version: versionOf } as const;

/** The caller's own keys for machines. */
export const apiKeyRoutes: FastifyPluginAsync = async (app) => {
  // The answer is not kept for repeats: it opens the API.
  call(app, {
    act: 'makeApiKey',
    path: '/v1/me/api-keys',
    summary: 'Make a key with which a machine acts for the caller',
    tags,
    body: apiKeyBody,
    success: 201,
    answer: madeApiKeyView,
    confidential: true,
    location: (made) => `/v1/me/api-keys/${made.id}`,
    refuses: ['too-many-keys'],
    run: (ctx, { body }) => makeKey(ctx, body),
  });
  list(app, {
    act: 'listApiKeys',
    path: '/v1/me/api-keys',
    summary: 'Own keys, newest first',
    tags,
    answer: apiKeyView,
    run: (ctx, { query }) => listOwnKeys(ctx, query),
  });
  read(app, {
    ...ofKey,
    act: 'readApiKey',
    path: '/v1/me/api-keys/:keyId',
    summary: 'One of the own keys',
    run: (ctx, { params }) => getOwnKey(ctx, params.keyId),
  });
  command(app, {
    ...ofKey,
    act: 'revokeApiKey',
    path: '/v1/me/api-keys/:keyId/revocation',
    summary: 'End one of the own keys, at once',
    run: (ctx, { params }) => revokeKey(ctx, params.keyId),
  });
};
