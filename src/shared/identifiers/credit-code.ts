import { z } from 'zod';
import { accept, type Outcome, refuse } from '../refusal.js';
import { withoutWritingHabits } from './as-written.js';

/** 31 characters of GB 32100-2015: digits and letters without I, O, S, V, Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ALLOWED = new RegExp(`^[${ALPHABET}]+$`);
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const MODULUS = 31;
const CODE_LENGTH = 18;

const ORGANISATION_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

export interface CreditCode {
  readonly code: string;
  /** `ORGANISATION_CODE_CHECK`: the check character of the inner organisation code does not fit (ID-06). */
  readonly warnings: readonly 'ORGANISATION_CODE_CHECK'[];
}

export function normaliseCreditCode(text: string): string {
  return withoutWritingHabits(text).toUpperCase();
}

function sumWeighted(text: string, alphabet: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * alphabet.indexOf(text.charAt(index)), 0);
}

/** The check character that the first 17 characters of a credit code ask for (ID-05). */
export function creditCodeCheckCharacter(first17: string): string {
  return ALPHABET.charAt((MODULUS - (sumWeighted(first17, ALPHABET, WEIGHTS) % MODULUS)) % MODULUS);
}

function organisationCheckCharacter(first8: string): string {
  const value = 11 - (sumWeighted(first8, ORGANISATION_ALPHABET, ORGANISATION_WEIGHTS) % 11);
  return value === 10 ? 'X' : value === 11 ? '0' : String(value);
}

/**
 * Normalises and checks a unified social credit code (统一社会信用代码).
 * Refuses: `credit-code-invalid`. A wrong inner organisation code only warns.
 * Law: ID-05 (GB 32100-2015), ID-06 (GB 11714).
 */
export function parseCreditCode(input: string): Outcome<CreditCode> {
  const code = normaliseCreditCode(input);
  const fault = findFault(code);
  if (fault !== undefined) {
    return refuse('credit-code-invalid', fault);
  }
  const organisationFits = organisationCheckCharacter(code.slice(8, 16)) === code.charAt(16);
  return accept({ code, warnings: organisationFits ? [] : ['ORGANISATION_CODE_CHECK'] });
}

function findFault(code: string): string | undefined {
  if (code.length !== CODE_LENGTH) {
    return `A credit code has ${CODE_LENGTH} characters.`;
  }
  if (!ALLOWED.test(code)) {
    return 'A credit code has digits and capital letters other than I, O, S, V and Z.';
  }
  if (code.startsWith('0')) {
    return 'The first character names the registering authority, and there is none of 0.';
  }
  if (code.slice(2, 8) === '000000' || /^(.)\1+$/.test(code.slice(0, CODE_LENGTH - 1))) {
    return 'This is a placeholder: it names no district, or repeats one character.';
  }
  if (!/^\d{6}$/.test(code.slice(2, 8))) {
    return 'Characters 3 to 8 are the administrative code and must be digits.';
  }
  if (creditCodeCheckCharacter(code.slice(0, CODE_LENGTH - 1)) !== code.charAt(CODE_LENGTH - 1)) {
    return 'The check character does not fit the other characters.';
  }
  return undefined;
}

/** Wire form of a credit code: blanks around it and small letters are forgiven. */
export const unifiedSocialCreditCode = z
  .string()
  .max(40)
  .overwrite(normaliseCreditCode)
  .superRefine((text, context) => {
    const parsed = parseCreditCode(text);
    if (!parsed.ok) {
      context.addIssue({ code: 'custom', message: parsed.detail, params: { code: parsed.code } });
    }
  });
