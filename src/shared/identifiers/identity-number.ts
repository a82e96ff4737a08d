import { z } from 'zod';
import { type CivilDate, isRealDate } from '../civil-date.js';
import { accept, type Outcome, refuse } from '../refusal.js';
import { withoutWritingHabits } from './as-written.js';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';

export function normaliseIdentityNumber(text: string): string {
  return withoutWritingHabits(text).toUpperCase();
}

/**
 * Normalises and checks a citizen identity number (公民身份号码).
 * @param today - a birth date after this day is refused
 * Refuses: `identity-number-invalid`; the detail never repeats the number, because it is sensitive (ID-08).
 * Law: ID-07 (GB 11643-1999).
 */
export function parseIdentityNumber(input: string, today: CivilDate): Outcome<string> {
  const text = normaliseIdentityNumber(input);
  if (!/^\d{17}[\dX]$/.test(text)) {
    return refuse('identity-number-invalid', 'An identity number has 17 digits and a check character.');
  }
  const bornOn = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  if (!isRealDate(bornOn) || bornOn > today) {
    return refuse('identity-number-invalid', 'Digits 7 to 14 are not a real date of birth.');
  }
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text.charAt(index)), 0);
  if (CHECK_CHARACTERS.charAt(sum % 11) !== text.charAt(17)) {
    return refuse('identity-number-invalid', 'The check character does not fit the other digits.');
  }
  return accept(text);
}

/** Wire form of an identity number; the rule itself has to know which day it is. */
export const identityNumberText = z
  .string()
  .max(40)
  .overwrite(normaliseIdentityNumber)
  .refine((text) => /^[0-9A-Z]{1,20}$/.test(text), 'write digits and a check character');
