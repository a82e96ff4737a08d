import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { type AppDependencies, makeContext } from '../dependencies.js';
import { opens } from '../features/people/api-keys/scope-rules.js';
import { findKey, KEY_PREFIX } from '../features/people/api-keys/service.js';
import { actForAbsent } from '../features/people/delegations/deputies.js';
import { actingFor, afterIssuer } from '../features/people/identity/policy.js';
import { findActor, findUserByIdentity } from '../features/people/identity/repository.js';
import { ACTS } from '../features/people/permissions/acts.js';
import type { UserActor, UserContext } from '../platform/context.js';
import type { CivilDate } from '../shared/civil-date.js';
import { id } from '../shared/ids.js';
import { Problem } from '../shared/problems.js';
import { cutText } from '../shared/text.js';
import { findUnstorableText } from './storable-text.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** Reads an account anew at its next call: its rights or its password have changed. */
    forgetActor(userId: string): void;
  }
  interface FastifyRequest {
    /** Set by sign-in (token or portal session); null for a stranger. */
    actor: UserActor | null;
    /** Business date of this request. */
    businessDate: CivilDate | null;
    /** The body as it came, before schemas decoded it; what a repeat is compared with. */
    rawWireBody: unknown;
    /** The context of the signed-in caller's use case. */
    userContext(): UserContext;
  }
}

/** Channel on which PostgreSQL names accounts that have changed (triggers of `users` and its tables). */
const ACTORS_CHANNEL = 'reprieve_actors';

/** How long a process may go on with what it knows of an account, should it hear nothing. */
const ACTOR_KEEP_MS = 1_000;
const ACTORS_MAX = 5_000;

/** Added to the name of a person for whom a machine acts. */
const BY_KEY = '·API';
/** Names in events. */
const NAME_LENGTH_MAX = 100;

/** All that an account without its second factor may call. */
const OWN_ACCOUNT = /^\/v1\/me(\/|$)/;

/** Under /v1 only sign-in and public things answer without sign-in (contract section 1). */
function needsSignIn(request: FastifyRequest): boolean {
  // The route that was found, not the text of the address: /%761/cases leads to /v1/cases too.
  const path = request.routeOptions.url ?? request.url.split('?', 1)[0] ?? '';
  return path.startsWith('/v1/') && !path.startsWith('/v1/auth/') && !path.startsWith('/v1/public/');
}

/** Whom else the caller acts for in this request: an absent colleague, or one of several parties. */
async function readActing(deps: AppDependencies, request: FastifyRequest, actor: UserActor): Promise<UserActor> {
  const { 'acting-for': colleague, 'acting-party': party } = request.headers;
  if (party !== undefined) return actingFor(actor, String(party));
  if (colleague === undefined) return actor;
  const url = request.routeOptions.url ?? '';
  if (OWN_ACCOUNT.test(url) && url !== '/v1/me') {
    throw new Problem('not-permitted', { detail: 'Nobody acts for another in what is of the own account.' });
  }
  const principalId = id.safeParse(colleague);
  if (!principalId.success) throw new Problem('not-permitted', { detail: 'Acting-For is the id of a colleague.' });
  return actForAbsent(deps.db, actor, principalId.data, request.businessDate ?? (await deps.clock.today()));
}

/**
 * Refuses a stranger under /v1, whoever lacks a second factor, and a key without the scope, before anything else of
 * the request is looked at; then lets the caller act for the colleague of `Acting-For` or the one party of
 * `Acting-Party`.
 */
export async function requireSignIn(deps: AppDependencies, request: FastifyRequest): Promise<void> {
  if (!needsSignIn(request)) return;
  if (request.actor === null) {
    throw new Problem('not-signed-in', { detail: 'Send Authorization: Bearer with a valid access token.' });
  }
  if (request.actor.secondFactor === 'REQUIRED' && !OWN_ACCOUNT.test(request.routeOptions.url ?? '')) {
    throw new Problem('second-factor-missing', {
      detail: 'Your account needs a second factor: sign in with it, or set one up (POST /v1/me/second-factor).',
    });
  }
  requireScope(request, request.actor);
  request.actor = await readActing(deps, request, request.actor);
}

/** Refuses a key what its scopes do not open. */
function requireScope({ method, routeOptions }: FastifyRequest, { apiKey }: UserActor): void {
  if (apiKey === undefined) return;
  const { act } = routeOptions.config;
  const machine = act !== undefined && ACTS[act].machine === true;
  if (opens(apiKey.scopes, { machine, method, tags: routeOptions.schema?.tags ?? [] })) return;
  throw new Problem('scope-missing', {
    detail: 'The scopes of this key do not open this call; some calls no key opens.',
  });
}

/** What the process knows of accounts, for a moment each: a busy caller is looked up once. */
function createActorCache({ db }: AppDependencies) {
  const known = new Map<string, { actor: UserActor | undefined; readAt: number }>();
  let changes = 0;
  async function read(userId: string): Promise<UserActor | undefined> {
    const entry = known.get(userId);
    if (entry && Date.now() - entry.readAt < ACTOR_KEEP_MS) return entry.actor;
    const before = changes;
    const readAt = Date.now();
    const actor = await findActor(db, userId);
    // What was read while an account changed may be of before.
    if (changes !== before) return actor;
    if (known.size >= ACTORS_MAX) known.clear();
    known.set(userId, { actor, readAt });
    return actor;
  }
  function forget(userId: string): void {
    changes += 1;
    known.delete(userId);
  }
  function forgetAll(): void {
    changes += 1;
    known.clear();
  }
  return { read, forget, forgetAll };
}

/** Whom an access token of the issuer speaks for; null when it is none, has ended, or no account goes with it. */
async function ofIssuer(
  { db, issuer }: AppDependencies,
  token: string,
  readActor: (userId: string) => Promise<UserActor | undefined>,
): Promise<UserActor | null> {
  const word = await issuer?.readToken(token);
  const user = word && (await findUserByIdentity(db, word));
  const actor = user && (await readActor(user.id));
  if (!actor || (actor.sessionsEndedAt && word.issuedAt <= actor.sessionsEndedAt)) return null;
  return afterIssuer(actor, word.hasSecondFactor);
}

/** Finds out who calls; `plugins/security.ts` counts the request and then asks for the sign-in. */
export function identity(deps: AppDependencies) {
  return fastifyPlugin(
    async (app) => {
      const actors = createActorCache(deps);
      let stopListening: () => Promise<unknown> = async () => undefined;
      // Other processes change accounts too. Without the connection they are heard of when what is known grows old.
      app.addHook('onReady', async () => {
        try {
          const subscription = await deps.sql.listen(ACTORS_CHANNEL, actors.forget, actors.forgetAll);
          stopListening = () => subscription.unlisten();
        } catch (error) {
          deps.logger.warn({ err: error }, 'changes of accounts are heard of late');
        }
      });
      app.addHook('onClose', () => stopListening());
      app.decorate('forgetActor', actors.forget);
      app.decorateRequest('actor', null);
      app.decorateRequest('businessDate', null);
      app.decorateRequest('rawWireBody', undefined);
      app.decorateRequest('userContext', function userContext(this: FastifyRequest): UserContext {
        if (!this.actor || this.businessDate === null) throw new Problem('not-signed-in');
        return makeContext(deps, {
          actor: this.actor,
          today: this.businessDate,
          requestId: this.id,
          fromAddress: this.address,
        });
      });

      async function ofToken(token: string): Promise<UserActor | null> {
        const bearer = await deps.tokens.verify(token);
        if (!bearer) return ofIssuer(deps, token, (userId) => actors.read(userId));
        const actor = await actors.read(bearer.userId);
        return actor && actor.sessionVersion === bearer.sessionVersion ? actor : null;
      }

      async function ofKey(text: string): Promise<UserActor | null> {
        const key = await findKey(deps.db, text, deps.clock.now());
        const actor = key && (await actors.read(key.userId));
        if (!actor || actor.sessionVersion !== key.sessionVersion) return null;
        // The record says that a machine acted, for whom.
        const name = `${cutText(actor.name, NAME_LENGTH_MAX - BY_KEY.length)}${BY_KEY}`;
        return { ...actor, name, apiKey: { id: key.id, scopes: key.scopes } };
      }

      app.addHook('onRequest', async (request) => {
        if (!needsSignIn(request)) return;
        const [scheme, token] = (request.headers.authorization ?? '').split(' ', 2);
        if (scheme?.toLowerCase() === 'bearer' && token) {
          request.actor = await (token.startsWith(KEY_PREFIX) ? ofKey(token) : ofToken(token));
        }
        if (request.actor) request.businessDate = await deps.clock.today();
      });

      app.addHook('preValidation', async (request) => {
        // An action without a body means the same as one with an empty object; `null` is a body, and a wrong one.
        if (request.body === undefined && request.method === 'POST' && request.routeOptions.schema?.body) {
          request.body = {};
        }
        const unstorable = findUnstorableText(request.body);
        if (unstorable) throw new Problem('invalid-body', { errors: [unstorable] });
        request.rawWireBody = request.body;
      });
    },
    { name: 'identity', dependencies: ['problem-details'] },
  );
}
