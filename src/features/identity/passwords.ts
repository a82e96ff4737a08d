import { hash, verify } from '@node-rs/argon2';

/** Hashes a password with argon2id (19 MiB, two passes: the library's defaults, OWASP's minimum). */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

let decoy: Promise<string> | undefined;

/**
 * Checks a password. Without a stored hash the same work is done against a decoy, so that the time to answer does not
 * tell whether the account exists.
 */
export async function isPasswordRight(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hash('no account has this password');
  const right = await verify(stored ?? (await decoy), password);
  return stored !== undefined && right;
}
