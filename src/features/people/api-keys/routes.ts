import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { apiKeyBody, type ApiKeyView, apiKeyView, madeApiKeyView } from './schema.js';
import { getOwnKey, listOwnKeys, makeKey, revokeKey } from './service.js';

const tags = ['self'];
const keyParams = z.object({ keyId: id });
/** A key is made, then perhaps revoked; that it is used makes no other version of it. */
const versionOf = (key: ApiKeyView) => (key.revokedAt === null ? 1 : 2);

/** The caller's own keys for machines. */
export function apiKeyRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    // The answer is not kept for repeats: it opens the API.
    app.post(
      '/v1/me/api-keys',
      {
        schema: {
          operationId: 'makeApiKey',
          summary: 'Make a key with which a machine acts for the caller',
          tags,
          body: apiKeyBody,
          response: { 201: madeApiKeyView },
        },
      },
      async (request, reply) => {
        const made = await makeKey(request.userContext(), request.body);
        reply.code(201).header('cache-control', 'no-store').header('location', `/v1/me/api-keys/${made.id}`);
        return made;
      },
    );

    app.get(
      '/v1/me/api-keys',
      {
        schema: {
          operationId: 'listApiKeys',
          summary: 'Own keys, newest first',
          tags,
          querystring: pageQuery,
          response: { 200: pageOf(apiKeyView) },
        },
      },
      (request) => listOwnKeys(request.userContext(), request.query),
    );

    app.get(
      '/v1/me/api-keys/:keyId',
      {
        schema: {
          operationId: 'readApiKey',
          summary: 'One of the own keys',
          tags,
          params: keyParams,
          response: { 200: apiKeyView },
        },
      },
      async (request, reply) => {
        const found = await getOwnKey(request.userContext(), request.params.keyId);
        return answerVersioned(request, reply as never, versionOf(found), found);
      },
    );

    app.post(
      '/v1/me/api-keys/:keyId/revocation',
      {
        schema: {
          operationId: 'revokeApiKey',
          summary: 'End one of the own keys, at once',
          tags,
          params: keyParams,
          body: z.strictObject({}),
          response: { 200: apiKeyView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { status: 200, schema: apiKeyView, etag: (key) => etagOf(versionOf(key)) },
          (ctx) => revokeKey(ctx, request.params.keyId),
        ),
    );
  };
}
