import { listAuditEvents } from '../../../features/operations/audit/listing.js';
import type { AUDIT_LOGS, AuditEventView } from '../../../features/operations/audit/schema.js';
import type { UserContext } from '../../../platform/context.js';
import { nextPage } from '../../address.js';

/** Lines of one page. */
const ROWS = 50;

type Log = (typeof AUDIT_LOGS)[number];

export interface AuditLinesShown {
  /** Filters as they stand in the address; empty texts are none. */
  readonly filters: { readonly log: Log; readonly type: string; readonly from: string; readonly to: string };
  readonly items: readonly AuditEventView[];
  readonly nextHref: string | undefined;
}

export interface AuditLinesAsked {
  readonly log: Log;
  readonly type?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cursor?: string;
}

/** Lines of one of the logs of the reader's court, newest first. Refuses: `not-permitted`, `invalid-cursor`. */
export async function loadAuditLines(ctx: UserContext, asked: AuditLinesAsked): Promise<AuditLinesShown> {
  const { items, nextCursor } = await listAuditEvents(ctx, { ...asked, limit: ROWS });
  const { log, type = '', from = '', to = '' } = asked;
  const filters = { log, type, from, to };
  return { filters, items, nextHref: nextPage('/console/audit', nextCursor, filters) };
}
