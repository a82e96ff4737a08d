import { z } from 'zod';

/** A digest of 256 bits (SHA-256 or SM3) as the product writes it: hexadecimal, small letters. */
export const hexDigest = z.string().regex(/^[0-9a-f]{64}$/);
