/** Parts of the API that a key may open; accounts, the own account and the running of jobs are for people. */
export const SCOPED_TAGS = [
  'calculations',
  'cases',
  'relief',
  'seizures',
  'plans',
  'payments',
  'escalation',
  'documents',
  'reference',
  'audit',
] as const;
type ScopedTag = (typeof SCOPED_TAGS)[number];

export type Scope = `${ScopedTag}:read` | `${ScopedTag}:write`;
export const SCOPES: readonly Scope[] = SCOPED_TAGS.flatMap((tag) => [`${tag}:read`, `${tag}:write`] as const);

/** What a call asks of a key. */
export interface CallKind {
  /** Whether the table of permissions lets machines do it. */
  readonly machine: boolean;
  readonly method: string;
  readonly tags: readonly string[];
}

/**
 * Whether scopes open a call. Acts that affect rights or show what is sealed are done by a person, signed in as himself;
 * calculators only compute, so that reading is enough for them.
 * Law: PIPL 24 and the rule of this product that a named person decides.
 */
export function opens(scopes: readonly string[], { machine, method, tags }: CallKind): boolean {
  if (!machine) return false;
  const [tag = ''] = tags;
  const reads = method === 'GET' || method === 'HEAD' || tag === 'calculations';
  return scopes.includes(`${tag}:write`) || (reads && scopes.includes(`${tag}:read`));
}
