import { and, eq, inArray, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Context } from '../../platform/context.js';
import { newId } from '../../shared/ids.js';
import type { Fen } from '../../shared/money.js';
import type { CaseRow } from '../cases/table.js';
import { type Allocation, changePostings, type StandingAllocation } from './posting-rules.js';
import { type LedgerBucket, ledgerPostings } from './table.js';

/** Posts the claim of a newly filed case, one row per bucket that holds something. */
export async function postClaim(ctx: Context, row: CaseRow): Promise<void> {
  const amounts: [LedgerBucket, Fen][] = [
    ['EXECUTION_FEE', row.executionFeeFen],
    ['COSTS', row.costsFen],
    ['OTHER_MONETARY', row.otherMonetaryFen],
    ['PRINCIPAL', row.principalFen],
  ];
  const rows = amounts
    .filter(([, amountFen]) => amountFen > 0n)
    .map(([bucket, amountFen]) => ({
      courtCode: row.courtCode,
      id: newId(),
      caseId: row.id,
      kind: 'CLAIM' as const,
      bucket,
      amountFen,
      effectiveOn: row.filedOn,
      createdAt: ctx.clock.now(),
    }));
  await ctx.db.insert(ledgerPostings).values(rows);
}

/** Allocations of a case that no later row reverses. */
export async function listStandingAllocations(
  ctx: Context,
  courtCode: string,
  caseIds: readonly string[],
): Promise<(StandingAllocation & { caseId: string })[]> {
  const reversal = alias(ledgerPostings, 'reversal');
  const rows = await ctx.db
    .select()
    .from(ledgerPostings)
    .where(
      and(
        eq(ledgerPostings.courtCode, courtCode),
        inArray(ledgerPostings.caseId, [...caseIds]),
        eq(ledgerPostings.kind, 'ALLOCATION'),
        notExists(
          ctx.db
            .select({ one: sql`1` })
            .from(reversal)
            .where(and(eq(reversal.courtCode, ledgerPostings.courtCode), eq(reversal.reversesId, ledgerPostings.id))),
        ),
      ),
    );
  return rows.map((row) => ({ ...row, paymentId: row.paymentId ?? '' }));
}

/**
 * Makes the stored allocations of a case equal to the computed ones, by new rows only.
 * @param ground - why, when something had to be reversed
 */
export async function settleAllocations(
  ctx: Context,
  row: Pick<CaseRow, 'courtCode' | 'id'>,
  wanted: readonly Allocation[],
  ground: string,
): Promise<void> {
  const standing = await listStandingAllocations(ctx, row.courtCode, [row.id]);
  const { reverse, add } = changePostings(standing, wanted);
  const common = { courtCode: row.courtCode, caseId: row.id, createdAt: ctx.clock.now() };
  const rows = [
    ...reverse.map((posting) => ({
      ...posting,
      ...common,
      id: newId(),
      kind: 'REVERSAL' as const,
      amountFen: -posting.amountFen,
      reversesId: posting.id,
      ground,
    })),
    ...add.map((allocation) => ({ ...allocation, ...common, id: newId(), kind: 'ALLOCATION' as const })),
  ];
  if (rows.length > 0) await ctx.db.insert(ledgerPostings).values(rows);
}
