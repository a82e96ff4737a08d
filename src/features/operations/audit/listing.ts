import { and, desc, eq, gte, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { COURT_TIME_ZONE } from '../../../platform/clock.js';
import type { Context, UserActor, UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { accessLog, auditRoots } from '../../../tables/audit.js';
import { caseEvents, cases } from '../../../tables/cases.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { STRANGER_ID } from '../../people/trail/stranger-tally.js';
import type { AuditEventView, AuditQuery } from './schema.js';

/** What narrows either log, without the page. */
export type AuditFilters = Omit<AuditQuery, 'limit' | 'cursor'>;

/** A line with the place in its list from which the next page goes on. */
interface PlacedLine {
  readonly view: AuditEventView;
  readonly position: readonly string[];
}

/** Court whose logs an auditor reads; a person without a court reads none. */
const courtOf = (actor: UserActor): string => actor.courtCode ?? '';

async function readEvents(
  ctx: Context<UserActor>,
  filters: AuditFilters,
  after: readonly string[] | undefined,
  limit: number,
): Promise<PlacedLine[]> {
  const { courtCode, caseId, actorId, type, businessOn, occurredAt, seq } = caseEvents;
  const before: SQL | undefined =
    after &&
    sql`(${businessOn}, ${occurredAt}, ${caseId}, ${seq}) <
      (${after[0]}::date, ${after[1]}::timestamptz, ${after[2]}::uuid, ${after[3]}::int)`;
  const rows = await ctx.db
    .select({ row: caseEvents, caseNumber: cases.caseNumber })
    .from(caseEvents)
    .innerJoin(cases, and(eq(cases.courtCode, courtCode), eq(cases.id, caseId)))
    .where(
      and(
        eq(courtCode, courtOf(ctx.actor)),
        filters.caseId === undefined ? undefined : eq(caseId, filters.caseId),
        filters.actorId === undefined ? undefined : eq(actorId, filters.actorId),
        filters.type === undefined ? undefined : eq(type, filters.type),
        filters.from === undefined ? undefined : gte(businessOn, filters.from),
        filters.to === undefined ? undefined : lte(businessOn, filters.to),
        before,
      ),
    )
    .orderBy(desc(businessOn), desc(occurredAt), desc(caseId), desc(seq))
    .limit(limit);
  return rows.map(({ row, caseNumber }) => ({
    position: [row.businessOn, row.occurredAt.toISOString(), row.caseId, String(row.seq)],
    view: {
      log: 'EVENTS',
      courtCode: row.courtCode,
      caseId: row.caseId,
      caseNumber,
      seq: row.seq,
      type: row.type,
      occurredAt: row.occurredAt,
      businessOn: row.businessOn,
      actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
      requestId: row.requestId,
      fromAddress: row.fromAddress,
      object: null,
      purpose: null,
      legalGround: row.legalGround,
      data: row.data,
      beforeDigest: row.beforeDigest,
      afterDigest: row.afterDigest,
      hash: row.hash,
    },
  }));
}

/** Midnight of a civil date in the court's time zone. */
const midnight = (date: string, days = 0) =>
  sql`((${date}::date + ${days}::int)::timestamp at time zone ${COURT_TIME_ZONE})`;

async function readAccess(
  ctx: Context<UserActor>,
  filters: AuditFilters,
  after: readonly string[] | undefined,
  limit: number,
): Promise<PlacedLine[]> {
  const { recordedAt, batch, position, readAt } = accessLog;
  const court = courtOf(ctx.actor);
  const before: SQL | undefined =
    after &&
    sql`(${recordedAt}, ${batch}, ${position}) < (${after[0]}::timestamptz, ${after[1]}::bigint, ${after[2]}::int)`;
  const rows = await ctx.db
    .select()
    .from(accessLog)
    .where(
      and(
        // Whoever knocks without signing in knocks at the door of all.
        or(eq(accessLog.courtCode, court), eq(accessLog.actorCourtCode, court), eq(accessLog.actorId, STRANGER_ID)),
        filters.caseId === undefined ? undefined : eq(accessLog.caseId, filters.caseId),
        filters.actorId === undefined ? undefined : eq(accessLog.actorId, filters.actorId),
        filters.type === undefined ? undefined : eq(accessLog.act, filters.type),
        // What was recorded earlier was read earlier: whole months are left out.
        filters.from === undefined ? undefined : gte(recordedAt, midnight(filters.from)),
        filters.from === undefined ? undefined : gte(readAt, midnight(filters.from)),
        filters.to === undefined ? undefined : lt(readAt, midnight(filters.to, 1)),
        before,
      ),
    )
    .orderBy(desc(recordedAt), desc(batch), desc(position))
    .limit(limit);
  return rows.map((row) => ({
    position: [row.recordedAt.toISOString(), String(row.batch), String(row.position)],
    view: {
      log: 'ACCESS',
      courtCode: row.courtCode,
      caseId: row.caseId,
      caseNumber: null,
      seq: row.batch,
      type: row.act,
      occurredAt: row.readAt,
      businessOn: null,
      actor: { kind: 'USER', id: row.actorId, name: row.actorName },
      requestId: row.requestId,
      fromAddress: row.fromAddress,
      object: row.object,
      purpose: row.purpose,
      legalGround: null,
      data: row.detail,
      beforeDigest: null,
      afterDigest: null,
      hash: null,
    },
  }));
}

/** Lines of a log, newest first. Policy is the caller's. */
export async function readAuditLines(
  ctx: Context<UserActor>,
  filters: AuditFilters,
  after: readonly string[] | undefined,
  limit: number,
): Promise<PlacedLine[]> {
  return (filters.log === 'EVENTS' ? readEvents : readAccess)(ctx, filters, after, limit);
}

/**
 * Events of the court's cases, or who read what, newest first.
 * Refuses: `not-permitted`, `invalid-cursor`.
 * Law: CP-04.
 */
export async function listAuditEvents(ctx: UserContext, { limit, cursor, ...filters }: AuditQuery) {
  requireMay(ctx.actor, 'listAuditEvents');
  const list = `audit-events:${courtOf(ctx.actor)}:${JSON.stringify(filters)}`;
  const after = cursor === undefined ? undefined : ctx.cursors.read(list, cursor);
  const lines = await readAuditLines(ctx, filters, after, limit + 1);
  const page = toPage(lines, limit, (last) => ctx.cursors.sign(list, last.position));
  return { items: page.items.map(({ view }) => view), nextCursor: page.nextCursor };
}

/**
 * Daily roots, newest first: what an auditor keeps outside, so that a root taken away later is missed.
 * Refuses: `not-permitted`, `invalid-cursor`.
 */
export async function listRoots(ctx: UserContext, { limit, cursor }: PageQuery) {
  requireMay(ctx.actor, 'listAuditRoots');
  const before = cursor === undefined ? undefined : Number(ctx.cursors.read('audit-roots', cursor)[0]);
  const rows = await ctx.db
    .select()
    .from(auditRoots)
    .where(before === undefined ? undefined : lt(auditRoots.seq, before))
    .orderBy(desc(auditRoots.seq))
    .limit(limit + 1);
  return toPage(rows, limit, (last) => ctx.cursors.sign('audit-roots', [String(last.seq)]));
}
