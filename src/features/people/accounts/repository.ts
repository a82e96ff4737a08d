import { and, asc, eq, gt, type SQL, sql } from 'drizzle-orm';
import { anyOf } from '../../../platform/any-of.js';
import type { Context, UserContext } from '../../../platform/context.js';
import type { WantedAccount } from '../../../tables/account-json.js';
import { caseParties } from '../../../tables/cases.js';
import { parties, userIdentities, userParties, users } from '../../../tables/identity.js';
import { role } from '../identity/schema.js';
import type { UserRow } from '../identity/users.js';
import type { UserView } from './schema.js';

/** Condition: accounts that the caller's court looks after. */
export function managedBy(ctx: UserContext): SQL {
  return ctx.actor.courtCode === null ? sql`false` : eq(users.managingCourtCode, ctx.actor.courtCode);
}

async function listPartiesOf(ctx: Context, userIds: readonly string[]) {
  if (userIds.length === 0) return [];
  return ctx.db
    .select({ userId: userParties.userId, id: parties.id, name: parties.name })
    .from(userParties)
    .innerJoin(parties, eq(parties.id, userParties.partyId))
    .where(anyOf(userParties.userId, userIds))
    .orderBy(asc(parties.id));
}

async function listIdentitiesOf(ctx: Context, userIds: readonly string[]) {
  if (userIds.length === 0) return [];
  return ctx.db.select().from(userIdentities).where(anyOf(userIdentities.userId, userIds));
}

export async function viewUsers(ctx: Context, rows: readonly UserRow[]): Promise<UserView[]> {
  const ids = rows.map(({ id }) => id);
  const [all, identities] = [await listPartiesOf(ctx, ids), await listIdentitiesOf(ctx, ids)];
  const identityOf = (userId: string) => {
    const found = identities.find((one) => one.userId === userId);
    return found ? { issuer: found.issuer, subject: found.subject } : null;
  };
  return rows.map((row) => ({
    id: row.id,
    username: row.username,
    displayName: row.displayName,
    email: row.email,
    status: row.status,
    hasSecondFactor: row.totpConfirmedAt !== null,
    identity: identityOf(row.id),
    roles: role.array().parse(row.roles),
    courtCode: row.courtCode,
    departmentCode: row.departmentCode,
    parties: all.filter(({ userId }) => userId === row.id).map(({ id, name }) => ({ id, name })),
    createdAt: row.createdAt,
    version: row.version,
  }));
}

export async function findManaged(ctx: UserContext, userId: string): Promise<UserRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(users)
    .where(and(managedBy(ctx), eq(users.id, userId)));
  return row;
}

export async function lockManaged(ctx: UserContext, userId: string): Promise<UserRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(users)
    .where(and(managedBy(ctx), eq(users.id, userId)))
    .for('update');
  return row;
}

export async function listManaged(
  ctx: UserContext,
  page: { status: UserRow['status'] | undefined; after: string | undefined; limit: number },
): Promise<UserRow[]> {
  return ctx.db
    .select()
    .from(users)
    .where(
      and(
        managedBy(ctx),
        page.status === undefined ? undefined : eq(users.status, page.status),
        page.after === undefined ? undefined : gt(users.id, page.after),
      ),
    )
    .orderBy(asc(users.id))
    .limit(page.limit);
}

/** The account as a request describes one. */
export function toWanted(user: UserView): WantedAccount {
  const { username, displayName, email, roles, courtCode, departmentCode, identity } = user;
  const partyIds = user.parties.map(({ id }) => id);
  return { username, displayName, email, roles, courtCode, departmentCode, partyIds, identity };
}

/** The party of a credit code or id, when a case of this court has it. */
export async function findPartyOfCourt(
  ctx: Context,
  courtCode: string,
  named: { unifiedSocialCreditCode: string } | { partyId: string },
): Promise<string | undefined> {
  const [row] = await ctx.db
    .select({ id: parties.id })
    .from(parties)
    .innerJoin(caseParties, and(eq(caseParties.partyId, parties.id), eq(caseParties.courtCode, courtCode)))
    .where(
      'partyId' in named
        ? eq(parties.id, named.partyId)
        : eq(parties.unifiedSocialCreditCode, named.unifiedSocialCreditCode),
    )
    .limit(1);
  return row?.id;
}
