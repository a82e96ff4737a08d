import { oneLine } from '../text-fields.js';
import { withoutWritingHabits } from './as-written.js';

const PHONE = /^\+?\d{6,22}$/;
const CHINA = /^(?:\+|00)86/;
/** A mobile number with the code of China before it and nothing that says so. */
const BARE_CODE = /^86(?=1\d{10}$)/;

const withoutHyphens = (text: string): string => withoutWritingHabits(text).replace(/[-()]/g, '');

/**
 * What a phone is compared by. A number of China has neither the code of China nor the 0 before its area; any other
 * begins with + and the code of its country.
 */
export function normalisePhone(text: string): string {
  const number = withoutHyphens(text);
  if (CHINA.test(number) || BARE_CODE.test(number))
    return number.replace(CHINA, '').replace(BARE_CODE, '').replace(/^0/, '');
  return number.startsWith('00') ? `+${number.slice(2)}` : number.replace(/^0/, '');
}

/** Wire form of a phone: kept as it is written, full-width digits apart. */
export const phoneText = oneLine(40)
  .overwrite((text) => text.normalize('NFKC'))
  .refine((text) => PHONE.test(withoutHyphens(text)), 'write digits, with blanks or hyphens between them');
