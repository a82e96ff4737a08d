import { z } from 'zod';
import { RECIPIENT_ROLES } from '../law/course/steps.js';
import { id } from '../shared/ids.js';

export const stepRecipient = z.object({ role: z.enum(RECIPIENT_ROLES), id, name: z.string() });

/** Who is told of a step, in wire form. */
export type StoredRecipients = readonly z.input<typeof stepRecipient>[];
