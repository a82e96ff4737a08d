import type { FastifyInstance } from 'fastify';
import { LANGUAGE_COOKIE } from './words/languages.js';

export const SESSION_COOKIE = 'reprieve_session';
export const FORM_COOKIE = 'reprieve_form';

const OURS = [SESSION_COOKIE, FORM_COOKIE, LANGUAGE_COOKIE] as const;

/**
 * Over TLS our cookies carry this before their names: a browser takes such a cookie from this very host only, so that
 * neither a neighbouring host nor somebody on a plain connection can plant one.
 */
const PREFIX = '__Host-';

/** Over TLS takes our cookies under their prefixed names, and no others; to be registered before whoever reads them. */
export function readHostCookies(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ protocol, cookies }) => {
    if (protocol !== 'https') return;
    for (const name of OURS) {
      const value = cookies[`${PREFIX}${name}`];
      if (value === undefined) delete cookies[name];
      else cookies[name] = value;
    }
  });
}

/** Over TLS sends our cookies under their prefixed names; to be registered after whoever sets them. */
export function writeHostCookies(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    if (request.protocol !== 'https') return;
    const set = [reply.getHeader('set-cookie') ?? []].flat().map(String);
    reply.removeHeader('set-cookie');
    for (const one of set) {
      const isOurs = OURS.some((name) => one.startsWith(`${name}=`));
      const secured = /;\s*secure(;|$)/i.test(one) ? one : `${one}; Secure`;
      reply.header('set-cookie', isOurs ? `${PREFIX}${secured}` : one);
    }
  });
}
