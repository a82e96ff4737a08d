import type { TestAnswer } from '../../support/app.js';
import { type Names, normalise, normaliseValue } from './normalise.js';
import { toLine, toText } from './text.js';

/** What is shorter is written again rather than pointed to. */
const WORTH_A_POINTER = 160;

/** Values that are written already, and where the first of them stands. */
export type Seen = Map<string, string>;

/** Lists and calendars say who took them away; the mark stands where they name the one who asked. */
const withoutReader = (text: string, account: string) =>
  text.replaceAll(new RegExp(`[^\\s,(]*\\(${account}\\)(?=[ ,]<moment>)`, 'g'), '<reader>');

/** A paper holds ids and digests, and is packed: how long it is differs from run to run. */
const withoutLength = (item: unknown): unknown =>
  typeof item === 'object' && item !== null && 'templateVersion' in item && 'size' in item
    ? { ...item, size: '<length>' }
    : item;

/** What the log of reads says depends on when it was last written down. */
const UNSTEADY = /log=ACCESS|\/export\?/;

interface Asked {
  readonly address: string;
  readonly account: string;
  readonly type: string;
}

function bodyOf({ address, account, type }: Asked, { status, body }: TestAnswer, names: Names): object {
  if (type === 'application/problem+json') {
    const { code, detail, errors } = body;
    return { problem: normaliseValue({ code, detail, ...(errors?.length > 0 && { errors }) }, names) };
  }
  if (UNSTEADY.test(address) && status === 200) return {};
  if (type.startsWith('text/')) {
    // Calendars fold long lines, also in the midst of a moment.
    const unfolded = type === 'text/calendar' ? String(body).replace(/\r?\n[ \t]/g, '') : String(body);
    return { lines: withoutReader(normalise(unfolded, names), account).split(/\r?\n/) };
  }
  if (type !== 'application/json') return {};
  const items = Array.isArray(body?.items) ? { items: body.items.map(withoutLength) } : {};
  return { body: normaliseValue({ ...(withoutLength(body) as object), ...items }, names) };
}

/** How an item of a list is called: by its own name where it has one, so that others before it do not rename it. */
const nameItem = (item: unknown, index: number) =>
  typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : String(index);

/** Writes a value that several answers share only once, and points to it from then on. */
function once(value: unknown, where: string, seen: Seen): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const text = toLine(value);
  if (text.length < WORTH_A_POINTER) return value;
  const first = seen.get(text);
  if (first !== undefined) return `as ${first}`;
  seen.set(text, where);
  if (Array.isArray(value)) return value.map((one, index) => once(one, `${where} / ${nameItem(one, index)}`, seen));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, once(one, `${where} / ${key}`, seen)]));
}

interface Known {
  readonly to: string[];
  readonly answer: Record<string, unknown>;
}

/** The answers of one call: for each address who gets which, the same body written once. */
export class Answers {
  readonly #found = new Map<string, Map<string, Known>>();
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  add(address: string, account: string, answer: TestAnswer): void {
    const type = String(answer.headers['content-type']).split(';', 1)[0] ?? '';
    const { etag } = answer.headers;
    const written = {
      status: answer.status,
      ...(/json$/.test(type) ? {} : { type }),
      ...(etag === undefined ? {} : { etag: normalise(String(etag), this.#names) }),
      ...bodyOf({ address, account, type }, answer, this.#names),
    };
    const place = `GET ${normalise(decodeURIComponent(address), this.#names)}`;
    const group = this.#found.get(place) ?? new Map<string, Known>();
    this.#found.set(place, group);
    const known = group.get(toLine(written));
    if (known) known.to.push(account);
    else group.set(toLine(written), { to: [account], answer: written });
  }

  /** @param seen - what stands in the files before this one */
  toText(seen: Seen): string {
    const out: Record<string, unknown[]> = {};
    for (const [place, group] of this.#found) {
      const all = [...group.values()].map(({ to, answer }) => ({ to: to.join(' '), ...answer }));
      const refusals = all.filter((one) => 'problem' in one);
      const answers = all.filter((one) => !('problem' in one)).map((one) => onceWithin(one, place, seen));
      const refused = once(refusals, `${place} / refusals`, seen);
      out[place] = [...(Array.isArray(refused) ? refused : [`refusals ${String(refused)}`]), ...answers];
    }
    return `${toText(out, 2)}\n`;
  }
}

/** What an answer holds, which others may hold as well. */
function onceWithin(answer: { to: string; body?: unknown; lines?: unknown }, place: string, seen: Seen): object {
  const where = `${place} to ${answer.to.split(' ', 1)[0]}`;
  const { body, lines } = answer;
  const held = { ...(body !== undefined && { body }), ...(lines !== undefined && { lines }) };
  return { ...answer, ...Object.fromEntries(Object.entries(held).map(([key, one]) => [key, once(one, where, seen)])) };
}
