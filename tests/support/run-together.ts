import path from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { sourceFile } from './compiled-files.js';

// Runs several test files in one process, for files so light that the start of a process is most of their time:
// … tests/support/run-together.js <file> <file> … The title of each test begins with its file.
const test = t.test.bind(t);
for (const file of process.argv.slice(2).map((name) => path.resolve(name))) {
  const withFile = (title: string, ...rest: unknown[]): unknown =>
    Reflect.apply(test, t, [`${sourceFile(file)}: ${title}`, ...rest]);
  // The overloads of `t.test` all begin with the title here: a test file gives each of its tests one.
  t.test = withFile as typeof test;
  await import(pathToFileURL(file).href);
}
