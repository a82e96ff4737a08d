import { uuidv7 } from 'uuidv7';
import { z } from 'zod';

/**
 * An identifier on the wire and in the database: a UUID, made by us as version 7 (RFC 9562), so that it sorts by
 * time.
 */
export const id = z.uuid();

/** Makes a new identifier. */
export function newId(): string {
  return uuidv7();
}
