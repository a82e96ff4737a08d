import { type Fen, sumFen } from '../../shared/money.js';
import type { Balances } from '../ledger/ledger.js';
import { BUCKETS, type Bucket } from '../ledger/terms.js';

/** What is paid by the end of a day; money in fen. */
export interface PerformanceFacts {
  /** All applicants of the case. */
  readonly applicantIds: readonly string[];
  /** The settlement in force, with what of its instalments is open. */
  readonly plan: { readonly applicantIds: readonly string[]; readonly openFen: Fen } | null;
  /** Balances of the enforcement basis. */
  readonly closing: Readonly<Balances>;
}

/** What the court can find on a day; money in fen. */
export interface PerformanceStanding {
  /** By what every applicant is satisfied; null while the debt is open. */
  readonly paidBy: 'SETTLEMENT' | 'BASIS' | null;
  readonly planOpenFen: Fen | null;
  /** What the applicants are owed by the basis; the execution fee is owed to the court. */
  readonly basisOpenFen: Fen;
  readonly feeOpenFen: Fen;
  /** Applicants whom the settlement does not name: only the basis says what they are owed. */
  readonly unnamedIds: readonly string[];
  /** What drops when performance is found: all that the basis orders beyond the settlement, but for the fee. */
  readonly waived: Readonly<Partial<Balances>>;
}

/**
 * Whether every applicant is satisfied, and what performance of the settlement waives. The fee is a task of its own and
 * holds nothing back.
 * Law: ST-10, ST-20, JR-05, FE-01, IN-24; 执行和解规定 Art. 8.
 */
export function decidePerformance({ applicantIds, plan, closing }: PerformanceFacts): PerformanceStanding {
  const owed = BUCKETS.filter((bucket) => bucket !== 'EXECUTION_FEE');
  const basisOpenFen = sumFen(owed.map((bucket) => closing[bucket]));
  const unnamedIds = plan === null ? [] : applicantIds.filter((id) => !plan.applicantIds.includes(id));
  const bySettlement = plan !== null && plan.openFen === 0n && unnamedIds.length === 0;
  const paidBy = basisOpenFen === 0n ? 'BASIS' : bySettlement ? 'SETTLEMENT' : null;
  const open = owed.filter((bucket) => closing[bucket] > 0n);
  const waived: Partial<Record<Bucket, Fen>> = Object.fromEntries(open.map((bucket) => [bucket, closing[bucket]]));
  return {
    paidBy,
    planOpenFen: plan?.openFen ?? null,
    basisOpenFen,
    feeOpenFen: closing.EXECUTION_FEE,
    unnamedIds,
    waived: paidBy === null ? {} : waived,
  };
}
