// Plain JavaScript, because it runs before anything has been compiled. Compiles the product and its tests into
// `.tests/`, file by file in the same tree, with source maps; types are the business of `npm run typecheck`.
//
//   node tests/support/compile.mjs                              only compiles
//   node tests/support/compile.mjs tests/support/run-tests …    then runs this file, with the arguments that follow
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const COMPILED = path.join(ROOT, '.tests');
const FOLDERS = ['src', 'jobs', 'drizzle', 'tests'];

await compile();
const [entry] = process.argv.splice(2, 1);
if (entry !== undefined) await import(pathToFileURL(path.join(COMPILED, `${entry}.js`)).href);

/** Brings `.tests/` up to date. Files that are right already are not touched: another run may be reading them. */
async function compile() {
  const sources = FOLDERS.flatMap((folder) => listFiles(path.join(ROOT, folder)));
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: sources.filter((file) => /\.tsx?$/.test(file)),
    outdir: COMPILED,
    outbase: ROOT,
    bundle: false,
    write: false,
    sourcemap: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    tsconfig: path.join(ROOT, 'tsconfig.json'),
    logLevel: 'warning',
  });
  const wanted = new Map(outputFiles.map((file) => [file.path, Buffer.from(file.contents)]));
  for (const file of sources.map((name) => path.relative(ROOT, name)).filter(isReadBesideCode))
    wanted.set(path.join(COMPILED, file), readFileSync(path.join(ROOT, file)));
  for (const file of listFiles(COMPILED)) if (!wanted.has(file)) rmSync(file);
  for (const [file, contents] of wanted) {
    if (existsSync(file) && readFileSync(file).equals(contents)) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
}

/** What compiled files import or read in their own folder; the rest is read from the project's root. */
function isReadBesideCode(file) {
  return (
    file.endsWith('.mjs') ||
    (file.startsWith('tests') && file.endsWith('.json') && !file.startsWith(path.join('tests', 'golden', path.sep)))
  );
}

function listFiles(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}
