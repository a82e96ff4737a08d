import type { z } from 'zod';
import type { stepRecipient } from '../features/course/steps/schema.js';

/** Who is told of a step, in wire form. */
export type StoredRecipients = readonly z.input<typeof stepRecipient>[];
