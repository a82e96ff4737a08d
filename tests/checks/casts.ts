import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cast, listCasts } from '../architecture/read-casts.js';

// A cast tells the compiler what it cannot see, so it says why beside it; their number may only fall. Lines stay
// readable.
const root = fileURLToPath(new URL('../../', import.meta.url));
/** Casts with a reason. Lower this number when one goes. */
const CASTS_MAX = 20;
const COLUMNS_MAX = 120;
/** Lines of code that are longer still, most of them texts; the number may only fall. */
const LONG_LINES_MAX = 30;

function listFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file))
    .filter((file) => /\.tsx?$/.test(file));
}

const faults: string[] = [];
const longLines: string[] = [];
const casts: Cast[] = [];
for (const file of ['src', 'jobs', 'drizzle'].flatMap(listFiles)) {
  const text = readFileSync(path.join(root, file), 'utf8');
  casts.push(...listCasts(file, text));
  for (const [index, line] of text.split('\n').entries()) {
    const isCode = !/^\s*(\/\/|\/?\*)/.test(line);
    if (isCode && line.length > COLUMNS_MAX) longLines.push(`${file}:${index + 1} has ${line.length} columns`);
  }
}
for (const { place } of casts.filter(({ hasReason }) => !hasReason)) faults.push(`${place} casts without a reason`);
if (casts.length > CASTS_MAX) faults.push(`${casts.length} casts, ${CASTS_MAX} at most`);
if (casts.length < CASTS_MAX) faults.push(`${casts.length} casts: write this number into CASTS_MAX`);

if (longLines.length > LONG_LINES_MAX) faults.push(...longLines);

for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(`${casts.length} casts, each with a reason.\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
