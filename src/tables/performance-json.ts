import { z } from 'zod';
import { BUCKETS } from '../law/ledger/terms.js';
import { computedFen } from '../shared/money.js';

/** What of the basis dropped with performance, by bucket; a bucket of which nothing dropped is absent. */
export const waivedParts = z.partialRecord(z.enum(BUCKETS), computedFen);

/** The same as its column keeps it: amounts are JSON integers. */
export type StoredWaiver = z.input<typeof waivedParts>;
