import { isTransitionAllowed, type LaterState } from '../../../law/states/case.js';
import type { Context } from '../../../platform/context.js';
import { Problem } from '../../../shared/problems.js';
import { saveCase } from './event-log.js';
import type { Ground } from './grounds.js';
import type { CaseRow } from '../../../tables/cases.js';

/**
 * Moves a locked case one step along its state machine and records why.
 * @param ground - what the step rests on
 * Refuses: `case-state-forbids`.
 * Law: section 4.4.
 */
export function moveCase(ctx: Context, row: CaseRow, to: LaterState, ground: Ground): Promise<CaseRow> {
  if (!isTransitionAllowed(row.state, to)) {
    throw new Problem('case-state-forbids', { detail: `A case in state ${row.state} does not become ${to}.` });
  }
  return saveCase(ctx, row, [{ type: `CASE_${to}`, data: { from: row.state, to }, ground }], { state: to });
}
