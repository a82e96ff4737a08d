import { decideSeizure } from '../../../law/seizures/order.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { Problem, problemOf } from '../../../shared/problems.js';
import { requireFound } from '../../../shared/require.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { GROUNDS } from '../cases/grounds.js';
import { openCase } from '../cases/open-case.js';
import { requireStateFor } from '../cases/policy.js';
import { getCaseRow } from '../cases/service.js';
import { findSeizure, insertSeizure, listSeizures, type SeizureRow } from './repository.js';
import type { SeizureInput, SeizureView } from './schema.js';

/**
 * Enters a seizure that a judge has ordered.
 * Refuses: `not-found`, `not-permitted`, `case-closed`, and what `decideSeizure` refuses.
 */
export function orderSeizure(ctx: UserContext, caseId: string, input: SeizureInput): Promise<SeizureView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    requireMay(tx.actor, 'orderSeizure');
    requireStateFor(owner, 'orderSeizure');
    if (input.to < input.from) {
      throw new Problem('invalid-body', { errors: [{ pointer: '/to', detail: 'lies before from' }] });
    }
    const decision = decideSeizure(input, tx.today);
    if (!decision.ok) throw problemOf(decision);
    const row = toRow(tx, owner, input, decision.value.status);
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
