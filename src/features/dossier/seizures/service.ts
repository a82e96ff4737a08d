import { checkDates, firstDayOfYear } from '../../../law/dates/check.js';
import { decideSeizure } from '../../../law/seizures/order.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { yearOfNumber } from '../../../shared/identifiers/case-number.js';
import { newId } from '../../../shared/ids.js';
import { valueOrProblem } from '../../../shared/problems.js';
import { requireFound } from '../../../shared/require.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { daysOfCase } from '../cases/days.js';
import { GROUNDS } from '../cases/grounds.js';
import { openCase } from '../cases/open-case.js';
import { requireStateFor } from '../cases/policy.js';
import { getCaseRow } from '../cases/service.js';
import { findSeizure, insertSeizure, listSeizures, type SeizureRow } from './repository.js';
import type { SeizureInput, SeizureView } from './schema.js';

/**
 * Enters a seizure that a judge has ordered.
 * Refuses: `not-found`, `not-permitted`, `case-closed`, and what `checkDates` and `decideSeizure` refuse.
 */
export function orderSeizure(ctx: UserContext, caseId: string, input: SeizureInput): Promise<SeizureView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    requireMay(tx.actor, 'orderSeizure');
    requireStateFor(owner, 'orderSeizure');
    const { filedOn, firstDayOfCaseYear, today } = daysOfCase(tx, owner);
    const { ruling: order } = input;
    valueOrProblem(
      checkDates('seizure', {
        today,
        filedOn,
        firstDayOfCaseYear,
        ruledOn: order.ruledOn,
        firstDayOfRulingYear: firstDayOfYear(yearOfNumber(order.number)),
        termFrom: input.from,
        termTo: input.to,
      }),
    );
    const row = toRow(tx, owner, input, valueOrProblem(decideSeizure(input)).status);
    await insertSeizure(tx, row, input.assets);
    const { mode, kind, assetKind, usePermitted, from, to, ruling } = input;
    const data = { seizureId: row.id, mode, kind, assetKind, usePermitted, from, to, ruling };
    file.record({ type: 'SEIZURE_ORDERED', data, ground: GROUNDS.seizure, after: data });
    return getSeizure(tx, row.id);
  });
}

function toRow(
  ctx: UserContext,
  owner: { courtCode: string; id: string },
  input: SeizureInput,
  status: SeizureRow['status'],
): SeizureRow {
  return {
    courtCode: owner.courtCode,
    id: newId(),
    caseId: owner.id,
    mode: input.mode,
    kind: input.kind,
    assetKind: input.assetKind,
    status,
    rank: input.rank,
    rulingNumber: input.ruling.number,
    rulingJudge: input.ruling.judge,
    ruledOn: input.ruling.ruledOn,
    fromOn: input.from,
    toOn: input.to,
    custodianKind: input.custodian.kind,
    custodianName: input.custodian.name,
    usePermitted: input.usePermitted,
    useConditions: input.useConditions ?? null,
    orderedBy: ctx.actor.id,
    version: 1,
    createdAt: ctx.clock.now(),
  };
}

/** A seizure of a case within reach. Refuses: `not-found`. */
export async function getSeizure(ctx: UserContext, seizureId: string): Promise<SeizureView> {
  const found = await findSeizure(ctx, seizureId);
  requireFound(found, 'seizure');
  return found;
}

export async function getSeizures(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  const list = `seizures:${owner.id}`;
  const after = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const rows = await listSeizures(ctx, owner, { after, limit: query.limit + 1 });
  return toPage(rows, query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}
