import { readFileSync } from 'node:fs';
import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify, type RemoteJWKSet } from 'jose';
import * as oidc from 'openid-client';
import type { Config } from '../../../config.js';
import { Problem } from '../../../shared/problems.js';
import { rememberVerified } from './verified-tokens.js';

/** Where people come back to from the issuer; to be registered there under `PUBLIC_URL`. */
export const CALLBACK_PATH = '/sign-in/issuer/callback';

/** Longest wait for an answer of the issuer. */
const TIMEOUT_SECONDS = 5;
/**
 * How long a verified access token is taken without looking at the issuer's keys again, which may have been
 * withdrawn.
 */
const KEEP_MS = 60_000;
const CLOCK_TOLERANCE_SECONDS = 5;
/** Signatures that need the issuer's private key; none that a verifier could make himself. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Somebody as an issuer knows him. */
export interface ExternalIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** What the issuer says of somebody who signed in there. */
export interface IssuerWord extends ExternalIdentity {
  /** It has seen more than one factor (`amr` of RFC 8176), or is trusted to ask for them. */
  readonly hasSecondFactor: boolean;
}

/** What the portal keeps while the person is away at the issuer; each opens one answer. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** An issuer of OpenID Connect beside which the accounts stand. */
export interface Issuer {
  /** What people call it. */
  readonly name: string;
  /** Whether people sign in to the portal by it. */
  readonly opensPortal: boolean;
  /** Begins the code flow: where the person goes, and what is kept meanwhile. Refuses: `issuer-unreachable`. */
  begin(): Promise<{ readonly address: string; readonly pending: PendingSignIn }>;
  /**
   * Ends the code flow with the address on which the person came back.
   * Refuses: `issuer-refused` (it said no, or its answer fits nothing that was begun), `issuer-unreachable`.
   */
  finish(search: string, pending: PendingSignIn): Promise<IssuerWord>;
  /**
   * What an access token for the API says; undefined for a text that is none of this issuer. Refuses:
   * `issuer-unreachable`.
   */
  readToken(token: string): Promise<(IssuerWord & { readonly issuedAt: Date }) | undefined>;
}

export interface IssuerSettings {
  readonly name: string;
  /** Issuer identifier; its metadata are found from it. */
  readonly url: string;
  /** Sign-in to the portal; undefined where the issuer serves the API alone. */
  readonly client?:
    | { readonly id: string; readonly secret?: string | undefined; readonly redirectUri: string }
    | undefined;
  /** Audience of access tokens that the API takes; undefined where it takes none. */
  readonly audience?: string | undefined;
  /** The issuer asks everybody for a second factor, whether it says so or not. */
  readonly asksSecondFactor: boolean;
}

/** Loopback hosts may speak plainly: nobody is between. */
const isLoopback = (url: URL) => ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);

/** The way of naming itself that the issuer supports; `client_secret_basic` where it says nothing (RFC 8414). */
function authenticate(secret: string | undefined): oidc.ClientAuth {
  if (secret === undefined) return oidc.None();
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (ways.includes('client_secret_basic') ? basic : post)(server, client, body, headers);
  };
}

const unreachable = (cause: unknown) =>
  new Problem('issuer-unreachable', { detail: 'The issuer of sign-ins does not answer.', retryAfterSeconds: 5, cause });

/** No answer, or none that an issuer gives; everything else is an answer that does not hold. */
function isAway(error: unknown): boolean {
  if (error instanceof TypeError) return error.message === 'fetch failed';
  const codes = ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'];
  return error instanceof oidc.ClientError && codes.includes(error.code ?? '');
}

/** Something wrong with the token itself, and not with the way to the issuer's keys. */
function isFaultOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && error.code !== 'ERR_JOSE_GENERIC'
  );
}

/** How the issuer is reached: its metadata and keys, read at first use and again after a failure. */
type Reach = () => Promise<{ readonly config: oidc.Configuration; readonly keys: RemoteJWKSet }>;

function createReach({ url, client }: IssuerSettings): Reach {
  const server = new URL(url);
  let found: ReturnType<Reach> | undefined;

  async function discover(): ReturnType<Reach> {
    const execute = [oidc.enableNonRepudiationChecks, ...(isLoopback(server) ? [oidc.allowInsecureRequests] : [])];
    const config = await oidc.discovery(server, client?.id ?? 'none', undefined, authenticate(client?.secret), {
      execute,
      timeout: TIMEOUT_SECONDS,
    });
    const { jwks_uri: keysAt } = config.serverMetadata();
    if (keysAt === undefined) throw new Error('The issuer names no keys');
    const keys = createRemoteJWKSet(new URL(keysAt), { timeoutDuration: TIMEOUT_SECONDS * 1000 });
    return { config, keys };
  }

  return async () => {
    found ??= discover();
    try {
      return await found;
    } catch (error) {
      found = undefined;
      throw unreachable(error);
    }
  };
}

function wordOf({ url, asksSecondFactor }: IssuerSettings, subject: string, amr: unknown): IssuerWord {
  const hasSecondFactor = asksSecondFactor || (Array.isArray(amr) && amr.includes('mfa'));
  return { issuer: url, subject, hasSecondFactor };
}

/** Reads access tokens for the API. */
function createTokenReader(settings: IssuerSettings, reach: Reach, now: () => Date): Issuer['readToken'] {
  const { url: issuer, audience } = settings;
  return rememberVerified(async (token) => {
    if (audience === undefined || readIssuer(token) !== issuer) return undefined;
    const { keys } = await reach();
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        currentDate: now(),
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['sub', 'iat', 'exp'],
      }));
    } catch (error) {
      if (isFaultOfToken(error)) return undefined;
      throw unreachable(error);
    }
    const { sub = '', iat = 0, exp = 0, amr } = payload;
    const endsAt = Math.min(exp * 1000, now().getTime() + KEEP_MS);
    return { ...wordOf(settings, sub, amr), issuedAt: new Date(iat * 1000), endsAt };
  }, now);
}

/**
 * Speaks with an issuer; the server starts without it.
 * @param now - the real clock
 */
export function createIssuer(settings: IssuerSettings, now: () => Date): Issuer {
  const { name, client } = settings;
  const reach = createReach(settings);

  function requireClient() {
    if (client === undefined) {
      throw new Problem('not-found', { detail: 'Nobody signs in to the portal by an issuer here.' });
    }
    return client;
  }

  return {
    name,
    opensPortal: client !== undefined,
    readToken: createTokenReader(settings, reach, now),
    async begin() {
      const { redirectUri } = requireClient();
      const { config } = await reach();
      const pending = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        codeVerifier: oidc.randomPKCECodeVerifier(),
      };
      const address = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(pending.codeVerifier),
        code_challenge_method: 'S256',
      });
      return { address: address.href, pending };
    },
    async finish(search, pending) {
      const { redirectUri } = requireClient();
      const { config } = await reach();
      const cameBack = new URL(redirectUri);
      cameBack.search = search;
      try {
        const tokens = await oidc.authorizationCodeGrant(config, cameBack, {
          expectedState: pending.state,
          expectedNonce: pending.nonce,
          pkceCodeVerifier: pending.codeVerifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new Error('The issuer sent no ID token');
        return wordOf(settings, claims.sub, claims['amr']);
      } catch (error) {
        if (isAway(error)) throw unreachable(error);
        throw new Problem('issuer-refused', { detail: 'The issuer did not confirm the sign-in.', cause: error });
      }
    },
  };
}

/**
 * The issuer of the settings; undefined where there is none. @throws Error when the file of the secret cannot be read
 */
export function readIssuerSettings(config: Config): IssuerSettings | undefined {
  const { OIDC_ISSUER: url, OIDC_NAME: name, OIDC_CLIENT_ID: id, PUBLIC_URL, OIDC_CLIENT_SECRET_FILE: file } = config;
  if (url === undefined) return undefined;
  const secret = file === undefined ? config.OIDC_CLIENT_SECRET : readFileSync(file, 'utf8').trim();
  return {
    name,
    url,
    client: id === undefined ? undefined : { id, secret, redirectUri: new URL(CALLBACK_PATH, PUBLIC_URL).href },
    audience: config.OIDC_AUDIENCE,
    asksSecondFactor: config.OIDC_SECOND_FACTOR === 'always',
  };
}

/** Whom a token names as its issuer, before anything of it is believed. */
function readIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
