/**
 * An identifier without what differs only in writing: full-width characters, blanks, and the marks that programs leave
 * around a text.
 */
export function withoutWritingHabits(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '');
}
