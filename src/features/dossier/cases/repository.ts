import { and, asc, desc, eq, isNull, sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { warnOfFiling } from '../../../law/filing/warnings.js';
import { anyOf } from '../../../platform/any-of.js';
import { insertRows } from '../../../platform/bulk-insert.js';
import { type Context, personsOf, type UserActor } from '../../../platform/context.js';
import { together } from '../../../platform/snapshot.js';
import { invariant } from '../../../shared/require.js';
import { caseParties, type CaseRow, cases } from '../../../tables/cases.js';
import { closeFailures, courtCloses } from '../../../tables/course.js';
import { parties, users } from '../../../tables/identity.js';
import { plans } from '../../../tables/plans.js';
import { recusals } from '../../../tables/recusals.js';
import { claimOf } from './claim.js';
import type { CaseView } from './schema.js';
import { showCollectionAccount, showPerson } from './sensitive-fields.js';

/** Condition: the actor, or the colleague for whom he acts, is recused from the case that a row names (CP-02). */
export const isRecused = (actor: UserActor, of: { readonly courtCode: SQLWrapper; readonly caseId: SQLWrapper }): SQL =>
  sql`exists (
    select from ${recusals} where ${recusals.courtCode} = ${of.courtCode} and ${recusals.caseId} = ${of.caseId}
      and ${anyOf(recusals.userId, personsOf(actor))} and ${recusals.liftedAt} is null)`;

/**
 * Condition: the row belongs to what the actor reaches. Court people reach the cases of their courts but those from
 * which they are recused (CP-02), others the cases of their parties.
 */
export function withinReach(actor: UserActor): SQL {
  if (actor.courts.length > 0) {
    const { courtCode, id: caseId } = cases;
    return sql`(${anyOf(courtCode, actor.courts)} and not ${isRecused(actor, { courtCode, caseId })})`;
  }
  if (actor.partyIds.length === 0) return sql`false`;
  return sql`(${cases.courtCode}, ${cases.id}) in (
    select ${caseParties.courtCode}, ${caseParties.caseId} from ${caseParties}
    where ${anyOf(caseParties.partyId, actor.partyIds)})`;
}

/** The case within reach, without lock; undefined when there is none. */
export async function findCase(ctx: Context<UserActor>, caseId: string): Promise<CaseRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(cases)
    .where(and(withinReach(ctx.actor), eq(cases.id, caseId)));
  return row;
}

/** Locks a case within reach until the transaction ends: the first statement of whatever a person writes about it. */
export async function lockReachableCase(ctx: Context<UserActor>, caseId: string): Promise<CaseRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(cases)
    .where(and(withinReach(ctx.actor), eq(cases.id, caseId)))
    .for('update');
  return row;
}

/** Locks known cases of one court until the transaction ends, in the order of their ids, whoever reaches them. */
export async function lockCases(ctx: Context, courtCode: string, caseIds: readonly string[]): Promise<CaseRow[]> {
  if (caseIds.length === 0) return [];
  return ctx.db
    .select()
    .from(cases)
    .where(and(eq(cases.courtCode, courtCode), anyOf(cases.id, caseIds)))
    .orderBy(asc(cases.id))
    .for('update');
}

export async function insertCase(ctx: Context, row: CaseRow, members: readonly (typeof caseParties.$inferInsert)[]) {
  await ctx.db.insert(cases).values(row);
  await insertRows(ctx.db, caseParties, members);
}

export async function listCaseParties(ctx: Context, courtCode: string, caseIds: readonly string[]) {
  if (caseIds.length === 0) return [];
  return ctx.db
    .select({
      caseId: caseParties.caseId,
      role: caseParties.role,
      name: caseParties.name,
      shareWeight: caseParties.shareWeight,
      id: parties.id,
      kind: parties.kind,
      unifiedSocialCreditCode: parties.unifiedSocialCreditCode,
      identityNumber: parties.identityNumber,
      phone: caseParties.phone,
    })
    .from(caseParties)
    .innerJoin(parties, eq(parties.id, caseParties.partyId))
    .where(and(eq(caseParties.courtCode, courtCode), anyOf(caseParties.caseId, caseIds)))
    .orderBy(asc(caseParties.position));
}
export type CasePartyRow = Awaited<ReturnType<typeof listCaseParties>>[number];

const judges = alias(users, 'judges');

/** What a case answers with beyond its own row. */
interface CaseSurroundings {
  readonly row: CaseRow;
  readonly officerName: string;
  readonly judgeName: string | null;
  readonly activePlanId: string | null;
  readonly lastClosedOn: string | null;
}

const surroundings = {
  row: cases,
  officerName: users.displayName,
  judgeName: judges.displayName,
  activePlanId: plans.id,
  lastClosedOn: sql<string | null>`coalesce(${closeFailures.lastClosedOn}, ${courtCloses.lastClosedOn})::text`,
};

function selectCases(ctx: Context) {
  return ctx.db
    .select(surroundings)
    .from(cases)
    .innerJoin(users, eq(users.id, cases.officerId))
    .leftJoin(judges, eq(judges.id, cases.judgeId))
    .leftJoin(plans, and(eq(plans.courtCode, cases.courtCode), eq(plans.caseId, cases.id), eq(plans.status, 'ACTIVE')))
    .leftJoin(courtCloses, eq(courtCloses.courtCode, cases.courtCode))
    .leftJoin(
      closeFailures,
      and(
        eq(closeFailures.courtCode, cases.courtCode),
        eq(closeFailures.caseId, cases.id),
        isNull(closeFailures.clearedAt),
      ),
    );
}

/** The case as the API shows it to the actor. */
export async function viewCase(ctx: Context, courtCode: string, caseId: string): Promise<CaseView> {
  const [[found], members] = await together([
    selectCases(ctx).where(and(eq(cases.courtCode, courtCode), eq(cases.id, caseId))),
    listCaseParties(ctx, courtCode, [caseId]),
  ]);
  invariant(found, 'The case vanished');
  return toView(ctx, found, members);
}

export interface CasePage {
  readonly conditions: readonly SQL[];
  readonly newestFirst: boolean;
  /** Sort keys of the last row of the page before: filing day and id. */
  readonly after: readonly string[] | undefined;
  readonly limit: number;
}

/** One page of cases within reach, and one row more where there is a next page. */
export async function listCases(ctx: Context<UserActor>, page: CasePage): Promise<CaseView[]> {
  const key = sql`(${cases.filedOn}, ${cases.id})`;
  const [afterFiledOn, afterId] = page.after ?? [];
  const behind = page.newestFirst ? sql`<` : sql`>`;
  const conditions = [withinReach(ctx.actor), ...page.conditions];
  if (afterFiledOn && afterId) conditions.push(sql`${key} ${behind} (${afterFiledOn}::date, ${afterId}::uuid)`);
  const order = page.newestFirst ? desc : asc;
  const found = await selectCases(ctx)
    .where(and(...conditions))
    .orderBy(order(cases.filedOn), order(cases.id))
    .limit(page.limit + 1);
  const members = await together(
    [...new Set(found.map(({ row }) => row.courtCode))].map((court) =>
      listCaseParties(
        ctx,
        court,
        found.filter(({ row }) => row.courtCode === court).map(({ row }) => row.id),
      ),
    ),
  );
  return found.map((one) =>
    toView(
      ctx,
      one,
      members.flat().filter((member) => member.caseId === one.row.id),
    ),
  );
}

function toView(ctx: Context, { row, ...around }: CaseSurroundings, members: readonly CasePartyRow[]): CaseView {
  const asParty = (member: CasePartyRow) => ({
    id: member.id,
    name: member.name,
    kind: member.kind,
    unifiedSocialCreditCode: member.unifiedSocialCreditCode,
    ...showPerson(ctx, member),
  });
  const enterprise = members.find((member) => member.role === 'ENTERPRISE');
  invariant(enterprise, 'A case has no enterprise');
  return {
    id: row.id,
    caseNumber: row.caseNumber,
    earlierCaseNumber: row.earlierCaseNumber,
    courtCode: row.courtCode,
    filedOn: row.filedOn,
    state: row.state,
    colour: row.colour,
    reliefPath: row.reliefPath,
    enterprise: asParty(enterprise),
    applicants: members
      .filter((member) => member.role === 'APPLICANT')
      .map((member) => ({ ...asParty(member), shareWeight: member.shareWeight })),
    enforcementBasis: {
      kind: row.basisKind,
      documentNumber: row.basisDocumentNumber,
      effectiveOn: row.basisEffectiveOn,
      madeOn: row.basisMadeOn ?? row.basisEffectiveOn,
      performance: performanceOf(row),
    },
    claim: claimOf(row),
    warnings: [...warnOfFiling(row, members)],
    collectionAccount: showCollectionAccount(ctx, row),
    officer: { id: row.officerId, name: around.officerName },
    judge: row.judgeId === null ? null : { id: row.judgeId, name: around.judgeName ?? '' },
    activePlanId: around.activePlanId,
    lastClosedOn: around.lastClosedOn,
    version: row.version,
    createdAt: row.createdAt,
  };
}

function performanceOf(row: CaseRow): { days: number } | { lastDate: string } {
  return row.performanceLastOn === null ? { days: row.performanceDays ?? 0 } : { lastDate: row.performanceLastOn };
}
