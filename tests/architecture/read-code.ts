import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_DIRECTORY } from '../support/services.js';

/** One import of one file. */
export interface Import {
  readonly from: string;
  readonly written: string;
  /** A file of the project, or the name of a package. */
  readonly target: string;
  /** The whole import is of types: it is gone when the program runs. */
  readonly isType: boolean;
}

const IMPORT = /(?:^|\n)[ \t]*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/g;
const DYNAMIC_IMPORT = /\bimport\(\s*'([^']+)'/g;

function listFiles(folder: string): string[] {
  return readdirSync(path.join(PROJECT_DIRECTORY, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file))
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
    .toSorted();
}

const texts = new Map<string, string>();

/** The text of a file, read once. */
export function read(file: string): string {
  const text = texts.get(file) ?? readFileSync(path.join(PROJECT_DIRECTORY, file), 'utf8');
  texts.set(file, text);
  return text;
}

export const isThere = (file: string) => existsSync(path.join(PROJECT_DIRECTORY, file));

function resolve(from: string, written: string): string {
  if (!written.startsWith('.')) return written;
  const file = path.posix.join(path.posix.dirname(from), written).replace(/\.js$/, '');
  return [`${file}.ts`, `${file}.tsx`, file].find(isThere) ?? file;
}

/** Imports and re-exports of a file, and those that are made while it runs. */
export function listImports(from: string): Import[] {
  const text = read(from);
  const fixed = [...text.matchAll(IMPORT)].map(([, type, written = '']) => ({ written, isType: type !== undefined }));
  const dynamic = [...text.matchAll(DYNAMIC_IMPORT)].map(([, written = '']) => ({ written, isType: false }));
  return [...fixed, ...dynamic].map((one) => ({ ...one, from, target: resolve(from, one.written) }));
}

/** Files that ship. */
export const product = ['src', 'jobs', 'drizzle'].flatMap(listFiles);
export const tests = listFiles('tests');
/** Imports of the product. */
export const imports = product.flatMap(listImports);
export const importsOf = new Map(product.map((file) => [file, imports.filter((one) => one.from === file)]));

export const isPackage = (target: string) => !/^(\.|(src|jobs|drizzle|tests)\/)/.test(target);
export const show = (one: Import) => `${one.from} → ${one.target}`;
