import { createHash, randomBytes } from 'node:crypto';
import { and, desc, eq, gt, isNull, lt } from 'drizzle-orm';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { Database } from '../../../platform/database.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { Problem } from '../../../shared/problems.js';
import { invariant, requireFound } from '../../../shared/require.js';
import { apiKeys } from '../../../tables/api-keys.js';
import { users } from '../../../tables/identity.js';
import { requireBothFactors } from '../own-account/service.js';
import { recordAct } from '../trail/acts-on-accounts.js';
import type { ApiKeyInput, ApiKeyView, MadeApiKeyView } from './schema.js';

/** What every key begins with, so that people and scanners of secrets know one when they see it. */
export const KEY_PREFIX = 'rpv_';
const KEY_BYTES = 32;
const DAY_MS = 86_400_000;
const MARK_EVERY_MS = 60_000;
/** Keys of one person that are in force. */
const KEYS_MAX = 20;

type KeyRow = typeof apiKeys.$inferSelect;

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

/** A key as its person sees it; one of an earlier sign-in epoch ended when that did. */
function toView(row: KeyRow, { actor }: UserContext): ApiKeyView {
  const { id, name, scopes, createdAt, expiresAt, lastUsedAt } = row;
  const endedAt = row.sessionVersion === actor.sessionVersion ? null : (actor.sessionsEndedAt ?? createdAt);
  const revokedAt = row.revokedAt ?? endedAt;
  return {
    id,
    name,
    scopes: [...scopes],
    createdAt,
    expiresAt,
    lastUsedAt,
    revokedAt,
  };
}

/** A key in use, as a caller shows it. */
export interface KeyInUse {
  readonly id: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  /** It opens nothing once the sign-in epoch of its person is another. */
  readonly sessionVersion: number;
}

/** The key in force behind a text, and the mark that it was used; undefined for any other text. */
export async function findKey(db: Database, key: string, now: Date): Promise<KeyInUse | undefined> {
  const inForce = and(eq(apiKeys.keyHash, hashOf(key)), isNull(apiKeys.revokedAt), gt(apiKeys.expiresAt, now));
  const [found] = await db.select().from(apiKeys).where(inForce);
  if (!found) return undefined;
  // To the minute: most calls find the mark there and write nothing.
  const isMarked = found.lastUsedAt !== null && now.getTime() - found.lastUsedAt.getTime() <= MARK_EVERY_MS;
  if (!isMarked) await db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, found.id));
  return found;
}

/** The caller's own keys, newest first. */
export async function listOwnKeys(ctx: UserContext, query: PageQuery) {
  const before = query.cursor === undefined ? undefined : ctx.cursors.read('api-keys', query.cursor)[0];
  const ours = eq(apiKeys.userId, ctx.actor.id);
  const rows = await ctx.db
    .select()
    .from(apiKeys)
    .where(before === undefined ? ours : and(ours, lt(apiKeys.id, before)))
    .orderBy(desc(apiKeys.id))
    .limit(query.limit + 1);
  const views = rows.map((row) => toView(row, ctx));
  return toPage(views, query.limit, (last) => ctx.cursors.sign('api-keys', [last.id]));
}

/** One of the caller's own keys. Refuses: `not-found`. */
export async function getOwnKey(ctx: UserContext, keyId: string): Promise<ApiKeyView> {
  const [row] = await ctx.db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.userId, ctx.actor.id), eq(apiKeys.id, keyId)));
  requireFound(row, 'key', 'You have no such key.');
  return toView(row, ctx);
}

/**
 * Makes a key with which a machine acts for the caller, within scopes and for a while. What it may do never exceeds
 * what the caller may: roles, reach and four eyes are those of the person. It ends with whatever ends his sign-ins.
 * Refuses: `invalid-body` (a wrong password or code), `too-many-requests`, `second-factor-missing`, `too-many-keys`.
 * Law: CP-01, CP-08.
 */
export async function makeKey(ctx: UserContext, input: ApiKeyInput): Promise<MadeApiKeyView> {
  await requireBothFactors(ctx, input.currentPassword, input.code);
  const key = `${KEY_PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`;
  return inTransaction(ctx, async (tx) => {
    const now = tx.clock.now();
    // Whoever makes several at once waits here, so that each is counted.
    const { sessionVersion } = await lockEpoch(tx);
    const inForce = and(
      eq(apiKeys.userId, tx.actor.id),
      eq(apiKeys.sessionVersion, sessionVersion),
      isNull(apiKeys.revokedAt),
      gt(apiKeys.expiresAt, now),
    );
    const known = await tx.db.select({ id: apiKeys.id }).from(apiKeys).where(inForce).limit(KEYS_MAX);
    if (known.length >= KEYS_MAX) throw new Problem('too-many-keys', { detail: `You have ${KEYS_MAX} keys in force.` });
    const row = {
      id: newId(),
      userId: tx.actor.id,
      name: input.name,
      keyHash: hashOf(key),
      sessionVersion,
      scopes: [...input.scopes],
      createdAt: now,
      expiresAt: new Date(now.getTime() + input.days * DAY_MS),
      lastUsedAt: null,
      revokedAt: null,
    };
    await tx.db.insert(apiKeys).values(row);
    await recordAct(tx, 'makeApiKey', tx.actor, { keyId: row.id, name: row.name, scopes: row.scopes });
    return { ...toView(row, tx), key };
  });
}

/**
 * Locks the account of the caller and reads its sign-in epoch.
 * Refuses: `not-signed-in` (the epoch of the caller has ended meanwhile).
 */
async function lockEpoch(tx: UserContext): Promise<{ sessionVersion: number }> {
  const { sessionVersion } = users;
  const [user] = await tx.db.select({ sessionVersion }).from(users).where(eq(users.id, tx.actor.id)).for('update');
  if (user?.sessionVersion !== tx.actor.sessionVersion) throw new Problem('not-signed-in');
  return user;
}

/** Ends every key that acts for an account, at once. */
export async function revokeKeysOf(ctx: UserContext, userId: string): Promise<void> {
  await ctx.db
    .update(apiKeys)
    .set({ revokedAt: ctx.clock.now() })
    .where(and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt)));
}

/** Ends one of the caller's own keys, at once. Refuses: `not-found`. */
export function revokeKey(ctx: UserContext, keyId: string): Promise<ApiKeyView> {
  return inTransaction(ctx, async (tx) => {
    const key = await getOwnKey(tx, keyId);
    if (key.revokedAt !== null) return key;
    const [row] = await tx.db
      .update(apiKeys)
      .set({ revokedAt: tx.clock.now() })
      .where(eq(apiKeys.id, keyId))
      .returning();
    invariant(row, 'A key vanished');
    await recordAct(tx, 'revokeApiKey', tx.actor, { keyId, name: row.name });
    return toView(row, tx);
  });
}
