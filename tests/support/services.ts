import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessIdentity } from '../../src/platform/process-identity.js';
import { projectRoot } from '../../src/platform/project-root.js';

export const PROJECT_DIRECTORY = fileURLToPath(projectRoot);

const key = createHash('sha256').update(PROJECT_DIRECTORY).digest('hex').slice(0, 12);

/** Outside the tree, one for each clone and user; holds the servers of the test run and what is known of them. */
export const SERVICES_DIRECTORY = path.join(tmpdir(), `reprieve-tests-${process.getuid?.() ?? 'user'}-${key}`);
const FACTS_PATH = path.join(SERVICES_DIRECTORY, 'services.json');

export interface TestServices {
  /** A database for tests that need no tables of ours; its user may create databases. */
  databaseUrl: string;
  /** Absent where no redis-server could be had; such tests are left out. */
  redisUrl?: string;
  /** Absent where no browser could be had; such tests are left out. */
  chromiumPath?: string;
}

/** What the start of the test run writes down for its tests and for its end. */
export interface ServiceFacts extends TestServices {
  clusterDirectory: string;
  /** Where the application's role connects to the same server. */
  applicationUrl: string;
  templateDatabase: string;
  /** Of all that may write into a template: one that other sources made is not taken. */
  sourcesDigest: string;
  redis?: ProcessIdentity;
}

/**
 * Connection facts of the servers that the test run has started.
 * Throws: when the file is run without `npm test` or tap, whose `before` starts them.
 */
export function testServices(): TestServices {
  return readFacts();
}

export function readFacts(): ServiceFacts {
  const facts = findFacts();
  if (facts === undefined) throw new Error('The test servers do not run: use `npm test -- <file>`, which starts them.');
  return facts;
}

export function findFacts(): ServiceFacts | undefined {
  try {
    return JSON.parse(readFileSync(FACTS_PATH, 'utf8')) as ServiceFacts;
  } catch {
    return undefined;
  }
}

export const factsPath = (): string => FACTS_PATH;
