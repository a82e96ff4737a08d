import { z } from 'zod';

/**
 * What no text holds beside control characters: characters that turn the direction of writing or have no width, line
 * separators, fillers that look like a blank, and the mark of bytes that somebody has decoded wrongly. Written so that
 * other languages read it as well: it stands in the API text.
 */
const INVISIBLE =
  '\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e' +
  '\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\uffff';
const ONE_LINE = new RegExp(`^[^\\u0000-\\u001f${INVISIBLE}]*$`);
/** Tabulator, line feed and carriage return are let through. */
const MANY_LINES = new RegExp(`^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f${INVISIBLE}]*$`);

/** Beyond the first plane, where the patterns above see halves only. */
const INVISIBLE_BEYOND = /[\u{e0000}-\u{e007f}\u{e01f0}-\u{e0fff}\u{1d173}-\u{1d17a}\u{1bca0}-\u{1bca3}]/u;
/** A selector behind a character of a name chooses its variant; anywhere else it is nothing but invisible. */
const STRAY_SELECTOR = /(?<!\p{Script=Han})[\u{e0100}-\u{e01ef}]/u;

const isVisible = (text: string): boolean => !INVISIBLE_BEYOND.test(text) && !STRAY_SELECTOR.test(text);

const ONE_LINE_FAULT =
  'write one line: no line break, and no character that is invisible, turns the direction of writing or was lost';
const MANY_LINES_FAULT = 'no character that is invisible, turns the direction of writing or was lost';

const tidy = (text: string): string => text.normalize('NFC').trim();
const tidyLines = (text: string): string => tidy(text.replace(/\r\n?/g, '\n'));

/** The fewest characters that are left without blanks around them; one unless said. */
interface Least {
  readonly least?: number;
}

/** A text of one line, in NFC and without blanks around it, such as a name, a number or a ground. */
export const oneLine = (most: number, { least = 1 }: Least = {}) =>
  z.string().regex(ONE_LINE, ONE_LINE_FAULT).refine(isVisible, ONE_LINE_FAULT).overwrite(tidy).min(least).max(most);

/** A note, reason or opinion: like a text of one line, and may hold line breaks. */
export const manyLines = (most: number, { least = 1 }: Least = {}) =>
  z
    .string()
    .regex(MANY_LINES, MANY_LINES_FAULT)
    .refine(isVisible, MANY_LINES_FAULT)
    .overwrite(tidyLines)
    .min(least)
    .max(most);

/** A password, code or token: taken as it is, compared and never shown. */
export const secretText = (most: number, { least = 1 }: Least = {}) =>
  z.string().min(least).max(most).meta({ format: 'password' });
