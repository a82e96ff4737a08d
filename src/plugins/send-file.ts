import type { FastifyReply } from 'fastify';
import { contentDigestOf } from './content-digest.js';

export interface SentFile {
  readonly bytes: Buffer;
  readonly mediaType: string;
  /** With its ending, in any script. */
  readonly name: string;
  /** For older programs: ASCII without quotes. */
  readonly plainName: string;
}

/**
 * Answers with a file to be saved: it never opens within our pages, is not kept on the way, and carries the digest of
 * what is sent (RFC 9530).
 */
export function sendFile(reply: FastifyReply, { bytes, mediaType, name, plainName }: SentFile): FastifyReply {
  // The digest is of the bytes as they leave: nothing may pack them on the way out.
  reply.request.headers['x-no-compression'] = 'file';
  return reply
    .header('content-type', mediaType)
    .header('content-disposition', `attachment; filename="${plainName}"; filename*=UTF-8''${encodeExtended(name)}`)
    .header('content-digest', contentDigestOf(bytes))
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-store')
    .send(bytes);
}

/** RFC 8187 allows fewer characters than encodeURIComponent leaves. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}
