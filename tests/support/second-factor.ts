import { Secret, TOTP } from 'otpauth';
import type { Caller } from './app.js';
import { expectStatus } from './story.js';

/** The code that an authenticator shows, some steps of thirty seconds from now. */
export function codeOf(secret: string, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
}

/**
 * Sets up the second factor of a caller; its tokens have ended then, and the present code is used up: sign in with
 * the next one (`codeOf(secret, 1)`), which is taken half a minute early.
 * @returns the secret
 */
export async function enrol(caller: Pick<Caller, 'post'>, currentPassword: string): Promise<string> {
  const { secret } = expectStatus(await caller.post('/v1/me/second-factor', { currentPassword }), 200).body;
  expectStatus(await caller.post('/v1/me/second-factor/confirmation', { code: codeOf(secret) }), 200);
  return secret;
}
