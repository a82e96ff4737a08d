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

/** Acts that affect rights, or show what is sealed: a person does these, signed in as himself. */
export const ACTS_OF_PERSONS: readonly string[] = [
  'activatePlan',
  'assignCase',
  'confirmPayment',
  'confirmPlan',
  'decideDisbursement',
  'decideEscalationPolicy',
  'decideHolidays',
  'decideLendingRate',
  'decidePayment',
  'decideReview',
  'giveOpinion',
  'liftRecusal',
  'recordConsent',
  'recordPayout',
  'recuse',
  'requestRelief',
  'reversePayment',
  'unmask',
];

/** What a call asks of a key. */
export interface CallKind {
  readonly operationId: string;
  readonly method: string;
  readonly tags: readonly string[];
}

/**
 * Whether scopes open a call. Calculators only compute, so that reading is enough for them.
 * Law: PIPL 24 and the rule of this product that a named person decides.
 */
export function opens(scopes: readonly string[], { operationId, method, tags }: CallKind): boolean {
  if (ACTS_OF_PERSONS.includes(operationId)) return false;
  const [tag = ''] = tags;
  const reads = method === 'GET' || method === 'HEAD' || tag === 'calculations';
  return scopes.includes(`${tag}:write`) || (reads && scopes.includes(`${tag}:read`));
}
