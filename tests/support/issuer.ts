import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { type Configuration, Provider } from 'oidc-provider';

/** The portal's address as the issuer knows it; nothing listens there, since answers are carried by hand. */
export const PUBLIC_URL = 'http://127.0.0.1:4711';
export const AUDIENCE = 'urn:reprieve:api';
const CALLBACK = `${PUBLIC_URL}/sign-in/issuer/callback`;
const MACHINE_CALLBACK = 'http://127.0.0.1:4712/callback';

/** Who sits before the issuer, and what he has shown there. */
export interface Person {
  readonly subject: string;
  readonly amr?: readonly string[];
}

export interface TestIssuer {
  readonly url: string;
  /** Settings of an app that takes its sign-ins. */
  readonly env: Record<string, string>;
  /** Follows an authorization address as this person does in a browser. @returns where the issuer sends him */
  authorize(address: string, person: Person): Promise<URL>;
  /** An access token for the API, or for another audience. */
  accessToken(person: Person, audience?: string): Promise<string>;
  /** The ID token of the same sign-in, which is not for the API. */
  idToken(person: Person): Promise<string>;
  /** Stops answering. */
  stop(): Promise<void>;
}

interface Teardown {
  teardown(work: () => unknown): void;
}

/** A browser's jar, for one walk. */
function createJar() {
  const cookies = new Map<string, string>();
  return async (url: URL): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
}

async function configure(): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256', kid: 'test' }] },
    clients: [
      { client_id: 'portal', client_secret: 'portal-secret', redirect_uris: [CALLBACK] },
      {
        client_id: 'machine',
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        redirect_uris: [MACHINE_CALLBACK],
      },
    ],
    claims: { openid: ['sub', 'amr'] },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_ctx, resource) => ({
          scope: 'api',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 600,
        }),
      },
    },
    cookies: { keys: ['test'] },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, subject) => ({ accountId: subject, claims: () => ({ sub: subject }) }),
    extraTokenClaims: (ctx) => ({ amr: ctx.oidc.entities.AuthorizationCode?.amr }),
  };
}

/** A real issuer of OpenID Connect on a free port of the loopback. */
export async function startIssuer(t: Teardown): Promise<TestIssuer> {
  let person: Person = { subject: 'nobody' };
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(url, await configure());
  const answer = provider.callback();

  /** The person signs in and consents at once. */
  async function interact(...[request, response]: Parameters<typeof answer>): Promise<void> {
    const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      const login = { accountId: person.subject, ...(person.amr ? { amr: [...person.amr] } : {}) };
      return provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
    }
    const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
    const grant =
      known ?? new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) });
    grant.addOIDCScope('openid');
    if (typeof params['resource'] === 'string') grant.addResourceScope(params['resource'], 'api');
    const consent = { grantId: await grant.save() };
    return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
  }

  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/')) void interact(request, response);
    else void answer(request, response);
  });
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  t.teardown(stop);

  async function authorize(address: string, who: Person): Promise<URL> {
    person = who;
    const visit = createJar();
    let at = new URL(address);
    while (at.origin === url) {
      const reply = await visit(at);
      const location = reply.headers.get('location');
      if (location === null) throw new Error(`The issuer answers ${reply.status}: ${await reply.text()}`);
      at = new URL(location, url);
    }
    return at;
  }

  async function tokens(who: Person, audience?: string): Promise<{ access_token: string; id_token: string }> {
    const verifier = 'v'.repeat(50);
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
    const asked = new URLSearchParams({
      client_id: 'machine',
      response_type: 'code',
      redirect_uri: MACHINE_CALLBACK,
      scope: audience === undefined ? 'openid' : 'openid api',
      code_challenge: Buffer.from(digest).toString('base64url'),
      code_challenge_method: 'S256',
      ...(audience === undefined ? {} : { resource: audience }),
    });
    const back = await authorize(`${url}/auth?${asked}`, who);
    const body = new URLSearchParams({
      client_id: 'machine',
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: MACHINE_CALLBACK,
      code_verifier: verifier,
      ...(audience === undefined ? {} : { resource: audience }),
    });
    const reply = await fetch(`${url}/token`, { method: 'POST', body });
    if (!reply.ok) throw new Error(`The issuer gives no token: ${await reply.text()}`);
    return (await reply.json()) as { access_token: string; id_token: string };
  }

  return {
    url,
    env: {
      PUBLIC_URL,
      OIDC_ISSUER: url,
      OIDC_CLIENT_ID: 'portal',
      OIDC_CLIENT_SECRET: 'portal-secret',
      OIDC_AUDIENCE: AUDIENCE,
    },
    authorize,
    accessToken: async (who, audience = AUDIENCE) => (await tokens(who, audience)).access_token,
    idToken: async (who) => (await tokens(who)).id_token,
    stop,
  };
}
