import { eq, type SQL } from 'drizzle-orm';
import { inTransaction, officeHolderOf, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import { addDays, type CivilDate } from '../../../shared/civil-date.js';
import { parseIdentityNumber } from '../../../shared/identifiers/identity-number.js';
import { newId } from '../../../shared/ids.js';
import { fieldProblem, Problem, problemOf } from '../../../shared/problems.js';
import { requireFound } from '../../../shared/require.js';
import { recordFirstWatermark } from '../../course/close/watermarks.js';
import { findOrCreateParty } from '../parties/parties.js';
import { postClaim } from '../../money/ledger/postings.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { toClaimColumns } from './claim.js';
import { feeOfClaim } from '../../../law/claims/claim.js';
import { requireComputableClaim } from './computable.js';
import { CHAIN_START } from '../../../law/record/event-chain.js';
import { saveCase } from './event-log.js';
import { requireOpen } from './policy.js';
import * as repository from './repository.js';
import { decideFiling } from '../../../law/filing/filing.js';
import { type CaseChanges, type CaseListQuery, type CaseView, type FilingInput } from './schema.js';
import { sealCollectionNumber, sealPhone } from './sensitive-fields.js';
import { type caseParties, type CaseRow, cases } from '../../../tables/cases.js';
import { courts } from '../../../tables/courts.js';
import { GROUNDS } from './grounds.js';

/** The filing with identity numbers in their normal form. Refuses: `invalid-body`. */
function checkIdentityNumbers(input: FilingInput, today: CivilDate): FilingInput {
  const applicants = input.applicants.map((one, index) => {
    if (one.identityNumber === undefined) return one;
    const parsed = parseIdentityNumber(one.identityNumber, today);
    if (!parsed.ok) throw fieldProblem(`/applicants/${index}/identityNumber`, parsed.detail);
    return { ...one, identityNumber: parsed.value };
  });
  return { ...input, applicants };
}

/** Fields that say who a party is. */
const KEYS_OF_A_PARTY = ['unifiedSocialCreditCode', 'identityNumber'] as const;

function requireDifferentParties({ enterprise, applicants }: FilingInput): void {
  const seen = new Set<string>([enterprise.unifiedSocialCreditCode]);
  applicants.forEach((one, index) => {
    for (const key of KEYS_OF_A_PARTY) {
      const value = one[key];
      if (value !== undefined && seen.has(value)) {
        throw new Problem('invalid-body', {
          errors: [{ pointer: `/applicants/${index}/${key}`, detail: 'this party is named twice' }],
        });
      }
      if (value !== undefined) seen.add(value);
    }
  });
}

async function toNewRow(ctx: UserContext, input: FilingInput, courtCode: string): Promise<CaseRow> {
  const { claim, enforcementBasis: basis, enterprise, collectionAccount: account } = input;
  const id = newId();
  const feeBaseFen = claim.feeBaseFen ?? claim.principalFen + claim.otherMonetaryFen;
  return {
    courtCode,
    id,
    caseNumber: input.caseNumber,
    earlierCaseNumber: input.earlierCaseNumber ?? null,
    filedOn: input.filedOn,
    state: 'FILED',
    colour: 'GREEN',
    colourReviewOn: null,
    reliefPath: null,
    enterpriseId: await findOrCreateParty(ctx, { ...enterprise, kind: 'ORGANISATION' }),
    enterpriseName: enterprise.name,
    basisKind: basis.kind,
    basisDocumentNumber: basis.documentNumber,
    basisEffectiveOn: basis.effectiveOn,
    performanceDays: 'days' in basis.performance ? basis.performance.days : null,
    performanceLastOn: 'lastDate' in basis.performance ? basis.performance.lastDate : null,
    ...toClaimColumns({
      ...claim,
      feeBaseFen,
      executionFeeFen: feeOfClaim(feeBaseFen, claim.calculation),
      generalInterest: claim.generalInterest ?? null,
    }),
    collectionBank: account?.bank ?? null,
    collectionName: account?.name ?? null,
    ...sealCollectionNumber(ctx, id, account?.number),
    collectionNumberUnsealed: null,
    officerId: officeHolderOf(ctx.actor),
    judgeId: null,
    chainLength: 0,
    chainHead: CHAIN_START,
    version: 0,
    createdAt: ctx.clock.now(),
  };
}

async function toMembers(
  ctx: UserContext,
  input: FilingInput,
  row: CaseRow,
): Promise<(typeof caseParties.$inferInsert)[]> {
  const common = { courtCode: row.courtCode, caseId: row.id };
  const enterprise = {
    ...common,
    partyId: row.enterpriseId,
    role: 'ENTERPRISE' as const,
    name: row.enterpriseName,
    position: 0,
    ...sealPhone(ctx, row.id, row.enterpriseId, input.enterprise.phone),
  };
  const members: (typeof caseParties.$inferInsert)[] = [enterprise];
  for (const [index, applicant] of input.applicants.entries()) {
    const partyId = await findOrCreateParty(ctx, applicant);
    const { name, shareWeight = null } = applicant;
    const sealed = sealPhone(ctx, row.id, partyId, applicant.phone);
    members.push({ ...common, partyId, role: 'APPLICANT', name, shareWeight, position: index + 1, ...sealed });
  }
  return members;
}

/**
 * Files a case in the caller's court; the caller becomes the officer in charge.
 * Refuses: `not-permitted`, `invalid-body` (a party twice, a wrong identity number), `case-number-taken`,
 * `field-keys-missing`, and what `decideFiling` refuses.
 */
export function fileCase(ctx: UserContext, given: FilingInput): Promise<CaseView> {
  requireMay(ctx.actor, 'fileCase');
  const input = checkIdentityNumbers(given, ctx.today);
  requireDifferentParties(input);
  return inTransaction(ctx, async (tx) => {
    const listed = await tx.db.select({ code: courts.code }).from(courts);
    const decision = decideFiling(input, {
      courtCode: tx.actor.courtCode ?? '',
      listedCourts: new Set(listed.map((court) => court.code)),
      today: tx.today,
    });
    if (!decision.ok) throw problemOf(decision);
    const { courtCode } = decision.value;
    const row = await toNewRow(tx, input, courtCode);
    await requireComputableClaim(tx, row, '/claim');
    await repository.insertCase(tx, row, await toMembers(tx, input, row));
    await postClaim(tx, row);
    await recordFirstWatermark(tx, courtCode, addDays(tx.today, -1));
    const view = await repository.viewCase(tx, courtCode, row.id);
    const data = {
      caseNumber: row.caseNumber,
      principalFen: Number(row.principalFen),
      executionFeeFen: Number(row.executionFeeFen),
    };
    const saved = await saveCase(tx, row, [{ type: 'CASE_FILED', data, ground: GROUNDS.filing, after: data }]);
    return { ...view, version: saved.version };
  });
}

/** The case within reach. Refuses: `not-found`. */
export async function getCaseRow(ctx: UserContext, caseId: string): Promise<CaseRow> {
  const row = await repository.findCase(ctx, caseId);
  requireFound(row, 'case');
  return row;
}

/** Locks a case within reach, to read it whole or to note in its chain that it was read. Refuses: `not-found`. */
export async function lockCaseForReading(ctx: UserContext, caseId: string): Promise<CaseRow> {
  const row = await repository.lockReachableCase(ctx, caseId);
  requireFound(row, 'case');
  return row;
}

/**
 * Locks a case within reach for a change; a court above reads and changes nothing.
 * Refuses: `not-found`, `not-permitted` (a case of a court below).
 */
export async function lockCaseForChange(ctx: UserContext, caseId: string): Promise<CaseRow> {
  const row = await lockCaseForReading(ctx, caseId);
  if (ctx.actor.courts.length > 0 && ctx.actor.courtCode !== row.courtCode) {
    throw new Problem('not-permitted', { detail: 'Only the court that has the case changes it.' });
  }
  return row;
}

export async function getCase(ctx: UserContext, caseId: string): Promise<CaseView> {
  const row = await getCaseRow(ctx, caseId);
  return repository.viewCase(ctx, row.courtCode, row.id);
}

/** A collection account as its event digests it: nobody can try out numbers against the digest. */
function digestible(row: Pick<CaseRow, 'collectionBank' | 'collectionName' | 'collectionNumberIndex'>) {
  const { collectionBank: bank, collectionName: name, collectionNumberIndex: number } = row;
  return bank === null ? null : { bank, name, number };
}

/**
 * Changes the collection account of a case.
 * @param checkVersion - throws when the caller changed an older version
 * Refuses: `not-found`, `not-permitted`, `case-closed`, `field-keys-missing`.
 */
export function changeCase(
  ctx: UserContext,
  caseId: string,
  changes: CaseChanges,
  checkVersion: (version: number) => void,
): Promise<CaseView> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockCaseForChange(tx, caseId);
    requireMay(tx.actor, 'changeCase');
    requireOpen(row);
    checkVersion(row.version);
    const { bank, name, number } = changes.collectionAccount;
    const change = {
      collectionBank: bank,
      collectionName: name,
      ...sealCollectionNumber(tx, row.id, number),
      collectionNumberUnsealed: null,
    };
    const [before, after] = [digestible(row), digestible(change)];
    await saveCase(tx, row, [{ type: 'COLLECTION_ACCOUNT_CHANGED', data: { bank, name }, before, after }], change);
    return repository.viewCase(tx, row.courtCode, row.id);
  });
}

/** One page of the cases within reach, newest filing first unless asked otherwise. */
export async function listCases(ctx: UserContext, query: CaseListQuery) {
  const { limit, cursor, courtCode, state, colour, caseNumber, sort } = query;
  const list = `cases:${JSON.stringify({ courtCode, state, colour, caseNumber, sort })}`;
  const conditions: SQL[] = [];
  if (courtCode) conditions.push(eq(cases.courtCode, courtCode));
  if (state) conditions.push(eq(cases.state, state));
  if (colour) conditions.push(eq(cases.colour, colour));
  if (caseNumber) conditions.push(eq(cases.caseNumber, caseNumber));
  const rows = await repository.listCases(ctx, {
    conditions,
    newestFirst: sort === '-filedOn',
    after: cursor === undefined ? undefined : ctx.cursors.read(list, cursor),
    limit,
  });
  return toPage(rows, limit, (last) => ctx.cursors.sign(list, [last.filedOn, last.id]));
}
