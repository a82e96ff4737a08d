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

/** Least length of a password (CP-08). */
const LENGTH_LEAST = 12;
/** Fewer different characters than this are a pattern and no password. */
const CHARACTERS_LEAST = 5;
/** What people take when a rule asks for more; compared without digits, case and signs. */
const COMMON_WORDS =
  'password|passw0rd|qwertyuiop|qwerty|asdfghjkl|abcdefghijkl|letmein|welcome|administrator|admin|' +
  'reprieve|mima|zhixing|fayuan';
const WELL_KNOWN = new RegExp(`^(${COMMON_WORDS})*$`);

/** Whether each character follows the one before it, up or down: 123456789012, abcdefghijkl. */
function isRow(password: string): boolean {
  const steps = new Set<number>();
  for (let index = 1; index < password.length; index += 1) {
    steps.add((password.charCodeAt(index) - password.charCodeAt(index - 1) + 10) % 10);
  }
  return steps.size === 1;
}

/**
 * What is wrong with a new password, as the end of a sentence; undefined when it will do. Length counts more than
 * kinds of characters. Law: CP-08.
 */
export function findWeakness(password: string, username: string): string | undefined {
  if (password.length < LENGTH_LEAST) return `needs at least ${LENGTH_LEAST} characters`;
  if (password.toLowerCase().includes(username.toLowerCase())) return 'must not contain the user name';
  if (new Set(password).size < CHARACTERS_LEAST) return `needs at least ${CHARACTERS_LEAST} different characters`;
  const letters = password.toLowerCase().replace(/[^a-z]/g, '');
  if (isRow(password) || (letters !== '' && WELL_KNOWN.test(letters))) return 'is one of those that are tried first';
  return undefined;
}
