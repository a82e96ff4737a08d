import { existsSync } from 'node:fs';

/**
 * Folder of `package.json`, as a file URL ending in a slash. Files that the compiler does not copy (migrations, styles,
 * scripts, pictures) are read from here, whether the code runs from `src`, from `dist` or from `.tests`.
 */
export const projectRoot: URL = findRoot(new URL('.', import.meta.url));

function findRoot(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder;
  const parent = new URL('..', folder);
  if (parent.href === folder.href) throw new Error('package.json was not found above the code');
  return findRoot(parent);
}
