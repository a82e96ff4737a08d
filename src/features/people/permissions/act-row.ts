import type { Role } from '../../../law/people/roles.js';

/** Who may do one act. Reach comes first (404), then this (403), then what rules and states say (409). */
export interface ActRow {
  /** One of these suffices. ANYBODY: whoever is signed in, within his reach. STRANGER: without sign-in too. */
  readonly roles: readonly Role[] | 'ANYBODY' | 'STRANGER';
  /** Parties who do it for themselves and nobody else; the service compares the party. */
  readonly own?: readonly Role[];
  /** What is refused, as a sentence part after "Only … may". */
  readonly says?: string;
  /** What else has to hold, for readers; the service decides it. */
  readonly when?: string;
  /**
   * A key for machines may do it, where its scopes open the call: reading, computing, and entering what has happened
   * elsewhere or waits for a person. Absent, as for everything that changes what was entered, decides, or takes out
   * the whole of something.
   */
  readonly machine?: true;
  /** The operation of which this is a part with roles of its own; absent for an operation. */
  readonly within?: string;
}
