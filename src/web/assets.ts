import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../platform/project-root.js';

/** Files that the browser loads; the compiler does not copy them, so they are read from the sources. */
export const PUBLIC_FOLDER = fileURLToPath(new URL('src/web/public/', projectRoot));

/** Address of a public file with its digest, so that it may be kept for a year and still changes at once. */
export function assetUrl(file: string): string {
  const digest = createHash('sha256')
    .update(readFileSync(`${PUBLIC_FOLDER}${file}`))
    .digest('hex')
    .slice(0, 12);
  return `/public/${file}?v=${digest}`;
}
