/** No body that comes or goes is longer than this (calculators take 8 MiB), so no text in one is. */
const TEXT_LENGTH_MAX = 8 * 1024 * 1024;
/** An item takes two characters at least. */
const ITEMS_MAX = TEXT_LENGTH_MAX / 2;
/** Lengths of texts whose form says how long they are. */
const LENGTHS: Readonly<Record<string, number>> = { uuid: 36, date: 10, 'date-time': 30, binary: 20 * 1024 * 1024 };

interface Schema {
  type?: unknown;
  format?: string;
  enum?: unknown;
  const?: unknown;
  maxLength?: number;
  maxItems?: number;
}

const isOf = (schema: Schema, type: string) =>
  schema.type === type || (Array.isArray(schema.type) && schema.type.includes(type));

/** Says of a schema what holds for every value of its kind, where the schema itself says nothing narrower. */
function bound(schema: Schema): void {
  if (isOf(schema, 'integer')) schema.format ??= 'int64';
  if (isOf(schema, 'array')) schema.maxItems ??= ITEMS_MAX;
  if (isOf(schema, 'string') && schema.enum === undefined && schema.const === undefined) {
    schema.maxLength ??= LENGTHS[schema.format ?? ''] ?? TEXT_LENGTH_MAX;
  }
}

/**
 * Completes an OpenAPI document for readers that want a bound on everything: lengths of texts and lists, widths of
 * integers. They are those that the server keeps anyway, and take nothing away.
 */
export function addBounds(document: unknown): void {
  const open: unknown[] = [document];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next) && 'type' in next) bound(next);
    // Examples and enumerations hold values, not schemas.
    for (const [key, inner] of Object.entries(next)) {
      if (key !== 'enum' && key !== 'example' && key !== 'default' && key !== 'const') open.push(inner);
    }
  }
}
