import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { Problem } from '../shared/problems.js';

const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)"?/i;
const UTF_8 = /^utf-?8$/i;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** JSON is UTF-8 (RFC 8259). Refuses: `media-type-unsupported` for a body that says it is in another charset. */
function requireUtf8(request: FastifyRequest): void {
  const named = CHARSET.exec(request.headers['content-type'] ?? '')?.[1];
  if (named === undefined || UTF_8.test(named)) return;
  throw new Problem('media-type-unsupported', { detail: 'Send JSON in UTF-8; no other charset is taken.' });
}

/** Refuses: `malformed-json` for bytes that are no UTF-8, which would otherwise be stored as U+FFFD for ever. */
function decode(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch (cause) {
    throw new Problem('malformed-json', { detail: 'The body is not UTF-8.', cause });
  }
}

/** Reads JSON bodies, strictly as UTF-8. */
export const jsonBodies = fastifyPlugin(
  async (app) => {
    // Only JSON has a parser; everything else is 415.
    app.removeContentTypeParser('text/plain');
    const parse = app.getDefaultJsonParser('error', 'error');
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
      try {
        requireUtf8(request);
        // Told `parseAs: 'buffer'`, the framework gives bytes.
        void parse(request, decode(body as Buffer), done);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    });
  },
  { name: 'json-bodies' },
);
