import { z } from 'zod';
import { LEDGER_BUCKETS, POSTING_KINDS } from '../../../law/ledger/buckets.js';
import { BUCKETS, SETTLEMENT_TREATMENTS, type Bucket } from '../../../law/ledger/terms.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { computedFen } from '../../../shared/money.js';
import { waivedParts } from '../../../tables/performance-json.js';

export const ledgerQuery = z.strictObject({
  asOf: civilDate.optional().describe('includes everything of that day; default today'),
  basis: z.enum(['PLAN', 'ORIGINAL']).optional().describe('default PLAN while a plan is in force, else ORIGINAL'),
});

const balances = z.object({
  EXECUTION_FEE: computedFen,
  COSTS: computedFen,
  GENERAL_INTEREST: computedFen,
  OTHER_MONETARY: computedFen,
  PRINCIPAL: computedFen,
  DOUBLED_INTEREST: computedFen,
} satisfies Record<Bucket, typeof computedFen>);

/** What was posted: claims, allocations and their reversals, as stored. */
const postingView = z.object({
  id,
  kind: z.enum(POSTING_KINDS),
  bucket: z.enum(LEDGER_BUCKETS),
  amountFen: computedFen.describe('negative for a reversal'),
  effectiveOn: shownDate,
  paymentId: id.nullable(),
  instalmentNo: z.int().nullable(),
  reversesId: id.nullable(),
  ground: z.string().nullable(),
});

export const ledgerView = z.object({
  caseId: id,
  basis: z.enum(['PLAN', 'ORIGINAL']),
  asOf: shownDate,
  postings: z.array(postingView).describe('stored postings effective by asOf, oldest first'),
  plan: z
    .object({
      planId: id,
      principalFen: computedFen,
      interestFen: computedFen,
      paidPrincipalFen: computedFen,
      paidInterestFen: computedFen,
      outstandingFen: computedFen,
      outstandingPrincipalFen: computedFen,
      overdueFen: computedFen,
      surplusFen: computedFen,
    })
    .nullable()
    .describe('with basis PLAN: the settlement as it stands'),
  original: z
    .object({
      lastPerformanceDate: shownDate,
      doubledFrom: shownDate,
      order: z.array(z.enum(BUCKETS)).describe('of allocation (AL-04, AL-05)'),
      entries: z.array(
        z.object({
          date: shownDate,
          generalInterestDays: z.int(),
          generalInterestFen: computedFen,
          doubledDays: z.int(),
          doubledFen: computedFen,
          paymentFen: computedFen,
          allocation: z.partialRecord(z.enum(BUCKETS), computedFen),
          surplusFen: computedFen,
          waived: waivedParts.optional().describe('what dropped on this day without being paid (IN-24)'),
          balances,
        }),
      ),
      closing: balances.extend({ totalFen: computedFen, surplusFen: computedFen }),
      waived: waivedParts.describe('what has dropped by performance of the settlement, by bucket (IN-24)'),
      settlementTreatment: z.enum(SETTLEMENT_TREATMENTS).describe('what the doubled part does meanwhile (IN-24)'),
      shadowFen: computedFen.describe('doubled part of the settlement period: drops on full performance (IN-24)'),
      accruesFen: computedFen.describe('doubled part of the settlement period that the plan carries by agreement'),
      excludedFen: computedFen.describe('what the settlement period would have borne and never does'),
      feeOnRecoveredFen: computedFen
        .nullable()
        .describe('execution fee on what has been recovered so far, where it follows that; not part of the balances'),
      marks: z.array(z.string()).describe('`provisional`, `WEEKEND_ONLY`, `BEFORE_2014_NOT_COMPUTED`'),
    })
    .nullable()
    .describe('with basis ORIGINAL: the enforcement basis in the order of the case, by default AL-04'),
});
export type LedgerView = z.infer<typeof ledgerView>;
