import { createHash, type Hash } from 'node:crypto';
import { pipeline, Transform } from 'node:stream';
import fastifyPlugin from 'fastify-plugin';
import { Problem } from '../shared/problems.js';

/** Digests that can be checked, by their names in the register of RFC 9530. */
const ALGORITHMS: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' };
/** One member of the header: a name, and bytes in base64 between colons (RFC 8941). */
const MEMBER = /^\s*([a-z*][a-z0-9_.*-]*)\s*=\s*:([A-Za-z0-9+/]*={0,2}):\s*$/;

/** `Content-Digest` of what is sent. */
export function contentDigestOf(bytes: Buffer): string {
  return `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
}

interface Expected {
  readonly hash: Hash;
  readonly digest: Buffer;
}

/** Digests of a header that can be checked; others are passed over, as RFC 9530 has it. */
function readExpected(header: string): Expected[] {
  return header.split(',').flatMap((member) => {
    const [, name = '', digest = ''] = MEMBER.exec(member) ?? [];
    if (name === '') throw differs('Write it as sha-256=:…: with the digest in base64.');
    const algorithm = ALGORITHMS[name];
    return algorithm === undefined ? [] : [{ hash: createHash(algorithm), digest: Buffer.from(digest, 'base64') }];
  });
}

const differs = (detail: string) => new Problem('content-digest-differs', { detail });

/** Passes a body on as it comes, and fails at its end when it is not the one that the header tells of. */
function checking(expected: readonly Expected[]): Transform & { receivedEncodedLength: number } {
  const stream = Object.assign(
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        stream.receivedEncodedLength += chunk.length;
        for (const { hash } of expected) hash.update(chunk);
        done(null, chunk);
      },
      flush(done) {
        const fits = expected.every(({ hash, digest }) => hash.digest().equals(digest));
        done(fits ? null : differs('What arrived is not what the header Content-Digest tells of; send it again.'));
      },
    }),
    { receivedEncodedLength: 0 },
  );
  return stream;
}

/** Compares each body that is sent with `Content-Digest` with it, before anything is done. RFC 9530; EV-01. */
export const contentDigest = fastifyPlugin(
  async (app) => {
    app.addHook('preParsing', async (request, _reply, payload) => {
      const header = request.headers['content-digest'];
      if (header === undefined) return payload;
      const expected = readExpected(String(header));
      if (expected.length === 0) return payload;
      const checked = checking(expected);
      // Whoever reads the body hears of its faults; where nobody reads it (415), nobody has to.
      checked.on('error', () => undefined);
      pipeline(payload, checked, () => undefined);
      return checked;
    });
  },
  { name: 'content-digest', dependencies: ['problem-details'] },
);
