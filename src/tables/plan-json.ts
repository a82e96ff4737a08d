import type { z } from 'zod';
import type { amendmentView, planBody } from '../features/plans/drafting/schema.js';

/** The terms of a plan as their column keeps them: the body it was drafted with, in wire form. */
export type StoredTerms = z.input<typeof planBody>;

/** What an amendment carried over and who consented, in wire form. */
export type StoredAmendment = z.input<typeof amendmentView>;
