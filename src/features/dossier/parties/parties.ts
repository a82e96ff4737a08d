import { eq } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';
import { newId } from '../../../shared/ids.js';
import { invariant } from '../../../shared/require.js';
import { parties } from '../../../tables/identity.js';

/** A party as named in a filing. */
export interface NamedParty {
  readonly name: string;
  readonly kind: 'ORGANISATION' | 'INDIVIDUAL';
  readonly unifiedSocialCreditCode?: string | undefined;
  /** Citizen identity number, checked and in its normal form. */
  readonly identityNumber?: string | undefined;
}

/** Where the sealed identity number of a party stands. */
export const identityNumberPlace = (partyId: string) => `parties.identity_number:${partyId}`;

/** What an identity number is found by. */
export const indexOfIdentityNumber = (ctx: Context, identityNumber: string) =>
  ctx.fields.digest('identity-number', identityNumber);

/** The columns of an identity number on its way into the table. */
export function sealIdentityNumber(ctx: Context, partyId: string, identityNumber: string | undefined) {
  if (identityNumber === undefined) return { identityNumber: null, identityNumberIndex: null };
  return {
    identityNumber: ctx.fields.seal(identityNumberPlace(partyId), identityNumber),
    identityNumberIndex: indexOfIdentityNumber(ctx, identityNumber) ?? null,
  };
}

/**
 * Takes the party with this credit code or identity number, or makes it. A known one takes that party whatever name is
 * given; the name given is stored with the case (contract section 8). An individual without a number is made anew
 * each time.
 * @returns the party's id
 * Refuses: `field-keys-missing`.
 */
export async function findOrCreateParty(ctx: Context, named: NamedParty): Promise<string> {
  const id = newId();
  const row = {
    id,
    kind: named.kind,
    name: named.name,
    unifiedSocialCreditCode: named.unifiedSocialCreditCode ?? null,
    ...sealIdentityNumber(ctx, id, named.identityNumber),
    createdAt: ctx.clock.now(),
  };
  const [made] = await ctx.db.insert(parties).values(row).onConflictDoNothing().returning({ id: parties.id });
  if (made) return made.id;
  const [known] = await ctx.db
    .select({ id: parties.id })
    .from(parties)
    .where(
      row.identityNumberIndex === null
        ? eq(parties.unifiedSocialCreditCode, row.unifiedSocialCreditCode ?? '')
        : eq(parties.identityNumberIndex, row.identityNumberIndex),
    );
  invariant(known, 'A party that exists could not be found');
  return known.id;
}
