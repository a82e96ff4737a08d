/** What a call asks of a key. */
export interface CallKind {
  /** Whether the table of permissions lets machines do it. */
  readonly machine: boolean;
  readonly method: string;
  readonly tags: readonly string[];
}

/**
 * Whether scopes open a call. Acts that affect rights or show what is sealed are done by a person, signed in as
 * himself; calculators only compute, so that reading is enough for them.
 * Law: PIPL 24 and the rule of this product that a named person decides.
 */
export function opens(scopes: readonly string[], { machine, method, tags }: CallKind): boolean {
  if (!machine) return false;
  const [tag = ''] = tags;
  const reads = method === 'GET' || method === 'HEAD' || tag === 'calculations';
  return scopes.includes(`${tag}:write`) || (reads && scopes.includes(`${tag}:read`));
}
