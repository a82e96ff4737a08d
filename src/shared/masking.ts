/** Shows the ends of a text and hides the rest; a text too short for that is hidden altogether. */
function showEnds(text: string, atStart: number, atEnd: number): string {
  const characters = Array.from(text);
  const hidden = characters.length - atStart - atEnd;
  if (hidden <= 0) return '*'.repeat(characters.length);
  const shown = (from: number, to: number) => characters.slice(from, to).join('');
  return `${shown(0, atStart)}${'*'.repeat(hidden)}${shown(characters.length - atEnd, characters.length)}`;
}

/** First 6 and last 4 characters. Law: ID-08. */
export function maskIdentityNumber(text: string): string {
  return showEnds(text, 6, 4);
}

const ACCOUNT_LENGTH_LEAST = 8;
const PHONE_LENGTH_USUAL = 11;

/** The last 4 characters; nothing of an account number below 8. Law: CP-05. */
export function maskAccountNumber(text: string): string {
  return text.length < ACCOUNT_LENGTH_LEAST ? '*'.repeat(text.length) : showEnds(text, 0, 4);
}

/** First 3 and last 4 characters of a mobile number; the last 2 of anything shorter. Law: CP-05. */
export function maskPhone(text: string): string {
  return text.length < PHONE_LENGTH_USUAL ? showEnds(text, 0, 2) : showEnds(text, 3, 4);
}
