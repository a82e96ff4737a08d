/**
 * The beginning of a text, at most so many code points: as PostgreSQL counts characters, and never half of one. A
 * half that stands in the text becomes U+FFFD, which can be stored.
 */
export function cutText(text: string, most: number): string {
  // A code point takes one or two units, so that a text this short needs no counting.
  if (text.length <= most) return text.toWellFormed();
  return Array.from(text.slice(0, 2 * most).toWellFormed())
    .slice(0, most)
    .join('');
}

/** What an error says, as it is kept in rows: at most 500 characters. */
export function messageOf(error: unknown): string {
  return cutText(error instanceof Error ? error.message : String(error), 500);
}
