import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../shared/problems.js';

/** The tag of a version: the row's version, or the number of rows of a thing that only grows. */
export function etagOf(version: number): string {
  return `"v${version}"`;
}

const tagsOf = (header: string): string[] => header.split(',').map((part) => part.trim());

/** A weak tag is no proof of what was changed (RFC 9110 13.1.1). */
function matchesStrongly(header: string, version: number): boolean {
  return tagsOf(header).some((tag) => tag === '*' || tag === etagOf(version));
}

/** Whoever packs our answers on their way makes the tags weak; the reader still has the same thing (13.1.2). */
function matchesWeakly(header: string, version: number): boolean {
  return tagsOf(header).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etagOf(version));
}

/**
 * Refuses a change that was made from an older version (lost update).
 * @param required - PUT, PATCH and DELETE must send `If-Match`; POST actions may
 * @throws Problem `version-required`, `stale-version`
 */
export function checkIfMatch(request: FastifyRequest, version: number, required: boolean): void {
  const header = request.headers['if-match'];
  if (header === undefined) {
    if (!required) return;
    throw new Problem('version-required', { detail: 'Send If-Match with the ETag of the version you changed.' });
  }
  if (!matchesStrongly(header, version)) {
    throw new Problem('stale-version', {
      detail: 'Somebody changed it since you read it. Read it again and repeat the change.',
    });
  }
}

/** Answers with a thing and its tag, or with 304 when the caller already has this version (`If-None-Match`). */
export function answerVersioned<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  version: number,
  thing: T,
): T | FastifyReply {
  reply.header('etag', etagOf(version));
  const known = request.headers['if-none-match'];
  if (known === undefined || !matchesWeakly(known, version)) return thing;
  return reply.code(304).send();
}
