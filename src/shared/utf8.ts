import { Problem } from './problems.js';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Refuses: `malformed-json` for bytes that are no UTF-8, which would otherwise be stored as U+FFFD for ever. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new Problem('malformed-json', { detail: 'The body is not UTF-8.', cause });
  }
}
