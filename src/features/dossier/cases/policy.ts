import { type CaseAct, isPossibleIn } from '../../../law/states/case-acts.js';
import { Problem } from '../../../shared/problems.js';
import type { CaseRow } from '../../../tables/cases.js';

/**
 * Refuses an act that is not possible in the state of the case.
 * Refuses: `case-closed`, `case-state-forbids`.
 */
export function requireStateFor(row: Pick<CaseRow, 'state' | 'caseNumber'>, act: CaseAct): void {
  if (isPossibleIn(act, row.state)) return;
  if (row.state === 'CLOSED') throw new Problem('case-closed', { detail: `${row.caseNumber} is closed.` });
  throw new Problem('case-state-forbids', {
    detail: `${row.caseNumber} is in state ${row.state}, in which this is not done.`,
  });
}
