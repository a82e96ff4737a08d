import path from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { sourceFile } from './compiled-files.js';

// Runs several test files in one process, one after the other: the product is loaded once, and what the first file has
// made fast stays fast. RUN_TOGETHER='["<file>", …]' … tests/support/run-together.js <place> <seconds a file may take>
//
// The files are no arguments, since tap names folders of tests by those: by the place they have one each.
//
// Each file is one test that bears its path. What it asks of tap itself (`t.test`, `t.before`, `t.teardown` outside a
// test) is asked of that one test, so that it cleans up before the next file begins.
const [, seconds] = process.argv.slice(2);
const files: string[] = JSON.parse(process.env['RUN_TOGETHER'] ?? '[]');
const test = t.test.bind(t);
t.setTimeout(0);
for (const file of files.map((name) => path.resolve(name))) {
  await test(sourceFile(file), { timeout: Number(seconds) * 1000 }, async (own) => {
    t.test = own.test.bind(own);
    t.before = own.before.bind(own);
    t.teardown = own.teardown.bind(own);
    await import(pathToFileURL(file).href);
  });
}
