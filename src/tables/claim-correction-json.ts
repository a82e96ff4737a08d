import type { z } from 'zod';
import type { claimView } from '../features/dossier/cases/claim-schema.js';

/** A claim as it stood before or after a correction, in wire form. */
export type StoredClaim = z.input<typeof claimView>;
