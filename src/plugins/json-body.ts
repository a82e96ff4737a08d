import type { FastifyInstance, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { Problem } from '../shared/problems.js';
import { decodeUtf8 } from '../shared/utf8.js';

const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)"?/i;
const UTF_8 = /^utf-?8$/i;

/** JSON is UTF-8 (RFC 8259). Refuses: `media-type-unsupported` for a body that says it is in another charset. */
export function requireUtf8(request: FastifyRequest): void {
  const named = CHARSET.exec(request.headers['content-type'] ?? '')?.[1];
  if (named === undefined || UTF_8.test(named)) return;
  throw new Problem('media-type-unsupported', { detail: 'Send JSON in UTF-8; no other charset is taken.' });
}

type Done = (error: Error | null, value?: unknown) => void;

/** Reads JSON, strictly as UTF-8. Refuses: `media-type-unsupported`, `malformed-json`. */
export function readJson(app: FastifyInstance, request: FastifyRequest, bytes: Buffer, done: Done): void {
  try {
    requireUtf8(request);
    void app.getDefaultJsonParser('error', 'error')(request, decodeUtf8(bytes), done);
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Reads JSON bodies, strictly as UTF-8. */
export const jsonBodies = fastifyPlugin(
  async (app) => {
    // Only JSON has a parser; everything else is 415.
    app.removeContentTypeParser('text/plain');
    app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) =>
      readJson(app, request, body, done),
    );
  },
  { name: 'json-bodies' },
);
