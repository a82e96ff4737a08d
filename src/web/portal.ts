import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import session from '@fastify/session';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { AppDependencies } from '../dependencies.js';
import { PORTAL_IDLE_MS } from '../features/people/identity/tokens.js';
import { sendProblem, toProblem } from '../plugins/problem-details.js';
import { registerAll } from '../plugins/register-all.js';
import { PUBLIC_FOLDER } from './assets.js';
import { performancePages } from './court/performance/routes.js';
import { consolePages } from './court/routes.js';
import { departmentPages } from './department/routes.js';
import { accountPages } from './entry/account/routes.js';
import { createAccountView } from './entry/account/view.js';
import { actingPages } from './entry/acting/routes.js';
import { invitationPages } from './entry/invitation/routes.js';
import { codePages, issuerPages } from './entry/issuer/routes.js';
import { sessionPages } from './entry/sign-in/routes.js';
import { createSignInView } from './entry/sign-in/view.js';
import { protectForms } from './form-tokens.js';
import { readHostCookies, SESSION_COOKIE, writeHostCookies } from './host-cookies.js';
import { monitorPages } from './monitor/routes.js';
import { auditPages } from './office/audit/routes.js';
import { partyPages } from './party/routes.js';
import { createRenderer } from './render.js';
import { createSessionStore } from './session-store.js';
import { answerUnknown, wantsPage } from './unknown-page.js';

const ASSET_AGE = '365d';
const FORM_LIMIT_BYTES = 64 * 1024;

async function registerSession(app: FastifyInstance, deps: AppDependencies): Promise<void> {
  const store = createSessionStore(deps.db, PORTAL_IDLE_MS);
  await app.register(cookie);
  readHostCookies(app);
  await app.register(session, {
    secret: deps.installation.sessionKey.toString('base64'),
    cookieName: SESSION_COOKIE,
    store,
    saveUninitialized: false,
    rolling: true,
    cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto', path: '/', maxAge: PORTAL_IDLE_MS },
  });
  await app.register(formbody, { bodyLimit: FORM_LIMIT_BYTES });
  await protectForms(app, deps.installation.sessionKey);
  app.addHook('preHandler', async (request) => {
    if (request.method === 'GET' && !request.is404) await store.rotate(request, deps.clock.now());
  });
  app.addHook('onSend', async (request, reply) => {
    // A request that was under way with the former name must not bring it back to the browser.
    if (request.session?.replaced !== true) return;
    const kept = [reply.getHeader('set-cookie') ?? []].flat().map(String);
    reply.removeHeader('set-cookie');
    for (const one of kept) if (!one.startsWith(`${SESSION_COOKIE}=`)) reply.header('set-cookie', one);
  });
  writeHostCookies(app);
}

/** The portal: pages for every role over the services that the API uses, with a session of its own. */
export function portal(deps: AppDependencies): FastifyPluginAsync {
  return async (app) => {
    await registerSession(app, deps);
    await app.register(fastifyStatic, { root: PUBLIC_FOLDER, prefix: '/public/', maxAge: ASSET_AGE, immutable: true });
    const render = createRenderer(deps);

    // Forms come from our own pages, or not at all.
    app.addHook('preHandler', (request, reply, done) => {
      if (request.method === 'POST' && !request.is404) app.csrfProtection(request, reply, done);
      else done();
    });
    app.addHook('onSend', async (_request, reply) => {
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    });
    app.setErrorHandler(async (error, request, reply) => {
      const problem = toProblem(error);
      if (problem.status >= 500) request.log.error({ err: error }, 'page failed');
      if (request.is404 && !wantsPage(request)) return sendProblem(request, reply, problem);
      if (problem.status === 401) return reply.redirect('/sign-in', 303);
      if (problem.code === 'second-factor-missing') return reply.redirect('/account', 303);
      return render.problem(request, reply, problem);
    });

    app.setNotFoundHandler(answerUnknown(render));

    const signInView = createSignInView(deps, render);
    const accountView = createAccountView(deps, render, signInView);
    await registerAll(app, {
      sessionPages: sessionPages(deps, render, signInView),
      issuerPages: issuerPages(deps, render, signInView, accountView),
      codePages: codePages(deps, render),
      invitationPages: invitationPages(deps, render, signInView),
      accountPages: accountPages(render, accountView),
      actingPages: actingPages(render),
      partyPages: partyPages(render),
      consolePages: consolePages(deps, render),
      performancePages: performancePages(render),
      auditPages: auditPages(deps, render),
      departmentPages: departmentPages(render),
      monitorPages: monitorPages(render),
    });
  };
}
