/** A row of a schedule or a ledger fits. */
const WIDTH = 320;
const FILLED = 160;

const sorted = (value: object) => Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));

/** Canonical JSON on one line. */
export function toLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toLine).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const parts = sorted(value).map(([key, one]) => `${JSON.stringify(key)}: ${toLine(one)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/**
 * Canonical JSON (sorted keys) in which whatever fits a line stands on one, and short fields share a line, so that
 * differences are read easily.
 * @param open - as many levels always stand on lines of their own
 */
export function toText(value: unknown, open = 0, indent = ''): string {
  const line = toLine(value);
  const isFlat = value === null || typeof value !== 'object';
  if (isFlat || (open <= 0 && indent.length + line.length <= WIDTH)) return line;
  const inner = `${indent} `;
  const below = (one: unknown) => toText(one, open - 1, inner);
  if (Array.isArray(value)) return `[\n${value.map((one) => inner + below(one)).join(',\n')}\n${indent}]`;
  const parts = sorted(value).map(([key, one]) => `${JSON.stringify(key)}: ${below(one)}`);
  return `{\n${inner}${(open > 0 ? parts : fill(parts)).join(`,\n${inner}`)}\n${indent}}`;
}

/** Puts as many fields on a line as are easily read. */
function fill(parts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length < FILLED && !`${last}${part}`.includes('\n'))
      lines[lines.length - 1] = `${last}, ${part}`;
    else lines.push(part);
  }
  return lines;
}
