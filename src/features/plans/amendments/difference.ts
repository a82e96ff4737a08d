import { isDeepStrictEqual } from 'node:util';
import { comparePlans } from '../../../law/amendment/difference.js';
import type { UserContext } from '../../../platform/context.js';
import { Problem } from '../../../shared/problems.js';
import { planBody } from '../../../tables/plan-json.js';
import { getPlanRow, viewPlan } from '../drafting/service.js';
import { readPaid } from './balance.js';
import type { DifferenceView } from './schema.js';
import { listVersions } from './versions.js';

/** Terms that the figures do not show. */
const COMPARED_TERMS = [
  'method',
  'lumpSum',
  'stepPercents',
  'instalmentPrincipalFen',
  'minimumFen',
  'receiptsPercent',
  'roundToFen',
  'rate',
  'yearBasis',
  'interestFrom',
  'interestFreePeriods',
  'principalFreeInstalments',
  'interestDeferred',
  'doubledDailyPercent',
  'graceDays',
  'prepayPolicy',
  'acceleration',
  'shift',
  'signedOn',
] as const;

/** A term as text; one with parts as JSON. */
function say(value: string | number | boolean | object | null | undefined): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * What changed from another version of the plan of the same case to this one.
 * Refuses: `not-found`, `invalid-query` (the other plan is of another case).
 * Law: ST-05.
 */
export async function readDifference(ctx: UserContext, planId: string, fromId: string): Promise<DifferenceView> {
  const [to, from] = [await getPlanRow(ctx, planId), await getPlanRow(ctx, fromId)];
  if (to.caseId !== from.caseId || to.courtCode !== from.courtCode) {
    throw new Problem('invalid-query', {
      errors: [{ pointer: '/from', detail: 'name another plan of the same case' }],
    });
  }
  const [toView, fromView] = [await viewPlan(ctx, to), await viewPlan(ctx, from)];
  // The other plan may be several versions back.
  const chain = await listVersions(ctx, to, to.amendsPlanId ?? to.id);
  const beginsOn = to.id !== from.id && chain.some((version) => version.id === from.id) ? to.effectiveOn : null;
  const before = planBody.encode(fromView.terms);
  const after = planBody.encode(toView.terms);
  const terms = COMPARED_TERMS.filter((term) => !isDeepStrictEqual(before[term], after[term])).map((term) => ({
    term,
    from: say(before[term]),
    to: say(after[term]),
  }));
  const { instalments, totals, summary } = comparePlans(
    { planNo: from.no, instalments: fromView.instalments },
    { planNo: to.no, instalments: toView.instalments },
    beginsOn === null ? undefined : { beginsOn, paidFen: await readPaid(ctx, from, beginsOn) },
  );
  return {
    from: { planId: from.id, planNo: from.no, status: from.status },
    to: { planId: to.id, planNo: to.no, status: to.status },
    effectiveOn: beginsOn,
    instalments: [...instalments],
    totals,
    summary: [...summary],
    terms,
  };
}
