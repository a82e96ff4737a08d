import { isEnded } from '../../../law/states/case.js';
import { Problem } from '../../../shared/problems.js';
import type { CaseRow } from '../../../tables/cases.js';

/** Refuses an entry into a case that takes none any more. */
export function requireOpen(row: CaseRow): void {
  if (row.state === 'CLOSED') {
    throw new Problem('case-closed', { detail: `${row.caseNumber} is closed and takes no more entries.` });
  }
  if (isEnded(row.state)) {
    throw new Problem('case-state-forbids', {
      detail: `${row.caseNumber} is in state ${row.state} and takes no more entries.`,
    });
  }
}
