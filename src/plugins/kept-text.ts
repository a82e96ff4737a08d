import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

interface KeptText {
  readonly etag: string;
  /** The bytes as they leave, by the name of their encoding; `identity` is plain. */
  readonly bytes: Readonly<Record<'br' | 'gzip' | 'identity', Buffer>>;
}

/** Best for texts that are packed once and sent often. */
const BROTLI_QUALITY = 9;

async function keep(made: Promise<string>): Promise<KeptText> {
  const identity = Buffer.from(await made);
  const [packed, zipped] = await Promise.all([
    promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
    promisify(gzip)(identity),
  ]);
  return {
    etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`,
    bytes: { identity, gzip: zipped, br: packed },
  };
}

/** The first of our encodings that a request takes; a weight of 0 takes none. */
function encodingOf(request: FastifyRequest): 'br' | 'gzip' | 'identity' {
  const taken = (request.headers['accept-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.split(';', 1)[0]?.trim());
  return (['br', 'gzip'] as const).find((one) => taken.includes(one)) ?? 'identity';
}

/**
 * Answers with a text that never changes while the process runs: made and packed once, when it is first asked for, so
 * that nobody makes the server work by asking again. Where it could not be made, the next who asks has it tried again.
 */
export function keptText(mediaType: string, make: () => Promise<string>) {
  let kept: Promise<KeptText> | undefined;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    kept ??= keep(make()).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    const { etag, bytes } = await kept;
    const encoding = encodingOf(request);
    reply.header('etag', etag).header('vary', 'accept-encoding').header('cache-control', 'no-cache');
    const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    if (known.includes(etag)) return reply.code(304).send();
    if (encoding !== 'identity') reply.header('content-encoding', encoding);
    return reply.header('content-type', mediaType).send(bytes[encoding]);
  };
}
