import { and, desc, eq, exists, lt, sql, type SQL } from 'drizzle-orm';
import { anyOf } from '../../../platform/any-of.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { Problem } from '../../../shared/problems.js';
import { requireFound } from '../../../shared/require.js';
import { caseParties, type CaseRow, cases } from '../../../tables/cases.js';
import { users } from '../../../tables/identity.js';
import { reliefRequests } from '../../../tables/relief-requests.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { openCase } from '../../dossier/cases/open-case.js';
import { listCaseParties, withinReach } from '../../dossier/cases/repository.js';
import { getCaseRow } from '../../dossier/cases/service.js';
import { requireProof } from '../../dossier/consents/service.js';
import { attachFiles } from '../../dossier/files/service.js';
import { requireMay } from '../../people/permissions/require-may.js';
import type { ReliefRequestInput, ReliefRequestView } from './schema.js';

/** Condition: a party sees what was asked in its own name; the other's reasons may hold its secrets. */
function ownWords({ db, actor }: UserContext): SQL | undefined {
  if (actor.courts.length > 0 || actor.partyIds.length === 0) return undefined;
  const own = db
    .select({ one: sql`1` })
    .from(caseParties)
    .where(
      and(
        eq(caseParties.courtCode, reliefRequests.courtCode),
        eq(caseParties.caseId, reliefRequests.caseId),
        sql`${caseParties.role}::text = ${reliefRequests.requestedBy}`,
        anyOf(caseParties.partyId, actor.partyIds),
      ),
    );
  return exists(own);
}

async function viewRequests(ctx: UserContext, where: SQL | undefined, limit: number): Promise<ReliefRequestView[]> {
  const rows = await ctx.db
    .select({ row: reliefRequests, name: users.displayName })
    .from(reliefRequests)
    .innerJoin(cases, and(eq(cases.courtCode, reliefRequests.courtCode), eq(cases.id, reliefRequests.caseId)))
    .innerJoin(users, eq(users.id, reliefRequests.recordedBy))
    .where(and(withinReach(ctx.actor), ownWords(ctx), where))
    .orderBy(desc(reliefRequests.id))
    .limit(limit);
  return rows.map(({ row, name }) => ({
    id: row.id,
    caseId: row.caseId,
    requestedBy: row.requestedBy,
    path: row.path,
    reason: row.reason,
    newFacts: row.newFacts,
    evidence: row.evidence,
    fileIds: row.fileIds,
    requestedOn: row.requestedOn,
    recordedBy: { id: row.recordedBy, name },
  }));
}

/** One request for relief in a case within reach. Refuses: `not-found`. */
export async function getReliefRequest(ctx: UserContext, reliefRequestId: string): Promise<ReliefRequestView> {
  const [view] = await viewRequests(ctx, eq(reliefRequests.id, reliefRequestId), 1);
  requireFound(view, 'request');
  return view;
}

/** Requests for relief in a case within reach, newest first. Refuses: `not-found`. */
export async function listReliefRequests(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  const list = `relief-requests:${owner.id}`;
  const before = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const where = and(
    eq(reliefRequests.courtCode, owner.courtCode),
    eq(reliefRequests.caseId, owner.id),
    before === undefined ? undefined : lt(reliefRequests.id, before),
  );
  const views = await viewRequests(ctx, where, query.limit + 1);
  return toPage(views, query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}

/** A party asks for itself; an officer asks for the court, or records the word of others with a proof. */
async function requireWord(ctx: UserContext, owner: CaseRow, input: ReliefRequestInput): Promise<void> {
  const members = await listCaseParties(ctx, owner.courtCode, [owner.id]);
  const isOwnWord = members.some(({ id, role }) => role === input.requestedBy && ctx.actor.partyIds.includes(id));
  if (isOwnWord) return;
  requireMay(ctx.actor, 'requestRelief');
  if (input.requestedBy !== 'COURT') requireProof(input);
}

/** What was turned down is not asked for again on the same facts. Refuses: `new-facts-missing`. */
function requireNewFacts({ newFacts }: ReliefRequestInput): void {
  if (newFacts !== undefined) return;
  const detail = 'An earlier request was turned down: say what is new since.';
  throw new Problem('new-facts-missing', { detail, errors: [{ pointer: '/newFacts', detail }] });
}

/**
 * Asks for relief: the enterprise or an applicant itself, or an officer for the court or with a proof for others.
 * Refuses: `not-found`, `not-permitted`, `evidence-required`, `case-state-forbids`, `new-facts-missing` (an earlier
 * request was turned down), `file-unknown`.
 * Law: 法发〔2019〕35号 item 12; section 8.3.
 */
export function requestRelief(ctx: UserContext, caseId: string, input: ReliefRequestInput): Promise<ReliefRequestView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    await requireWord(tx, owner, input);
    if (owner.state === 'REJECTED') requireNewFacts(input);
    file.move('RELIEF_REQUESTED', GROUNDS.relief);
    // What a party says of itself is not the other's to read.
    const files = await attachFiles(tx, owner, input.fileIds, 'COURT');
    const { requestedBy, path = null, reason, newFacts = null, evidence = null } = input;
    const row = {
      courtCode: owner.courtCode,
      id: newId(),
      caseId: owner.id,
      requestedBy,
      path,
      reason,
      newFacts,
      evidence,
      fileIds: files.map(({ fileId }) => fileId),
      requestedOn: tx.today,
      recordedBy: tx.actor.id,
      createdAt: tx.clock.now(),
    };
    await tx.db.insert(reliefRequests).values(row);
    const data = { reliefRequestId: row.id, requestedBy, path, files };
    const said = { ...data, reason, newFacts, evidence };
    file.record({ type: 'RELIEF_REQUEST_MADE', data, ground: GROUNDS.relief, after: said });
    return getReliefRequest(tx, row.id);
  });
}
