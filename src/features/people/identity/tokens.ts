import { importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { rememberVerified } from './verified-tokens.js';

/** Life of an API access token (contract section 1). */
export const ACCESS_TOKEN_SECONDS = 3600;

/** A portal session ends after a quarter of an hour without a request (CP-08). */
export const PORTAL_IDLE_MS = 15 * 60_000;

const ISSUER = 'reprieve';
const AUDIENCE = 'reprieve-api';
const ALGORITHM = 'EdDSA';
const SESSION_CLAIM = 'sv';

/** What a token says: whose it is, and which sign-in epoch of the account it belongs to. */
export interface TokenBearer {
  readonly userId: string;
  /**
   * A token of an earlier number than the account's has ended: the password is another, or everything was signed out.
   */
  readonly sessionVersion: number;
}

export interface TokenIssuer {
  issue(bearer: TokenBearer): Promise<string>;
  /** The bearer of a token that is ours and has not ended; undefined for any other text. */
  verify(token: string): Promise<TokenBearer | undefined>;
}

/**
 * Issues and checks access tokens (JWT, Ed25519).
 * @param now - the real clock: tokens never run on simulated dates (contract section 4)
 */
export async function createTokenIssuer(key: JWK, now: () => Date): Promise<TokenIssuer> {
  const { d: _private, ...publicPart } = key;
  const signing = await importJWK(key, ALGORITHM);
  const verifying = await importJWK(publicPart, ALGORITHM);

  async function check(token: string): Promise<(TokenBearer & { endsAt: number }) | undefined> {
    try {
      const { payload } = await jwtVerify(token, verifying, {
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: [ALGORITHM],
        currentDate: now(),
        requiredClaims: ['sub', 'exp', SESSION_CLAIM],
      });
      const sessionVersion = Number(payload[SESSION_CLAIM]);
      return { userId: payload.sub ?? '', sessionVersion, endsAt: (payload.exp ?? 0) * 1000 };
    } catch {
      // Whatever is wrong with it, the caller learns only that it is not accepted.
      return undefined;
    }
  }

  return {
    issue: ({ userId, sessionVersion }) =>
      new SignJWT({ [SESSION_CLAIM]: sessionVersion })
        .setProtectedHeader({ alg: ALGORITHM })
        .setSubject(userId)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(now())
        .setExpirationTime(new Date(now().getTime() + ACCESS_TOKEN_SECONDS * 1000))
        .sign(signing),
    verify: rememberVerified(check, now),
  };
}
