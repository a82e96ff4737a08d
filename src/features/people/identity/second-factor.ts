import { Secret, TOTP } from 'otpauth';
import { COURT_ROLES, type Role, type SecondFactor } from '../../../law/people/roles.js';
import type { Database } from '../../../platform/database.js';
import type { FieldCipher } from '../../../platform/field-cipher.js';
import { spendFactorStep } from './users.js';

/** Roles that open what belongs to a court. Law: CP-08. */
const ROLES_WITH_FACTOR: readonly string[] = [...COURT_ROLES, 'ADMIN', 'SECURITY_ADMIN'] satisfies readonly Role[];

const ISSUER = 'Reprieve';
const SECRET_BYTES = 20;
const PERIOD_SECONDS = 30;
/** Steps before and after the present one that a slow clock or hand may use. */
const WINDOW = 1;

/** Where the sealed secret of an account stands. */
export const totpSecretPlace = (userId: string) => `users.totp_secret:${userId}`;

/** How an account stands: court people and administrators need one, but for sample accounts; others may. */
export function secondFactorOf(user: {
  readonly roles: readonly string[];
  readonly isSample: boolean;
  readonly totpConfirmedAt: Date | null;
}): SecondFactor {
  if (user.totpConfirmedAt !== null) return 'ACTIVE';
  return !user.isSample && user.roles.some((one) => ROLES_WITH_FACTOR.includes(one)) ? 'REQUIRED' : 'NONE';
}

/** A new secret, as authenticator apps take it. */
export function makeSecret(username: string): { secret: string; uri: string } {
  const secret = new Secret({ size: SECRET_BYTES });
  return { secret: secret.base32, uri: new TOTP({ issuer: ISSUER, label: username, secret }).toString() };
}

/** The address of a known secret, for showing it again. */
export function uriOf(username: string, secret: string): string {
  return new TOTP({ issuer: ISSUER, label: username, secret: Secret.fromBase32(secret) }).toString();
}

/**
 * The time step that a code is of; undefined when it is of none that counts at this moment.
 * RFC 6238, 6 digits, 30 seconds.
 */
function findStep(secret: string, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code, window: WINDOW, timestamp: now.getTime() });
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
}

/**
 * Takes a code of an account, once: the same code, or an older one, opens nothing any more.
 * @returns whether it was taken
 * Refuses: `field-keys-missing`.
 */
export async function takeCode(
  db: Database,
  fields: FieldCipher,
  user: { readonly id: string; readonly totpSecret: string | null },
  code: string,
  now: Date,
): Promise<boolean> {
  if (user.totpSecret === null) return false;
  const step = findStep(fields.open(totpSecretPlace(user.id), user.totpSecret), code, now);
  if (step === undefined) return false;
  return spendFactorStep(db, user.id, step);
}
