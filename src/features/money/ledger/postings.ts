import { and, eq, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { LedgerBucket } from '../../../law/ledger/buckets.js';
import {
  type Allocation,
  changePostings,
  type StandingAllocation,
  checkPostings,
} from '../../../law/ledger/posting-changes.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Context } from '../../../platform/context.js';
import { newId } from '../../../shared/ids.js';
import type { Fen } from '../../../shared/money.js';
import type { CaseRow } from '../../../tables/cases.js';
import { ledgerPostings } from '../../../tables/ledger.js';

/**
 * What a claim posts: one amount per bucket that holds something. Interest accrues and is not posted (contract
 * section 5).
 */
function claimAmounts(row: CaseRow): Map<LedgerBucket, Fen> {
  const amounts: [LedgerBucket, Fen][] = [
    ['EXECUTION_FEE', row.executionFeeFen],
    ['COSTS', row.costsFen],
    ['OTHER_MONETARY', row.otherMonetaryFen],
    ['PRINCIPAL', row.principalFen],
  ];
  return new Map(amounts.filter(([, amountFen]) => amountFen > 0n));
}

type NewPosting = typeof ledgerPostings.$inferInsert;

/** The one place where postings are written. */
async function insertPostings(
  ctx: Context,
  rows: readonly NewPosting[],
  reversed: readonly { id: string; amountFen: Fen }[] = [],
): Promise<void> {
  checkPostings(rows, reversed);
  if (rows.length > 0) await ctx.db.insert(ledgerPostings).values([...rows]);
}

async function insertClaims(ctx: Context, row: CaseRow, amounts: Iterable<[LedgerBucket, Fen]>): Promise<void> {
  const rows = [...amounts].map(([bucket, amountFen]) => ({
    courtCode: row.courtCode,
    id: newId(),
    caseId: row.id,
    kind: 'CLAIM' as const,
    bucket,
    amountFen,
    effectiveOn: row.filedOn,
    createdAt: ctx.clock.now(),
  }));
  await insertPostings(ctx, rows);
}

/** Posts the claim of a newly filed case. */
export async function postClaim(ctx: Context, row: CaseRow): Promise<void> {
  await insertClaims(ctx, row, claimAmounts(row));
}

/**
 * Makes the posted claim equal to that of the case: what differs is reversed and posted anew (IN-06).
 * @param row - the case with its corrected claim
 */
export async function repostClaim(ctx: Context, row: CaseRow, ground: string): Promise<void> {
  const wanted = claimAmounts(row);
  const standing = await listStanding(ctx, row.courtCode, [row.id], 'CLAIM');
  const wrong = standing.filter((posting) => wanted.get(posting.bucket) !== posting.amountFen);
  for (const posting of standing) if (!wrong.includes(posting)) wanted.delete(posting.bucket);
  const reversals = wrong.map(({ courtCode, caseId, bucket, effectiveOn, amountFen, id }) => ({
    courtCode,
    caseId,
    bucket,
    effectiveOn,
    id: newId(),
    kind: 'REVERSAL' as const,
    amountFen: -amountFen,
    reversesId: id,
    ground,
    createdAt: ctx.clock.now(),
  }));
  await insertPostings(ctx, reversals, wrong);
  await insertClaims(ctx, row, wanted);
}

/** Postings of one kind that no later row reverses. */
function listStanding(ctx: Context, courtCode: string, caseIds: readonly string[], kind: 'CLAIM' | 'ALLOCATION') {
  const reversal = alias(ledgerPostings, 'reversal');
  return ctx.db
    .select()
    .from(ledgerPostings)
    .where(
      and(
        eq(ledgerPostings.courtCode, courtCode),
        anyOf(ledgerPostings.caseId, caseIds),
        eq(ledgerPostings.kind, kind),
        notExists(
          ctx.db
            .select({ one: sql`1` })
            .from(reversal)
            .where(and(eq(reversal.courtCode, ledgerPostings.courtCode), eq(reversal.reversesId, ledgerPostings.id))),
        ),
      ),
    );
}

/** Allocations of a case that no later row reverses. */
export async function listStandingAllocations(
  ctx: Context,
  courtCode: string,
  caseIds: readonly string[],
): Promise<(StandingAllocation & { caseId: string })[]> {
  const rows = await listStanding(ctx, courtCode, caseIds, 'ALLOCATION');
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
  await insertPostings(ctx, rows, reverse);
}
