import type { z } from 'zod';
import type { wantedAccount } from '../features/people/accounts/schema.js';

/** The account that a request asks for, in wire form. */
export type StoredWantedAccount = z.input<typeof wantedAccount>;
