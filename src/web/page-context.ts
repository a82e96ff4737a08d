import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppDependencies, makeContext } from '../dependencies.js';
import { actForAbsent } from '../features/people/delegations/deputies.js';
import { actingFor } from '../features/people/identity/policy.js';
import { findSignedIn } from '../features/people/identity/service.js';
import type { Origin } from '../features/people/trail/sign-ins.js';
import { COURT_ROLES } from '../law/people/roles.js';
import { hasRole, type UserActor, type UserContext } from '../platform/context.js';
import type { CivilDate } from '../shared/civil-date.js';
import { Problem } from '../shared/problems.js';
import { formToken } from './form-tokens.js';
import { type Words, wordsOf } from './words/dictionary.js';
import { type Language, chooseLanguage } from './words/languages.js';

/** Longest life of a session from sign-in, whatever goes on in it. */
const SESSION_HOURS_MAX = 12;

declare module 'fastify' {
  interface Session {
    userId?: string;
    signedInAt?: number;
    /** The issuer that signed the reader in had asked for a second factor. */
    issuerFactor?: boolean;
    sessionVersion?: number;
    /** The only party that the reader acts for at present; absent: all of his. */
    partyId?: string;
    /** The absent colleague whose office the reader exercises; it ends with the delegation. */
    actsForId?: string;
  }
}

/** What every page knows: whose eyes, which language, how to protect its forms. */
export interface PageContext {
  readonly language: Language;
  readonly words: Words;
  readonly path: string;
  readonly csrfToken: string;
  readonly styleUrl: string;
  readonly scriptUrl: string;
  readonly viewer: Viewer | undefined;
}

export interface Viewer {
  readonly name: string;
  /** Everything but the own account is closed until a second factor is set up. */
  readonly mustEnrol: boolean;
  readonly home: string;
  readonly unread: number;
  readonly isAdministrator: boolean;
  readonly isAuditor: boolean;
  readonly today: string;
}

/** Where a user begins. */
export function homeOf(ctx: UserContext): string {
  if (ctx.actor.secondFactor === 'REQUIRED') return '/account';
  if (hasRole(ctx.actor, 'ENTERPRISE')) return '/enterprise';
  if (hasRole(ctx.actor, 'APPLICANT')) return '/applicant';
  if (hasRole(ctx.actor, 'ADMIN')) return '/console/clock';
  if (hasRole(ctx.actor, ...COURT_ROLES)) return '/console';
  if (hasRole(ctx.actor, 'DEPARTMENT')) return '/department';
  if (hasRole(ctx.actor, 'MONITOR')) return '/monitor';
  // Whoever looks after accounts has no page for it yet; his own is never a refusal.
  return '/account';
}

/** The actor as the session has chosen to act: for an absent colleague, or for one of several parties. */
async function readChoice(
  deps: AppDependencies,
  { session }: FastifyRequest,
  actor: UserActor,
  today: CivilDate,
): Promise<UserActor> {
  const { partyId, actsForId } = session;
  if (partyId !== undefined && actor.partyIds.includes(partyId)) return actingFor(actor, partyId);
  if (actsForId === undefined) return actor;
  try {
    return await actForAbsent(deps.db, actor, actsForId, today);
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    // The delegation is over: back to the own office.
    delete session.actsForId;
    return actor;
  }
}

/** The use-case context of the session's user; undefined when nobody is signed in or the session has ended. */
export async function contextOfSession(
  deps: AppDependencies,
  request: FastifyRequest,
): Promise<UserContext | undefined> {
  const { userId, signedInAt, sessionVersion, issuerFactor = false } = request.session;
  if (userId === undefined || signedInAt === undefined) return undefined;
  if (deps.clock.now().getTime() - signedInAt > SESSION_HOURS_MAX * 3_600_000) return undefined;
  const [actor, today] = await Promise.all([
    findSignedIn(deps.db, { userId, sessionVersion, issuerFactor }),
    deps.clock.today(),
  ]);
  if (!actor) return undefined;
  const chosen = await readChoice(deps, request, actor, today);
  return makeContext(deps, { actor: chosen, today, requestId: request.id, fromAddress: request.address });
}

/** From where the reader comes, for the record. */
export const originOf = ({ address, id }: FastifyRequest): Origin => ({ address, requestId: id });

/**
 * Builds the context of a page. The token that protects its forms is made where a form asks for it: it sets a cookie.
 * @param unread - how many notices of the reader nobody has read
 */
export function pageContext(
  request: FastifyRequest,
  reply: FastifyReply,
  assets: { styleUrl: string; scriptUrl: string },
  reader: { readonly ctx: UserContext; readonly unread: number } | undefined,
): PageContext {
  const language = chooseLanguage(request);
  const viewer = reader && viewerOf(reader.ctx, reader.unread);
  let token: string | undefined;
  return {
    language,
    words: wordsOf(language),
    path: request.url,
    get csrfToken() {
      return (token ??= formToken(request, reply));
    },
    ...assets,
    viewer,
  };
}

function viewerOf(ctx: UserContext, unread: number): Viewer {
  return {
    name: ctx.actor.name,
    mustEnrol: ctx.actor.secondFactor === 'REQUIRED',
    home: homeOf(ctx),
    unread,
    isAdministrator: hasRole(ctx.actor, 'ADMIN'),
    isAuditor: hasRole(ctx.actor, 'AUDITOR'),
    today: ctx.today,
  };
}
