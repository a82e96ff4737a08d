import type { z } from 'zod';
import type { calculationTerms, generalInterestClause } from '../law/claims/terms.js';

/** The interest clause of a case as its column keeps it: the wire form, amounts as JSON integers. */
export type StoredInterestClause = z.input<typeof generalInterestClause>;

/** The switches of section 5.8 as their column keeps them; what is absent has its default. */
export type StoredCalculation = z.input<typeof calculationTerms>;

/** What an event tells, in wire form. Each type of event has its own fields. */
export type { EventData as StoredEventData } from '../law/record/event-chain.js';
