import { and, desc, eq, lt, sql, type SQL } from 'drizzle-orm';
import { changeRefunds, type RefundChange } from '../../../law/funds/refunds.js';
import type { Allocation } from '../../../law/ledger/posting-changes.js';
import { REFUND_TRANSITIONS, type SHOWN_REFUND_STATUSES } from '../../../law/states/refund.js';
import { assertMove } from '../../../law/states/transitions.js';
import type { Context, UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import { newId } from '../../../shared/ids.js';
import { requireFound } from '../../../shared/require.js';
import { type CaseRow, cases } from '../../../tables/cases.js';
import { disbursementDecisions, disbursements } from '../../../tables/disbursements.js';
import { payments } from '../../../tables/payments.js';
import { refundTasks } from '../../../tables/refunds.js';
import type { CaseFile } from '../../dossier/cases/case-file.js';
import type { EventDraft } from '../../dossier/cases/events/catalogue.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { withinReach } from '../../dossier/cases/repository.js';
import { seesBankData } from '../../dossier/cases/sensitive-fields.js';
import { giveNotices, type NewNotice } from '../../dossier/notices/outgoing.js';
import type { CountedPayment } from '../payments/counting.js';
import type { RefundTaskQuery, RefundTaskView } from './schema.js';

async function storeChange(ctx: Context, owner: CaseRow, change: RefundChange): Promise<void> {
  const status = change.amountFen > 0n ? 'OPEN' : 'VOIDED';
  const before = change.beforeFen > 0n ? 'OPEN' : 'VOIDED';
  // A task of nothing and no task yet are the same to the ledger: the first one begins, the other opens again.
  if (before !== status) assertMove(REFUND_TRANSITIONS, before, status);
  const row = {
    courtCode: owner.courtCode,
    id: newId(),
    caseId: owner.id,
    paymentId: change.paymentId,
    amountFen: change.amountFen,
    status,
    openedOn: ctx.today,
    version: 1,
    createdAt: ctx.clock.now(),
  } as const;
  const { amountFen } = change;
  await ctx.db
    .insert(refundTasks)
    .values(row)
    .onConflictDoUpdate({
      target: [refundTasks.courtCode, refundTasks.paymentId],
      set: { amountFen, status, version: sql`${refundTasks.version} + 1` },
    });
}

/** The officer in charge is told what to see to, the enterprise that the money is not lost. */
function tell(owner: CaseRow, change: RefundChange): NewNotice[] {
  if (change.kind === 'VOIDED') return [];
  const facts = { caseNumber: owner.caseNumber, paymentFen: change.amountFen };
  const common = { courtCode: owner.courtCode, caseId: owner.id, kind: 'REFUND_DUE', facts } as const;
  return [
    { ...common, reader: { userId: owner.officerId } },
    { ...common, reader: { partyId: owner.enterpriseId } },
  ];
}

/**
 * Makes the refund tasks of a case say what its ledger says, in the transaction that settled its allocations. Money
 * that nobody is owed is never booked to the creditor: it waits as a task for those who pay out.
 * @param file - the open case
 * @param counted - all that count; what an applicant received directly is no refund of the court's
 * @param allocations - all allocations of the case as computed
 * Law: AL-07.
 */
export async function settleRefunds(
  ctx: Context,
  file: CaseFile,
  counted: readonly CountedPayment[],
  allocations: readonly Allocation[],
): Promise<void> {
  const direct = new Set(counted.filter((payment) => payment.direct).map(({ id }) => id));
  const owner = file.row;
  const standing = await ctx.db
    .select({ paymentId: refundTasks.paymentId, amountFen: refundTasks.amountFen })
    .from(refundTasks)
    .where(and(eq(refundTasks.courtCode, owner.courtCode), eq(refundTasks.caseId, owner.id)));
  const changes = changeRefunds(
    standing,
    allocations.filter(({ paymentId }) => !direct.has(paymentId)),
  );
  if (changes.length === 0) return;
  for (const change of changes) await storeChange(ctx, owner, change);
  const events = changes.map(({ kind, paymentId, beforeFen, amountFen }): EventDraft => ({
    type: `REFUND_TASK_${kind}`,
    data: { paymentId, beforeFen: Number(beforeFen), amountFen: Number(amountFen) },
    ground: GROUNDS.surplus,
  }));
  file.record(...events);
  await giveNotices(
    ctx,
    changes.flatMap((change) => tell(owner, change)),
  );
}

/** What of a task is paid back, in fen. */
const paidFen = sql<bigint>`coalesce((
  select sum(d.amount_fen) from ${disbursements} d
  join ${disbursementDecisions} x on x.court_code = d.court_code and x.disbursement_id = d.id and x.decision = 'PAID'
  where d.court_code = ${refundTasks.courtCode} and d.refund_task_id = ${refundTasks.id}
    and not exists (select from ${disbursementDecisions} r
      where r.court_code = d.court_code and r.disbursement_id = d.id and r.decision = 'RETURNED')), 0)`.mapWith(BigInt);

const shownStatus = sql<(typeof SHOWN_REFUND_STATUSES)[number]>`
  case when ${refundTasks.status} = 'OPEN' and ${paidFen} >= ${refundTasks.amountFen} then 'DONE'
    else ${refundTasks.status}::text end`;

function selectTasks(ctx: Context) {
  return ctx.db
    .select({
      id: refundTasks.id,
      caseId: refundTasks.caseId,
      caseNumber: cases.caseNumber,
      paymentId: refundTasks.paymentId,
      payerName: seesBankData(ctx.actor) ? payments.payerName : sql<null>`null`,
      receivedOn: payments.receivedOn,
      amountFen: refundTasks.amountFen,
      paidFen,
      status: shownStatus,
      openedOn: refundTasks.openedOn,
      version: refundTasks.version,
    })
    .from(refundTasks)
    .innerJoin(cases, and(eq(cases.courtCode, refundTasks.courtCode), eq(cases.id, refundTasks.caseId)))
    .innerJoin(payments, and(eq(payments.courtCode, refundTasks.courtCode), eq(payments.id, refundTasks.paymentId)));
}

/** A refund task in a case within reach. Refuses: `not-found`. */
export async function getRefundTask(ctx: UserContext, taskId: string): Promise<RefundTaskView> {
  const [found] = await selectTasks(ctx).where(and(withinReach(ctx.actor), eq(refundTasks.id, taskId)));
  requireFound(found, 'refund task');
  return found;
}

/** One page of the refund tasks within reach, newest first. */
export async function listRefundTasks(ctx: UserContext, query: RefundTaskQuery) {
  const { limit, cursor, status, caseId } = query;
  const list = `refund-tasks:${JSON.stringify({ status, caseId })}`;
  const conditions: SQL[] = [withinReach(ctx.actor)];
  if (status !== undefined) conditions.push(sql`${shownStatus} = ${status}`);
  if (caseId !== undefined) conditions.push(eq(refundTasks.caseId, caseId));
  if (cursor !== undefined) conditions.push(lt(refundTasks.id, ctx.cursors.read(list, cursor)[0] ?? ''));
  const rows = await selectTasks(ctx)
    .where(and(...conditions))
    .orderBy(desc(refundTasks.id))
    .limit(limit + 1);
  return toPage(rows, limit, (last) => ctx.cursors.sign(list, [last.id]));
}
