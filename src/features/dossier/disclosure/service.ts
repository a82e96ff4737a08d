import { and, eq, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { COURT_TIME_ZONE } from '../../../platform/clock.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { addDays, civilDateInZone } from '../../../shared/civil-date.js';
import { normaliseIdentityNumber } from '../../../shared/identifiers/identity-number.js';
import { Problem } from '../../../shared/problems.js';
import { caseParties, type CaseRow, cases } from '../../../tables/cases.js';
import { disbursements } from '../../../tables/disbursements.js';
import { unmaskCounts } from '../../../tables/disclosure.js';
import { parties } from '../../../tables/identity.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { recordAccess } from '../../people/trail/access-log.js';
import { GROUNDS } from '../cases/grounds.js';
import { openCase } from '../cases/open-case.js';
import { listCaseParties, listCases } from '../cases/repository.js';
import { collectionNumberPlace, indexOfAccountNumber, indexOfPhone, phonePlace } from '../cases/sensitive-fields.js';
import { identityNumberPlace, indexOfIdentityNumber } from '../parties/parties.js';
import { payeeNumberPlace } from './payee-number.js';
import { type CaseSearchInput, type CaseSearchView, FOUND_MAX, type UnmaskedView, type UnmaskInput } from './schema.js';

async function findPayeeNumber(ctx: UserContext, owner: CaseRow, disbursementId: string) {
  const { courtCode, caseId, id, payeeNumber } = disbursements;
  const [row] = await ctx.db
    .select({ id, payeeNumber })
    .from(disbursements)
    .where(and(eq(courtCode, owner.courtCode), eq(caseId, owner.id), eq(id, disbursementId)));
  return row;
}

/** Where the value stands, and as what; undefined when the case has none. */
async function findSealed(ctx: UserContext, owner: CaseRow, input: UnmaskInput) {
  if (input.field === 'COLLECTION_ACCOUNT_NUMBER') {
    return { place: collectionNumberPlace(owner.id), sealed: owner.collectionNumber };
  }
  if (input.field === 'PAYEE_ACCOUNT_NUMBER') {
    const row = await findPayeeNumber(ctx, owner, input.disbursementId);
    return row && { place: payeeNumberPlace(row.id), sealed: row.payeeNumber };
  }
  const members = await listCaseParties(ctx, owner.courtCode, [owner.id]);
  const member = members.find((one) => one.id === input.partyId);
  if (member === undefined) return undefined;
  return input.field === 'PHONE'
    ? { place: phonePlace(owner.id, member.id), sealed: member.phone }
    : { place: identityNumberPlace(member.id), sealed: member.identityNumber };
}

/**
 * Counts one value more for the caller and the day of the real clock.
 * @returns how many are left
 * Refuses: `unmask-limit-reached`, with the time until the next day.
 */
async function countUnmasking(ctx: UserContext, limit: number): Promise<number> {
  const now = ctx.clock.now();
  const countedOn = civilDateInZone(now, COURT_TIME_ZONE);
  // The row of this person and day waits for whoever counts at the same time.
  const [counted] = await ctx.db
    .insert(unmaskCounts)
    .values({ userId: ctx.actor.id, countedOn, count: 1 })
    .onConflictDoUpdate({
      target: [unmaskCounts.userId, unmaskCounts.countedOn],
      set: { count: sql`${unmaskCounts.count} + 1` },
      setWhere: lt(unmaskCounts.count, limit),
    })
    .returning({ count: unmaskCounts.count });
  if (counted) return limit - counted.count;
  const midnight = new Date(`${addDays(countedOn, 1)}T00:00:00+08:00`);
  throw new Problem('unmask-limit-reached', {
    detail: `You have read or searched by ${limit} sensitive values today; go on tomorrow.`,
    retryAfterSeconds: Math.ceil((midnight.getTime() - now.getTime()) / 1000),
  });
}

/**
 * Shows one sensitive value of a case whole. It is counted, and on record in the chain of the case before it leaves.
 * @param limit - values that one person may read in a day
 * Refuses: `not-found`, `not-permitted`, `unmask-limit-reached`, `field-keys-missing`.
 * Law: CP-05, ID-08, PIPL 28; contract section 6.
 */
export function unmask(ctx: UserContext, caseId: string, input: UnmaskInput, limit: number): Promise<UnmaskedView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    requireMay(tx.actor, 'unmask');
    const found = await findSealed(tx, owner, input);
    if (found?.sealed == null) throw new Problem('not-found', { detail: 'The case holds no such value.' });
    const value = tx.fields.open(found.place, found.sealed);
    const remainingToday = await countUnmasking(tx, limit);
    const { field, purpose } = input;
    const partyId = 'partyId' in input ? input.partyId : null;
    const disbursementId = 'disbursementId' in input ? input.disbursementId : null;
    file.note({
      type: 'FIELD_UNMASKED',
      data: { field, partyId, purpose, ...(disbursementId === null ? {} : { disbursementId }) },
      ground: GROUNDS.unmasking,
    });
    return { field, partyId, disbursementId, value, remainingToday };
  });
}

/** Cases whose sealed field has this value; undefined where nothing can be found without keys. */
function whereFound(ctx: UserContext, { field, value }: CaseSearchInput): SQL | undefined {
  if (field === 'COLLECTION_ACCOUNT_NUMBER') {
    const index = indexOfAccountNumber(ctx, value);
    return index === undefined ? undefined : eq(cases.collectionNumberIndex, index);
  }
  const index =
    field === 'PHONE' ? indexOfPhone(ctx, value) : indexOfIdentityNumber(ctx, normaliseIdentityNumber(value));
  if (index === undefined) return undefined;
  const ofMembers = field === 'PHONE' ? eq(caseParties.phoneIndex, index) : eq(parties.identityNumberIndex, index);
  return inArray(
    cases.id,
    ctx.db
      .select({ id: caseParties.caseId })
      .from(caseParties)
      .innerJoin(parties, eq(parties.id, caseParties.partyId))
      .where(and(eq(caseParties.courtCode, cases.courtCode), ofMembers)),
  );
}

/**
 * Finds cases of the own court by a sensitive value, without reading any: by its digest. Whoever tries values until
 * one is found reads what is masked, so each search counts as a value read. It is on record before the answer, with
 * purpose and what was found, and without the value.
 * @param limit - values that one person may read in a day, searches among them
 * Refuses: `not-permitted`, `field-keys-missing`, `unmask-limit-reached`.
 * Law: CP-04, CP-05.
 */
export function searchCases(ctx: UserContext, input: CaseSearchInput, limit: number): Promise<CaseSearchView> {
  requireMay(ctx.actor, 'searchCases');
  return inTransaction(ctx, async (tx) => {
    const condition = whereFound(tx, input);
    if (condition === undefined) throw new Problem('field-keys-missing');
    await countUnmasking(tx, limit);
    const found = await listCases(tx, {
      conditions: [condition, eq(cases.courtCode, tx.actor.courtCode ?? '')],
      newestFirst: true,
      after: undefined,
      limit: FOUND_MAX,
    });
    const items = found.slice(0, FOUND_MAX);
    await recordAccess(tx, {
      act: 'searchCases',
      object: '/v1/case-searches',
      purpose: input.purpose,
      detail: { field: input.field, found: items.length, caseIds: items.map(({ id }) => id) },
    });
    return { items };
  });
}
