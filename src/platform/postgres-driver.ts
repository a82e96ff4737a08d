import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import type postgres from 'postgres';
import { guard, GUARDED_FILES } from './postgres-driver/guards.js';

type Driver = typeof postgres;

const require = createRequire(import.meta.url);
let loaded: Driver | undefined;

/**
 * The driver of PostgreSQL with its guards. The package stays as it was installed: two of its files are compiled from
 * guarded texts and put where `require` looks first, under their own names, so that traces lead to them.
 * @throws Error when the installed driver is another one; the start ends with it
 */
export function postgresDriver(): Driver {
  loaded ??= load();
  return loaded;
}

function load(): Driver {
  const entry = require.resolve('postgres');
  // The others are asked for by the entry, which therefore comes last.
  const modules = GUARDED_FILES.map((file) => {
    const place = path.join(path.dirname(entry), file.path);
    return { place, text: guard(file, readFileSync(place, 'utf8')) };
  });
  for (const { place, text } of modules) loadAs(place, text);
  const driver: Driver = require(entry);
  return driver;
}

/** Runs a text as the CommonJS module of a file, as `require` would run what stands in the file. */
function loadAs(file: string, text: string): void {
  const own = createRequire(file);
  const module = { exports: {} };
  const run = compileFunction(text, ['exports', 'require', 'module'], { filename: file });
  run.call(module.exports, module.exports, own, module);
  // `require` reads no more than these of a module that is there already.
  Reflect.set(require.cache, file, Object.assign(module, { id: file, filename: file, loaded: true }));
}
