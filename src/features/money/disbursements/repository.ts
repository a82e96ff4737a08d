import { and, asc, desc, eq, inArray, lt, or, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { disbursementStatusOf } from '../../../law/states/disbursement.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Context, UserContext } from '../../../platform/context.js';
import { caseParties, cases } from '../../../tables/cases.js';
import { disbursementDecisions, disbursements } from '../../../tables/disbursements.js';
import { users } from '../../../tables/identity.js';
import { refundTasks } from '../../../tables/refunds.js';
import { withinReach } from '../../dossier/cases/repository.js';
import { seesBankData, showAccountNumber } from '../../dossier/cases/sensitive-fields.js';
import { payeeNumberPlace } from '../../dossier/disclosure/payee-number.js';
import type { DisbursementView } from './schema.js';

export type DisbursementRow = typeof disbursements.$inferSelect;
export type DecisionRow = typeof disbursementDecisions.$inferSelect;

const deciders = alias(users, 'deciders');
const principals = alias(users, 'principals');

/**
 * Condition: the actor sees it. Parties see what goes to themselves: an applicant his money, the enterprise its
 * refund.
 */
function visible(ctx: UserContext): SQL | undefined {
  const { actor } = ctx;
  if (actor.courts.length > 0) return undefined;
  const own = actor.partyIds;
  const ofEnterprise = ctx.db
    .select({ id: caseParties.caseId })
    .from(caseParties)
    .where(
      and(
        eq(caseParties.courtCode, disbursements.courtCode),
        eq(caseParties.role, 'ENTERPRISE'),
        anyOf(caseParties.partyId, own),
      ),
    );
  return or(
    anyOf(disbursements.applicantId, own),
    and(eq(disbursements.kind, 'REFUND'), inArray(disbursements.caseId, ofEnterprise)),
  );
}

/** A disbursement of a case within reach, where the actor may see it. */
export async function findDisbursement(ctx: UserContext, disbursementId: string): Promise<DisbursementRow | undefined> {
  const [found] = await ctx.db
    .select({ row: disbursements })
    .from(disbursements)
    .innerJoin(cases, and(eq(cases.courtCode, disbursements.courtCode), eq(cases.id, disbursements.caseId)))
    .where(and(withinReach(ctx.actor), visible(ctx), eq(disbursements.id, disbursementId)));
  return found?.row;
}

/** Disbursements of a case that the actor may see, newest first. */
export async function listDisbursementRows(
  ctx: UserContext,
  of: { courtCode: string; id: string },
  page: { before: string | undefined; limit: number },
): Promise<DisbursementRow[]> {
  return ctx.db
    .select()
    .from(disbursements)
    .where(
      and(
        eq(disbursements.courtCode, of.courtCode),
        eq(disbursements.caseId, of.id),
        visible(ctx),
        page.before === undefined ? undefined : lt(disbursements.id, page.before),
      ),
    )
    .orderBy(desc(disbursements.id))
    .limit(page.limit);
}

export async function listDecisions(ctx: Context, rows: readonly DisbursementRow[]): Promise<DecisionRow[]> {
  const [first] = rows;
  if (!first) return [];
  return ctx.db
    .select()
    .from(disbursementDecisions)
    .where(
      and(
        eq(disbursementDecisions.courtCode, first.courtCode),
        anyOf(
          disbursementDecisions.disbursementId,
          rows.map(({ id }) => id),
        ),
      ),
    );
}

/** The payment that a disbursement pays back; null for one that is no refund. */
export async function findRefundedPayment(ctx: Context, row: DisbursementRow): Promise<string | null> {
  if (row.refundTaskId === null) return null;
  const [task] = await ctx.db
    .select({ paymentId: refundTasks.paymentId })
    .from(refundTasks)
    .where(and(eq(refundTasks.courtCode, row.courtCode), eq(refundTasks.id, row.refundTaskId)));
  return task?.paymentId ?? null;
}

/** Disbursements of one court as the API shows them. */
export async function viewDisbursements(ctx: Context, rows: readonly DisbursementRow[]): Promise<DisbursementView[]> {
  const [first] = rows;
  if (!first) return [];
  const ids = rows.map(({ id }) => id);
  const decisions = await ctx.db
    .select({ row: disbursementDecisions, by: deciders.displayName, for: principals.displayName })
    .from(disbursementDecisions)
    .innerJoin(deciders, eq(deciders.id, disbursementDecisions.decidedBy))
    .leftJoin(principals, eq(principals.id, disbursementDecisions.decidedFor))
    .where(and(eq(disbursementDecisions.courtCode, first.courtCode), anyOf(disbursementDecisions.disbursementId, ids)))
    .orderBy(asc(disbursementDecisions.decidedAt));
  const people = await ctx.db
    .select({ id: users.id, name: users.displayName })
    .from(users)
    .where(anyOf(users.id, [...new Set(rows.flatMap((row) => [row.enteredBy, row.enteredFor ?? row.enteredBy]))]));
  const nameOf = (userId: string) => ({ id: userId, name: people.find((one) => one.id === userId)?.name ?? '' });
  return rows.map((row) => {
    const own = decisions.filter((one) => one.row.disbursementId === row.id);
    const paid = own.find((one) => one.row.decision === 'PAID')?.row;
    const returned = own.find((one) => one.row.decision === 'RETURNED')?.row;
    const { id, caseId, kind, applicantId, refundTaskId, amountFen, reason, evidence, fileIds } = row;
    return {
      id,
      caseId,
      kind,
      applicantId,
      refundTaskId,
      amountFen,
      reason,
      evidence,
      fileIds,
      payee: {
        bank: row.payeeBank,
        name: row.payeeName,
        number: showAccountNumber(ctx, payeeNumberPlace(id), row.payeeNumber),
      },
      status: disbursementStatusOf(own.map((one) => one.row)),
      paidOn: paid?.paidOn ?? null,
      returnedOn: returned?.returnedOn ?? null,
      bankTransactionNo: (seesBankData(ctx.actor) ? paid?.bankTransactionNo : null) ?? null,
      enteredBy: nameOf(row.enteredBy),
      enteredFor: row.enteredFor === null ? null : nameOf(row.enteredFor),
      enteredAt: row.createdAt,
      decisions: own.map((one) => ({
        decision: one.row.decision,
        by: one.by,
        for: one.for,
        at: one.row.decidedAt,
        reason: one.row.reason,
      })),
    };
  });
}
