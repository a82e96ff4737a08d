import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import fastifyPlugin from 'fastify-plugin';
import type { AppDependencies } from '../dependencies.js';
import { networkOf } from '../platform/addresses.js';
import { Problem } from '../shared/problems.js';
import { requireSignIn } from './identity.js';
import { createRateTally, RATE_WINDOW_MS, rateStoreOver } from './rate-store.js';

/** Longest delay of the event loop before requests are turned away with 503. */
const EVENT_LOOP_DELAY_MAX_MS = 2_000;

/** A year without plain HTTP. */
const TRANSPORT_SECURITY = 'max-age=31536000; includeSubDomains';

/** Headers of every answer, limits per address and caller, and refusal under overload. */
export function security(deps: AppDependencies) {
  return fastifyPlugin(
    async (app) => {
      await app.register(helmet, {
        contentSecurityPolicy: {
          directives: {
            defaultSrc: ["'none'"],
            scriptSrc: ["'self'"],
            styleSrc: ["'self'"],
            imgSrc: ["'self'", 'data:'],
            fontSrc: ["'self'"],
            connectSrc: ["'self'"],
            formAction: ["'self'"],
            baseUri: ["'none'"],
            frameAncestors: ["'none'"],
            upgradeInsecureRequests: null,
          },
        },
        crossOriginEmbedderPolicy: false,
        xFrameOptions: { action: 'deny' },
        // Said below, over TLS only (RFC 6797).
        strictTransportSecurity: false,
        referrerPolicy: { policy: 'same-origin' },
      });
      app.addHook('onRequest', async (request, reply) => {
        if (request.protocol === 'https') reply.header('strict-transport-security', TRANSPORT_SECURITY);
      });
      // What the API says is of cases and people: nothing on its way keeps it, unless an operation says otherwise.
      app.addHook('onSend', async (request, reply) => {
        const isOfApi = (request.routeOptions.url ?? request.url).startsWith('/v1/');
        if (isOfApi && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
      });
      await app.register(underPressure, {
        maxEventLoopDelay: EVENT_LOOP_DELAY_MAX_MS,
        retryAfter: 5,
        pressureHandler: () => {
          throw new Problem('overloaded', { retryAfterSeconds: 5 });
        },
      });
      await app.register(rateLimit, {
        global: false,
        timeWindow: RATE_WINDOW_MS,
        store: rateStoreOver(createRateTally(deps.rateCounters, deps.logger)),
        max: (request) => (request.actor ? deps.config.RATE_LIMIT_PER_CALLER : deps.config.RATE_LIMIT_PER_ADDRESS),
        keyGenerator: ({ actor, address }) =>
          actor?.apiKey ? `key:${actor.apiKey.id}` : actor ? `caller:${actor.id}` : `address:${networkOf(address)}`,
        errorResponseBuilder: (_request, context) =>
          new Problem('too-many-requests', {
            detail: `At most ${context.max} requests per second.`,
            retryAfterSeconds: Math.max(1, Math.ceil(context.ttl / 1000)),
          }),
      });
      const countRequest = app.rateLimit();
      // Before the body is read, so that refused requests count too, a stranger's as well.
      app.addHook('onRequest', async function limit(request, reply) {
        if (request.routeOptions.config?.rateLimit !== false) await countRequest.call(this, request, reply);
        await requireSignIn(deps, request);
      });
    },
    { name: 'security', dependencies: ['identity'] },
  );
}
