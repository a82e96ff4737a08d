import { and, desc, eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import { COURT_ROLES } from '../../../law/people/roles.js';
import { hasRole, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { shownDate } from '../../../shared/civil-date.js';
import { hexDigest } from '../../../shared/digests.js';
import { moment } from '../../../shared/moment.js';
import { caseEvents } from '../../../tables/cases.js';
import { dataInside, dataOutside } from './events/catalogue.js';
import { seesBankData } from './sensitive-fields.js';
import { getCaseRow } from './service.js';

export const timelineView = z.object({
  seq: z.int(),
  type: z.string(),
  occurredAt: moment,
  businessOn: shownDate.describe('business date of the act'),
  actor: z.object({ kind: z.string(), name: z.string() }),
  legalGround: z.string().nullable(),
  data: z.record(z.string(), z.unknown()).meta({ additionalProperties: true }),
  hash: hexDigest,
});

/**
 * The event log of a case, newest first. Parties see what happened and when; who acted inside the court, and why,
 * stays there.
 */
export async function caseTimeline(ctx: UserContext, caseId: string, query: PageQuery) {
  const row = await getCaseRow(ctx, caseId);
  const list = `timeline:${row.id}`;
  const before = query.cursor === undefined ? undefined : Number(ctx.cursors.read(list, query.cursor)[0]);
  const ours = and(eq(caseEvents.courtCode, row.courtCode), eq(caseEvents.caseId, row.id));
  const events = await ctx.db
    .select()
    .from(caseEvents)
    .where(before === undefined ? ours : and(ours, lt(caseEvents.seq, before)))
    .orderBy(desc(caseEvents.seq))
    .limit(query.limit + 1);
  const inside = hasRole(ctx.actor, ...COURT_ROLES);
  const views = events.map((event) => ({
    seq: event.seq,
    type: event.type,
    occurredAt: event.occurredAt,
    businessOn: event.businessOn,
    actor: { kind: event.actorKind, name: inside || event.actorId === ctx.actor.id ? event.actorName : '' },
    legalGround: event.legalGround,
    data: inside ? dataInside(event.data, seesBankData(ctx.actor)) : dataOutside(event.type, event.data),
    hash: event.hash,
  }));
  return toPage(views, query.limit, (last) => ctx.cursors.sign(list, [String(last.seq)]));
}
