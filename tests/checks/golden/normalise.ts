/** What a world calls its ids: a UUID and the name that takes its place. */
export type Names = ReadonlyMap<string, string>;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const MOMENT = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)?/g;
/** Pages say moments to the minute, and days by themselves without one. */
const SAID_ZH = /(\d{4})年(\d{1,2})月(\d{1,2})日 \d{1,2}:\d\d/g;
const SAID_EN = /\d{1,2} [A-Z][a-z]{2,3} \d{4}, \d{1,2}:\d\d/g;
const CALENDAR_STAMP = /DTSTAMP:\d{8}T\d{6}Z/g;
const DIGEST = /\b[0-9a-f]{64}\b/g;
const SEALED = /\bf1\.[\w-]+\.[\w-]{20,}/g;
const CURSOR = /\b[\w-]{8,}\.[\w-]{22}(?![\w-])/g;

/** The sample story is played years ago at nine in the morning; only moments of this run come from the real clock. */
const RUN_FROM = Date.now() - 48 * 3_600_000;

const veil = (text: string, parsed: number) => (parsed > RUN_FROM ? '<moment>' : text);

/** Takes out of a text what differs from run to run: ids, real moments, digests that cover ids, sealed values. */
export function normalise(text: string, names: Names): string {
  return text
    .replace(UUID, (id) => `<${names.get(id) ?? 'id'}>`)
    .replace(MOMENT, (moment) => veil(moment, Date.parse(moment.replace(' ', 'T'))))
    .replace(SAID_ZH, (said, year, month, day) => veil(said, Date.parse(`${year}-${month}-${day} 23:59`)))
    .replace(SAID_EN, (said) => veil(said, Date.parse(said)))
    .replace(CALENDAR_STAMP, 'DTSTAMP:<moment>')
    .replace(DIGEST, '<hash>')
    .replace(SEALED, '<sealed>')
    .replace(CURSOR, '<cursor>');
}

/** The same in every text of a JSON value, the keys of its objects included. */
export function normaliseValue(value: unknown, names: Names): unknown {
  if (typeof value === 'string') return normalise(value, names);
  if (Array.isArray(value)) return value.map((one) => normaliseValue(one, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [normalise(key, names), normaliseValue(one, names)]),
  );
}
