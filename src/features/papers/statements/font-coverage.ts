import { readFile } from 'node:fs/promises';
import { itemAt } from '../../../shared/require.js';

const TABLE_COUNT_AT = 4;
const DIRECTORY_AT = 12;
const DIRECTORY_ENTRY_BYTES = 16;
const SUBTABLE_ENTRY_BYTES = 8;
const GROUP_BYTES = 12;
/** Format 12 of the `cmap` table: groups of characters, also beyond the basic plane. */
const SEGMENTED_COVERAGE = 12;

/** First and last character of a run that the font can show. */
export type CoveredRun = readonly [number, number];

function findTable(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(TABLE_COUNT_AT);
  for (let index = 0; index < count; index += 1) {
    const at = DIRECTORY_AT + index * DIRECTORY_ENTRY_BYTES;
    if (font.toString('latin1', at, at + 4) === tag) return font.readUInt32BE(at + 8);
  }
  throw new Error(`The font has no table ${tag}`);
}

/**
 * Reads from an OpenType font which characters it can show.
 * @returns runs in rising order
 * @throws Error when the font has no segmented coverage
 */
export function readCoverage(font: Buffer): readonly CoveredRun[] {
  const cmap = findTable(font, 'cmap');
  const subtables = font.readUInt16BE(cmap + 2);
  for (let index = 0; index < subtables; index += 1) {
    const at = cmap + font.readUInt32BE(cmap + 4 + index * SUBTABLE_ENTRY_BYTES + 4);
    if (font.readUInt16BE(at) !== SEGMENTED_COVERAGE) continue;
    const groups = font.readUInt32BE(at + 12);
    return Array.from({ length: groups }, (_, group): CoveredRun => {
      const start = at + 16 + group * GROUP_BYTES;
      return [font.readUInt32BE(start), font.readUInt32BE(start + 4)];
    });
  }
  throw new Error('The font has no segmented coverage');
}

function isCovered(runs: readonly CoveredRun[], character: number): boolean {
  let low = 0;
  let high = runs.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const [first, last] = itemAt(runs, middle);
    if (character < first) high = middle - 1;
    else if (character > last) low = middle + 1;
    else return true;
  }
  return false;
}

/**
 * Makes a text printable: a character without a glyph is named by its number, so that the reader sees that something
 * stands there and what; characters that only steer the layout (also the writing direction) are left out.
 */
export function printable(text: string, runs: readonly CoveredRun[]): string {
  let shown = '';
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (/\s/u.test(character)) shown += ' ';
    else if (isCovered(runs, point)) shown += character;
    else if (!/\p{Default_Ignorable_Code_Point}|\p{Cc}/u.test(character)) {
      shown += `〔U+${point.toString(16).toUpperCase().padStart(4, '0')}〕`;
    }
  }
  return shown;
}

/** Reads the coverage of a font file. */
export async function readFontCoverage(file: URL): Promise<readonly CoveredRun[]> {
  return readCoverage(await readFile(file));
}
