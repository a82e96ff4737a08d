import { createVisitor, type Page, type Visitor } from '../../support/visitor.js';
import { type Names, normalise } from './normalise.js';
import { readAccounts } from './sweep.js';
import type { World } from './world.js';

/** Pages that are not of one case. */
const PAGES = [
  '/',
  '/account',
  '/notices',
  '/enterprise',
  '/applicant',
  '/console',
  '/console?state=PERFORMING',
  '/console?colour=RED',
  '/console/clock',
  '/department',
  '/monitor',
  '/console/audit',
  '/console/audit?type=PAYMENT_APPROVED',
  '/console/audit/export?purpose=check',
  '/sign-in',
  '/invitation',
  '/sign-in/code',
];
/** Those that say more the more cases there are. */
const PAGES_OF_CASES = [
  '/',
  '/enterprise',
  '/applicant',
  '/console',
  '/console?state=PERFORMING',
  '/console?colour=RED',
];
const CASE_PAGES = ['/console/cases/', '/enterprise/cases/', '/applicant/cases/'];

/** The page whose frame is written down. */
const FRAMED = '/account';

/** Accounts that see the pages in English as well. */
const ENGLISH = ['auditor', 'enterprise'];

/** Where a page is parted: what several pages show stands in a block of its own. */
const BLOCKS = /\n(?=<(?:section|div|dl|ol|ul|table|tr|form|fieldset|details)\b)/;

interface Shown {
  readonly to: string[];
  readonly text: string;
}

/** A page as lines, without what proves that a form is ours. */
function linesOf({ status, html, headers }: Page, names: Names): string {
  const type = String(headers['content-type'] ?? '').split(';', 1)[0];
  const { location } = headers;
  const head = `${status}${location === undefined ? '' : ` to ${String(location)}`}`;
  if (type !== 'text/html') return normalise(type === '' ? head : `${head} ${type}`, names);
  const plain = html
    .replace(/(name="_csrf" value=")[^"]*/g, '$1')
    .replace(/(name="session" value=")[^"]*/g, '$1<session>');
  return normalise(`${head}\n${plain.replaceAll('><', '>\n<')}`, names);
}

/** The frame of a page, which says who looks, and what stands in it. */
function split(text: string): [frame: string, main: string] {
  const found = /<main[\s\S]*<\/main>/.exec(text);
  return found === null ? ['', text] : [text.replace(found[0], '<main/>'), found[0]];
}

/** A list of texts with those who get them, the same text once. */
class Shelf {
  readonly #shown = new Map<string, Shown>();

  add(title: string, to: string, text: string): void {
    const known = this.#shown.get(`${title}\n${text}`) ?? { to: [], text };
    this.#shown.set(`${title}\n${text}`, known);
    known.to.push(to);
  }

  toText(): string {
    const seen = new Map<string, string>();
    const parts = [...this.#shown].map(([key, { to, text }]) => {
      const address = key.slice(0, key.indexOf('\n'));
      const blocks = text.split(BLOCKS).map((block) => pointTo(block, `${address} to ${to[0]}`, seen));
      return `=== ${address} to ${to.join(' ')}\n${blocks.join('\n')}\n`;
    });
    return parts.join('\n');
  }
}

/** A block that a page before has word for word is only pointed to. */
function pointTo(block: string, where: string, seen: Map<string, string>): string {
  const first = seen.get(block);
  const pointer = `… as ${first}: ${block.slice(0, block.indexOf('\n'))}`;
  if (first !== undefined && pointer.length < block.length) return pointer;
  seen.set(block, where);
  return block;
}

async function visit(visitor: Visitor, to: string, pages: readonly string[], names: Names, shelves: Shelves) {
  for (const address of pages) {
    const [frame, main] = split(linesOf(await visitor.get(address), names));
    const name = normalise(address, names);
    const place = CASE_PAGES.find((one) => address.startsWith(one));
    (place === undefined ? shelves.others : shelves.cases).add(name, to, main);
    if (frame !== '' && address === FRAMED) shelves.frames.add('frame', to, frame);
  }
}

interface Shelves {
  readonly cases: Shelf;
  readonly others: Shelf;
  readonly frames: Shelf;
}

/**
 * Looks at every page of the portal with every account, one at a time.
 * @returns a text for each kind of page, by file name
 */
export async function visitPages(
  world: World,
  names: Names,
  { caseNumbers, isWhole }: { readonly caseNumbers: readonly string[]; readonly isWhole: boolean },
): Promise<Map<string, string>> {
  const { test, sql } = world;
  const rows = await sql`select id from cases where case_number = any(${caseNumbers as string[]}) order by case_number`;
  const ofCases = rows.flatMap(({ id }) => CASE_PAGES.map((page) => `${page}${id}`));
  const shelves: Shelves = { cases: new Shelf(), others: new Shelf(), frames: new Shelf() };
  const pages = isWhole ? PAGES : PAGES_OF_CASES;
  await visit(createVisitor(test.app), 'nobody', pages, names, shelves);
  for (const account of await readAccounts(world)) {
    const visitor = createVisitor(test.app);
    await visitor.signIn(account);
    await visit(visitor, account, [...pages, ...ofCases], names, shelves);
    if (!isWhole || !ENGLISH.includes(account)) continue;
    await visitor.get('/language?to=en');
    // One case in English: what the other says in it is said in both.
    const one = ofCases.slice(CASE_PAGES.length, 2 * CASE_PAGES.length);
    await visit(visitor, `${account}(en)`, [...pages, ...one], names, shelves);
  }
  return new Map([
    ['cases.html.txt', shelves.cases.toText()],
    ['others.html.txt', shelves.others.toText()],
    ['frames.html.txt', shelves.frames.toText()],
  ]);
}
