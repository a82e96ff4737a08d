import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROJECT_DIRECTORY } from './services.js';

/** Top of the tree that this file stands in: the project itself, or `.tests/` where it runs compiled. */
const tree = fileURLToPath(new URL('../../', import.meta.url));
const isCompiled = import.meta.url.endsWith('.js');

/** Arguments with which node runs a TypeScript file of the project, given by its path in the project. */
export function nodeArguments(source: string): string[] {
  return isCompiled ? ['--enable-source-maps', compiledFile(source)] : ['--import', 'tsx', source];
}

/** The compiled twin of a source file. */
export function compiledFile(source: string): string {
  return path.join(tree, source.replace(/\.tsx?$/, '.js'));
}

/** Where a test stands in the project, by the file that runs. */
export function sourceFile(file: string): string {
  const root = file.startsWith(tree) ? tree : PROJECT_DIRECTORY;
  return path.relative(root, file).replace(/\.js$/, '.ts');
}
