import csrf from '@fastify/csrf-protection';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FORM_COOKIE } from './host-cookies.js';

/** The field of each form that holds its token. */
const tokenField = z.object({ _csrf: z.string().optional() });

/** Whose form it is: a token of a page seen before sign-in, or as somebody else, is none. */
const readerOf = ({ session }: FastifyRequest): string => session?.userId ?? 'nobody';

/**
 * Lets forms come from our own pages only. The secret of the tokens is in a cookie, so that a page that nobody has
 * signed in to stores nothing on our side; the key and the reader in each token keep a planted cookie from helping.
 */
export async function protectForms(app: FastifyInstance, key: Buffer): Promise<void> {
  await app.register(csrf, {
    sessionPlugin: '@fastify/cookie',
    cookieKey: FORM_COOKIE,
    cookieOpts: { path: '/', httpOnly: true, sameSite: 'lax' },
    csrfOpts: { hmacKey: key.toString('base64') },
    getToken: ({ body }) => tokenField.safeParse(body).data?._csrf,
    getUserInfo: readerOf,
  });
}

/** The token of the forms of a page. */
export function formToken(request: FastifyRequest, reply: FastifyReply): string {
  return reply.generateCsrf({ userInfo: readerOf(request) });
}
