import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppDependencies } from '../../../dependencies.js';
import { listSamples } from '../../../features/people/identity/service.js';
import { deleteEndedSessions } from '../../../features/people/identity/sessions.js';
import type { UserActor } from '../../../platform/context.js';
import { PROBLEMS, type Problem } from '../../../shared/problems.js';
import type { Renderer } from '../../render.js';
import { chooseLanguage } from '../../words/languages.js';
import { SignInPage, type SignInProps } from './page.js';

const DEFAULT_PASSWORD = 'reprieve';

/** The sign-in page with what this installation offers. */
export type SignInView = (
  request: FastifyRequest,
  reply: FastifyReply,
  said?: Pick<SignInProps, 'username' | 'error' | 'asksCode' | 'done'>,
  status?: number,
) => Promise<FastifyReply>;

export function createSignInView(deps: AppDependencies, render: Renderer): SignInView {
  const { SAMPLE_PASSWORD } = deps.config;
  const samplePassword = SAMPLE_PASSWORD === DEFAULT_PASSWORD ? SAMPLE_PASSWORD : undefined;
  const issuerName = deps.issuer?.opensPortal ? deps.issuer.name : undefined;
  return async (request, reply, said = {}, status = 200) => {
    const samples = await listSamples(deps.db);
    const known = { samples, samplePassword, issuerName, ...said };
    return render.page(request, reply, undefined, (page) => <SignInPage page={page} {...known} />, status);
  };
}

/** A refusal as people read it above a form; the record has its code. */
export function sayProblem(request: FastifyRequest, problem: Problem): string {
  request.refusal = problem.code;
  return chooseLanguage(request) === 'zh' ? PROBLEMS[problem.code].titleZh : problem.detail;
}

/**
 * Signs the actor in to the portal.
 * @param issuerFactor - the issuer has asked for a second factor
 */
export async function openSession(
  deps: AppDependencies,
  request: FastifyRequest,
  actor: UserActor,
  issuerFactor = false,
): Promise<void> {
  // A new id for the signed-in session: one that was planted before is worth nothing.
  await request.session.regenerate();
  request.session.userId = actor.id;
  request.session.sessionVersion = actor.sessionVersion;
  request.session.signedInAt = deps.clock.now().getTime();
  if (issuerFactor) request.session.issuerFactor = true;
  await deleteEndedSessions(deps.db);
}
