import type { FieldError } from '../shared/problems.js';

const NULL_CHARACTER = '\u0000';

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes(NULL_CHARACTER);
}

function escapePointer(part: string): string {
  return part.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * Finds text in a parsed body that PostgreSQL cannot keep as it stands: U+0000, and halves of surrogate pairs, which
 * the database would replace behind the back of the event chain. It walks without recursion, whatever the depth.
 */
export function findUnstorableText(body: unknown): FieldError | undefined {
  const open: { value: unknown; pointer: string }[] = [{ value: body, pointer: '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, pointer } = next;
    if (typeof value === 'string' && !isStorable(value)) {
      return { pointer, detail: 'holds a character that cannot be stored (U+0000 or half of a surrogate pair)' };
    }
    // Bytes of an uploaded file are kept as bytes.
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue;
    for (const [key, inner] of Object.entries(value)) {
      const place = `${pointer}/${escapePointer(key)}`;
      if (!isStorable(key)) return { pointer: place.replaceAll(NULL_CHARACTER, ''), detail: 'unknown field' };
      if (typeof inner === 'string' || typeof inner === 'object') open.push({ value: inner, pointer: place });
    }
  }
  return undefined;
}
