import { eq } from 'drizzle-orm';
import type { Context } from '../../platform/context.js';
import { newId } from '../../shared/ids.js';
import { parties } from './table.js';

/** A party as named in a filing. */
export interface NamedParty {
  readonly name: string;
  readonly kind: 'ORGANISATION' | 'INDIVIDUAL';
  readonly unifiedSocialCreditCode?: string | undefined;
}

/**
 * Takes the party with this credit code, or makes it. A known code takes that party whatever name is given; the name
 * given is stored with the case (contract section 8). An individual is made anew each time.
 * @returns the party's id
 */
export async function findOrCreateParty(ctx: Context, named: NamedParty): Promise<string> {
  const code = named.unifiedSocialCreditCode ?? null;
  const row = {
    id: newId(),
    kind: named.kind,
    name: named.name,
    unifiedSocialCreditCode: code,
    createdAt: ctx.clock.now(),
  };
  const [made] = await ctx.db.insert(parties).values(row).onConflictDoNothing().returning({ id: parties.id });
  if (made) return made.id;
  const [known] = await ctx.db
    .select({ id: parties.id })
    .from(parties)
    .where(eq(parties.unifiedSocialCreditCode, code ?? ''));
  if (!known) throw new Error('A party that exists could not be found');
  return known.id;
}
