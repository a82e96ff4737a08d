import { and, asc, desc, eq, gt } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ServedNotice } from '../../../law/schedule/acceleration.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Context, UserContext } from '../../../platform/context.js';
import { groupBy } from '../../../shared/group-by.js';
import { accelerationNotices, accelerationWithdrawals } from '../../../tables/acceleration.js';
import { cases } from '../../../tables/cases.js';
import { users } from '../../../tables/identity.js';
import { plans } from '../../../tables/plans.js';
import { serviceRecords } from '../../../tables/service-records.js';
import { withinReach } from '../../dossier/cases/repository.js';

export type NoticeRow = typeof accelerationNotices.$inferSelect;
export type WithdrawalRow = typeof accelerationWithdrawals.$inferSelect;

const servers = alias(users, 'servers');
const withdrawers = alias(users, 'withdrawers');

const ofNotice = { courtCode: accelerationNotices.courtCode, id: accelerationNotices.id };
const ownService = and(
  eq(serviceRecords.courtCode, ofNotice.courtCode),
  eq(serviceRecords.accelerationNoticeId, ofNotice.id),
);
const ownWithdrawal = and(
  eq(accelerationWithdrawals.courtCode, ofNotice.courtCode),
  eq(accelerationWithdrawals.noticeId, ofNotice.id),
);

function selectNotices(ctx: Context) {
  return ctx.db
    .select({
      notice: accelerationNotices,
      recorder: users.displayName,
      service: serviceRecords,
      server: servers.displayName,
      withdrawal: accelerationWithdrawals,
      withdrawer: withdrawers.displayName,
      acceleratedOn: plans.acceleratedOn,
    })
    .from(accelerationNotices)
    .innerJoin(plans, and(eq(plans.courtCode, ofNotice.courtCode), eq(plans.id, accelerationNotices.planId)))
    .innerJoin(users, eq(users.id, accelerationNotices.recordedBy))
    .leftJoin(serviceRecords, ownService)
    .leftJoin(servers, eq(servers.id, serviceRecords.recordedBy))
    .leftJoin(accelerationWithdrawals, ownWithdrawal)
    .leftJoin(withdrawers, eq(withdrawers.id, accelerationWithdrawals.recordedBy));
}

/** A notice with its service and withdrawal, as stored. */
export type FoundNotice = Awaited<ReturnType<typeof listNoticesOfPlan>>[number];

/** A notice of a case within reach. */
export async function findNotice(ctx: UserContext, noticeId: string): Promise<FoundNotice | undefined> {
  const [found] = await selectNotices(ctx)
    .innerJoin(cases, and(eq(cases.courtCode, ofNotice.courtCode), eq(cases.id, accelerationNotices.caseId)))
    .where(and(withinReach(ctx.actor), eq(accelerationNotices.id, noticeId)));
  return found;
}

/** Notices of a plan, oldest first. */
export async function listNoticesOfPlan(
  ctx: Context,
  plan: { readonly courtCode: string; readonly id: string },
  page: { readonly after: string | undefined; readonly limit: number },
) {
  const { courtCode, planId, id } = accelerationNotices;
  const ours = and(eq(courtCode, plan.courtCode), eq(planId, plan.id));
  return selectNotices(ctx)
    .where(page.after === undefined ? ours : and(ours, gt(id, page.after)))
    .orderBy(asc(id))
    .limit(page.limit);
}

/** The notice of a plan that was given last. */
export async function findNewestNotice(
  ctx: Context,
  plan: { readonly courtCode: string; readonly id: string },
): Promise<FoundNotice | undefined> {
  const [found] = await selectNotices(ctx)
    .where(and(eq(accelerationNotices.courtCode, plan.courtCode), eq(accelerationNotices.planId, plan.id)))
    .orderBy(desc(accelerationNotices.id))
    .limit(1);
  return found;
}

/** Notices that were served, by plan. */
export async function listServed(
  ctx: Context,
  courtCode: string,
  planIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ServedNotice[]>> {
  if (planIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({
      planId: accelerationNotices.planId,
      servedOn: serviceRecords.servedOn,
      withdrawnOn: accelerationWithdrawals.withdrawnOn,
    })
    .from(accelerationNotices)
    .innerJoin(serviceRecords, ownService)
    .leftJoin(accelerationWithdrawals, ownWithdrawal)
    .where(and(eq(accelerationNotices.courtCode, courtCode), anyOf(accelerationNotices.planId, planIds)))
    .orderBy(asc(accelerationNotices.id));
  return groupBy(rows, (row) => row.planId);
}

export async function insertNotice(ctx: Context, row: NoticeRow): Promise<void> {
  await ctx.db.insert(accelerationNotices).values(row);
}

export async function insertWithdrawal(ctx: Context, row: WithdrawalRow): Promise<void> {
  await ctx.db.insert(accelerationWithdrawals).values(row);
}
