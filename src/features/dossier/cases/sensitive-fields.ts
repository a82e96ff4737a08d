import { type Actor, type Context, hasRole } from '../../../platform/context.js';
import { withoutWritingHabits } from '../../../shared/identifiers/as-written.js';
import { normalisePhone } from '../../../shared/identifiers/phone.js';
import { maskAccountNumber, maskIdentityNumber, maskPhone } from '../../../shared/masking.js';
import type { CaseRow } from '../../../tables/cases.js';
import { may } from '../../people/permissions/require-may.js';
import { identityNumberPlace } from '../parties/parties.js';
import type { CaseView } from './schema.js';

/** How much of a sensitive field an actor sees in ordinary answers. */
type Sight = 'WHOLE' | 'MASKED' | 'NONE';

/** Class PARTY: the enterprise has to know where to pay. Law: CP-03, CP-05. */
function sightOfCollectionAccount(actor: Actor): Sight {
  if (may(actor, 'unmask')) return 'MASKED';
  if (hasRole(actor, 'ENTERPRISE')) return 'WHOLE';
  return hasRole(actor, 'APPLICANT') ? 'MASKED' : 'NONE';
}

/** Class SECRET: the court sees masks, a party its own, nobody else anything. Law: CP-03, CP-05, ID-08. */
function sightOfPerson(actor: Actor, partyId: string): Sight {
  if (may(actor, 'unmask')) return 'MASKED';
  return actor.kind === 'USER' && actor.partyIds.includes(partyId) ? 'MASKED' : 'NONE';
}

/** Where the sealed number of the collection account stands. */
export const collectionNumberPlace = (caseId: string) => `cases.collection_number:${caseId}`;
/** Where the sealed phone of a party stands. */
export const phonePlace = (caseId: string, partyId: string) => `case_parties.phone:${caseId}:${partyId}`;

const withoutBlanks = (text: string) => withoutWritingHabits(text).replace(/-/g, '');

/** The columns of an account number on its way into the table. */
export function sealCollectionNumber(ctx: Context, caseId: string, number: string | undefined) {
  if (number === undefined) return { collectionNumber: null, collectionNumberIndex: null };
  return {
    collectionNumber: ctx.fields.seal(collectionNumberPlace(caseId), number),
    collectionNumberIndex: indexOfAccountNumber(ctx, number) ?? null,
  };
}

/** The columns of a phone on its way into the table. */
export function sealPhone(ctx: Context, caseId: string, partyId: string, phone: string | undefined) {
  if (phone === undefined) return { phone: null, phoneIndex: null };
  return { phone: ctx.fields.seal(phonePlace(caseId, partyId), phone), phoneIndex: indexOfPhone(ctx, phone) ?? null };
}

/** What an account number is found by: blanks and hyphens make no difference. */
export const indexOfAccountNumber = (ctx: Context, number: string) =>
  ctx.fields.digest('account-number', withoutBlanks(number));
/** What a phone is found by, however it is written. */
export const indexOfPhone = (ctx: Context, phone: string) => ctx.fields.digest('phone', normalisePhone(phone));

/** The collection account as the actor may see it; null where there is none or it is not for him. */
export function showCollectionAccount(ctx: Context, row: CaseRow): CaseView['collectionAccount'] {
  const { collectionBank: bank, collectionName: name, collectionNumber: sealed } = row;
  const sight = sightOfCollectionAccount(ctx.actor);
  if (bank === null || name === null || sealed === null || sight === 'NONE') return null;
  const number = ctx.fields.open(collectionNumberPlace(row.id), sealed);
  return { bank, name, number: sight === 'WHOLE' ? number : maskAccountNumber(number) };
}

interface SealedPerson {
  readonly caseId: string;
  /** The party. */
  readonly id: string;
  readonly identityNumber: string | null;
  readonly phone: string | null;
}

/** Identity number and phone of a party as the actor may see them; null where there is none or it is not for him. */
export function showPerson(
  ctx: Context,
  person: SealedPerson,
): { identityNumber: string | null; phone: string | null } {
  const { caseId, id, identityNumber, phone } = person;
  if (sightOfPerson(ctx.actor, id) === 'NONE') return { identityNumber: null, phone: null };
  return {
    identityNumber:
      identityNumber === null ? null : maskIdentityNumber(ctx.fields.open(identityNumberPlace(id), identityNumber)),
    phone: phone === null ? null : maskPhone(ctx.fields.open(phonePlace(caseId, id), phone)),
  };
}

/**
 * Whether what the bank tells of a payment is for the actor: who paid, under which number, with which words. Not for
 * the secretariat (section 12.1), unless it holds another office of the court besides.
 */
export const seesBankData = (actor: Actor): boolean => !hasRole(actor, 'SECRETARIAT') || may(actor, 'unmask');

/**
 * An account number as the actor may see it where the row itself is for him: masked, and not at all by the
 * secretariat, which sees no bank data (section 12.1).
 * @returns null where it is not for him
 */
export function showAccountNumber(ctx: Context, place: string, sealed: string): string | null {
  const isParty = ctx.actor.kind === 'USER' && ctx.actor.partyIds.length > 0;
  if (!isParty && !may(ctx.actor, 'unmask')) return null;
  return maskAccountNumber(ctx.fields.open(place, sealed));
}
