/**
 * Writes a view whose keys are exactly those of its schema without going through the schema: amounts in fen become
 * JSON integers, as the codec would make them. For the one answer that is read most; a test compares it with the codec.
 */
export function writeExactly(view: unknown): string {
  return JSON.stringify(view, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
}
