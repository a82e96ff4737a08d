import { asc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../../platform/database.js';
import { auditRoots } from '../../../tables/audit.js';
import { type BrokenLink, rootView } from './schema.js';

const PAGE = 1_000;

/** A root as a line of a file that is kept outside; the form of `GET /v1/audit-roots`. */
const keptRoot = rootView.extend({ madeAt: z.string() });
type KeptRoot = z.infer<typeof keptRoot>;

/**
 * Roots in their order, each as a line of JSON, for a place that the owner of the database does not reach.
 * @param after - number of the last root that is kept already; 0 for all
 * Law: EV-02.
 */
export async function* exportRoots(db: Database, after: number): AsyncGenerator<string> {
  for (let last = after; ;) {
    const rows = await db
      .select()
      .from(auditRoots)
      .where(gt(auditRoots.seq, last))
      .orderBy(asc(auditRoots.seq))
      .limit(PAGE);
    for (const row of rows)
      yield `${JSON.stringify({ ...row, madeAt: row.madeAt.toISOString() } satisfies KeptRoot)}\n`;
    const newest = rows.at(-1);
    if (!newest || rows.length < PAGE) return;
    last = newest.seq;
  }
}

/**
 * Compares roots that were kept outside with those of the database: whoever owns the database and its key can make a
 * history anew, but not what others hold of it.
 * @param text - lines as `exportRoots` wrote them
 * @returns the first root that differs or is gone
 * Throws: `Error`, for a line that is no root.
 */
export async function compareKeptRoots(db: Database, text: string): Promise<BrokenLink | undefined> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  for (const [index, line] of lines.entries()) {
    const kept = readRoot(line, index + 1);
    const [stored] = await db.select({ hash: auditRoots.hash }).from(auditRoots).where(eq(auditRoots.seq, kept.seq));
    if (stored?.hash === kept.hash) continue;
    return {
      chain: 'ROOTS',
      courtCode: null,
      caseId: null,
      caseNumber: null,
      seq: kept.seq,
      row: null,
      fault: stored ? 'ROOT_DIFFERS' : 'MISSING',
      expected: `${kept.hash} (kept outside)`,
      found: stored?.hash ?? 'no such root',
    };
  }
  return undefined;
}

function readRoot(line: string, number: number): KeptRoot {
  try {
    return keptRoot.parse(JSON.parse(line));
  } catch {
    throw new Error(`Line ${number} is no root as export-roots writes it.`);
  }
}
