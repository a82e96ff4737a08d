import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { environment } from '../../src/config.js';
import { type Citation, citationText, GROUNDS, INSTRUMENTS } from '../../src/features/dossier/cases/grounds.js';
import { PROBLEMS, problemType, type ProblemCode } from '../../src/shared/problems.js';
import { readOpenApiText } from './openapi-text.js';
import { statesDocument } from './states-document.js';

// What the documents say of the code must be what the code says. With --write the generated parts are written anew.
const root = fileURLToPath(new URL('../../', import.meta.url));
const write = process.argv.includes('--write');
const faults: string[] = [];

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** Compares a whole file, or the part between two marks, with what it should be; writes it when asked to. */
function settle(file: string, wanted: string): void {
  const present = existsSync(path.join(root, file)) ? read(file) : '';
  if (present === wanted) return;
  if (write) writeFileSync(path.join(root, file), wanted);
  else faults.push(`${file} differs from the code; run: npm run docs:write`);
}

function settlePart(file: string, name: string, wanted: string): void {
  const text = read(file);
  const part = new RegExp(`(<!-- ${name}: generated -->\\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
  if (!part.test(text)) faults.push(`${file} has no part "${name}"`);
  else
    settle(
      file,
      text.replace(part, (_all, start: string, end: string) => `${start}\n${wanted}\n\n${end}`),
    );
}

function environmentTable(): string {
  const rows = Object.entries(environment.shape).map(([name, schema]) => {
    const { default: preset, enum: choices } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
      default?: unknown;
      enum?: string[];
    };
    const values = choices?.map((choice) => `\`${choice}\``).join(' ') ?? '';
    const shown = preset === undefined ? '' : `\`${String(preset)}\``;
    return `| \`${name}\` | ${shown} | ${values} | ${schema.description ?? ''} |`;
  });
  return ['| Variable | Default | Values | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function problemTable(): string {
  const rows = (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => {
    const { status, title, titleZh } = PROBLEMS[code];
    return `| <a id="${code}"></a>\`${code}\` | ${status} | ${title} | ${titleZh} | \`${problemType(code)}\` |`;
  });
  return ['| Code | Status | Title | 标题 | Type |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

/** Links between the documents lead somewhere. */
function checkLinks(file: string): void {
  for (const [, target = ''] of read(file).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^(https?:|mailto:|#)/.test(target)) continue;
    const found = path.resolve(root, path.dirname(file), target.split('#', 1)[0] ?? '');
    if (!existsSync(found)) faults.push(`${file} links to ${target}, which is not there`);
  }
}

/** The ids of the rules of the domain, as docs/rule-ids.md lists them. */
const RULE_IDS: ReadonlySet<string> = new Set(read('docs/rule-ids.md').match(/\b[A-Z]{2}-\d{2}\b/g) ?? []);

/**
 * Each rule has one row, which names its code and test or says in its reading why there is none; no row is of no rule.
 */
function checkRuleRows(): void {
  const rows = [...read('docs/law.md').matchAll(/^\| ([A-Z]{2}-\d{2}) \|(.*)\|$/gm)].map(([, id = '', cells = '']) => ({
    id,
    cells: cells.split(' | '),
  }));
  for (const id of RULE_IDS) {
    const own = rows.filter((row) => row.id === id);
    const [, reading = '', code = '', test = ''] = own[0]?.cells ?? [];
    const placed = [code, test].every((cell) => cell.trim() !== '—' && cell.trim() !== '');
    if (own.length !== 1) faults.push(`docs/law.md has ${own.length} rows for ${id}`);
    else if (!placed && reading.length < 40)
      faults.push(`docs/law.md does not say where ${id} stands, or why it does not`);
  }
  for (const { id } of rows) if (!RULE_IDS.has(id)) faults.push(`docs/rule-ids.md does not know ${id}`);
}

/** Files that docs/law.md names are there. */
function checkLawPlaces(): void {
  for (const [, place = ''] of read('docs/law.md').matchAll(
    /`((?:features|law|shared|drizzle|database|story)\/[\w./-]+)`/g,
  )) {
    const found = ['src', 'tests', '.'].some((folder) => existsSync(path.join(root, folder, place)));
    if (!found) faults.push(`docs/law.md names ${place}, which is not there`);
  }
}

/** Rule ids that the code cites are ids of rules. */
function checkRuleIds(): void {
  const cited = new Set<string>();
  for (const folder of ['src/features', 'src/law', 'src/shared']) {
    for (const file of readdirSync(path.join(root, folder), { recursive: true }) as string[]) {
      if (!/\.tsx?$/.test(file)) continue;
      const matches = read(path.join(folder, file)).matchAll(
        /\b(?:ID|LS|ST|SA|IN|AL|FE|PL|HO|JR|MO|ES|CR|CP|EV|SV)-\d{2}\b/g,
      );
      for (const [id] of matches) cited.add(id);
    }
  }
  for (const id of [...cited].sort()) if (!RULE_IDS.has(id)) faults.push(`docs/rule-ids.md does not know ${id}`);
}

/**
 * Each ground that an event can name has a row: an article its own, with the title of its instrument, a rule the one
 * of its id.
 */
function checkGrounds(): void {
  const rows = new Map(
    [...read('docs/law.md').matchAll(/^\| ([^|]+?) \| ([^|]+?) \|/gm)].map(([, id, next]) => [id, next]),
  );
  for (const cited of Object.values(GROUNDS).flatMap(({ cites }): readonly Citation[] => cites)) {
    const ground = citationText(cited);
    if (!rows.has(ground)) faults.push(`docs/law.md has no row for the ground ${ground}`);
    else if ('instrument' in cited && rows.get(ground) !== INSTRUMENTS[cited.instrument])
      faults.push(`docs/law.md does not name the instrument of ${ground}: ${INSTRUMENTS[cited.instrument]}`);
  }
}

settlePart('docs/operations.md', 'environment', environmentTable());
settlePart('docs/problems.md', 'problems', problemTable());
settle('docs/states.md', statesDocument());
settle('docs/openapi.json', `${JSON.stringify(await readOpenApiText(), null, 1)}\n`);
/** Documents of a folder, wherever they stand in it. */
const listDocuments = (folder: string) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name));
for (const file of ['README.md', ...['docs', 'src', 'jobs', 'drizzle'].flatMap(listDocuments)]) checkLinks(file);
checkRuleIds();
checkRuleRows();
checkGrounds();
checkLawPlaces();

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log('The documents agree with the code.');
