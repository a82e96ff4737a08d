/** Verified tokens kept, so that a busy caller's signature is checked once. */
const CACHE_MAX = 5_000;

/**
 * Remembers what tokens turned out to say, until they end.
 * @param check - verifies a token; undefined for one that is not accepted, which is not remembered
 * @param now - the real clock: tokens never run on simulated dates (contract section 4)
 */
export function rememberVerified<T extends { readonly endsAt: number }>(
  check: (token: string) => Promise<T | undefined>,
  now: () => Date,
): (token: string) => Promise<T | undefined> {
  const verified = new Map<string, T>();
  return async (token) => {
    const known = verified.get(token) ?? (await check(token));
    if (!known || known.endsAt <= now().getTime()) {
      verified.delete(token);
      return undefined;
    }
    if (verified.size >= CACHE_MAX) verified.clear();
    verified.set(token, known);
    return known;
  };
}
