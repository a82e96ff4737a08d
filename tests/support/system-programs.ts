import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

interface Program {
  names: readonly string[];
  debianPackages: readonly string[];
  /** For the sentence that says what is left out. */
  tests: string;
}

const REDIS: Program = {
  names: ['redis-server'],
  debianPackages: ['redis-server'],
  tests: 'the tests of the queue on Redis',
};
const CHROMIUM: Program = {
  names: ['chromium', 'chromium-browser', 'google-chrome'],
  debianPackages: ['chromium', 'fonts-noto-cjk'],
  tests: 'the tests in a browser',
};

export interface SystemPrograms {
  redisServer?: string;
  chromium?: string;
}

/**
 * Finds Redis and a browser on PATH, and installs from the system's packages what is missing, where that is allowed.
 * Throws: with `CI=true`, when one is still missing; else it says which tests are left out.
 */
export function findSystemPrograms(): SystemPrograms {
  const missing = [REDIS, CHROMIUM].filter((program) => find(program) === undefined);
  if (missing.length > 0) install(missing);
  const redisServer = findOrReport(REDIS);
  const chromium = findOrReport(CHROMIUM);
  return { ...(redisServer && { redisServer }), ...(chromium && { chromium }) };
}

function find(program: Program): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const candidates = program.names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return path.isAbsolute(file);
    } catch {
      return false;
    }
  });
}

function findOrReport(program: Program): string | undefined {
  const file = find(program);
  if (file !== undefined) return file;
  const [name] = program.names;
  if (process.env['CI'] === 'true') throw new Error(`${name} is missing, and no test may be left out here.`);
  console.error(`${name} is missing: ${program.tests} are left out.`);
  return undefined;
}

function install(programs: readonly Program[]): void {
  if (process.getuid?.() !== 0 || find({ names: ['apt-get'], debianPackages: [], tests: '' }) === undefined) return;
  const packages = programs.flatMap((program) => program.debianPackages);
  console.error(`Installing ${packages.join(', ')} for the tests.`);
  // At this run level a package does not start the service that it brings.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
}
