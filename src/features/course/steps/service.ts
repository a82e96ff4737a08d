import { and, asc, eq, sql } from 'drizzle-orm';
import { COURT_ROLES } from '../../../law/people/roles.js';
import { hasRole, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { escalationSteps } from '../../../tables/course.js';
import { stepRecipient } from '../../../tables/step-json.js';
import { getCaseRow } from '../../dossier/cases/service.js';
import type { StepView } from './schema.js';

type StepRow = typeof escalationSteps.$inferSelect;

function toView(row: StepRow): StepView {
  const { id, caseId, planId, step, instalmentNo, fellOn, status, reason } = row;
  const recipients = stepRecipient.array().parse(row.recipients);
  return {
    id,
    caseId,
    planId,
    step,
    instalmentNo,
    fellOn,
    status,
    recipients,
    reason,
    recordedAt: row.recordedAt,
  };
}

/**
 * Steps of a case in the order of the days they fell on. Proposals are the court's own considerations: parties see a
 * step once it is a fact or confirmed.
 */
export async function listSteps(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  const list = `steps:${owner.id}`;
  const conditions = [eq(escalationSteps.courtCode, owner.courtCode), eq(escalationSteps.caseId, owner.id)];
  if (!hasRole(ctx.actor, ...COURT_ROLES))
    conditions.push(sql`${escalationSteps.status} in ('DONE','CONFIRMED','VOIDED')`);
  if (query.cursor !== undefined) {
    const [fellOn, id] = ctx.cursors.read(list, query.cursor);
    conditions.push(sql`(${escalationSteps.fellOn}, ${escalationSteps.id}) > (${fellOn}::date, ${id}::uuid)`);
  }
  const rows = await ctx.db
    .select()
    .from(escalationSteps)
    .where(and(...conditions))
    .orderBy(asc(escalationSteps.fellOn), asc(escalationSteps.id))
    .limit(query.limit + 1);
  return toPage(rows.map(toView), query.limit, (last) => ctx.cursors.sign(list, [last.fellOn, last.id]));
}
