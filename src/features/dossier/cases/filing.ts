import { feeOfClaim } from '../../../law/claims/claim.js';
import { decideFiling } from '../../../law/filing/filing.js';
import { CHAIN_START } from '../../../law/record/event-chain.js';
import { officeHolderOf, type UserContext } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { parseIdentityNumber } from '../../../shared/identifiers/identity-number.js';
import { newId } from '../../../shared/ids.js';
import { fieldProblem, Problem, valueOrProblem } from '../../../shared/problems.js';
import type { caseParties, CaseRow } from '../../../tables/cases.js';
import { listOpenCourtCodes } from '../../people/courts-and-departments/repository.js';
import { findOrCreateParty } from '../parties/parties.js';
import { toClaimColumns } from './claim.js';
import { requireComputableClaim } from './computable.js';
import type { FilingInput } from './schema.js';
import { sealCollectionNumber, sealPhone } from './sensitive-fields.js';

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
    morningOn: null,
    reliefPath: null,
    enterpriseId: await findOrCreateParty(ctx, { ...enterprise, kind: 'ORGANISATION' }),
    enterpriseName: enterprise.name,
    basisKind: basis.kind,
    basisDocumentNumber: basis.documentNumber,
    basisEffectiveOn: basis.effectiveOn,
    basisMadeOn: basis.madeOn ?? null,
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

/** A case that may be filed, with its parties. */
export interface PreparedFiling {
  readonly row: CaseRow;
  readonly members: readonly (typeof caseParties.$inferInsert)[];
}

/**
 * Decides whether a case may be filed in the caller's court, and makes its rows; parties that are not known yet are
 * stored.
 * Refuses: `invalid-body` (a party twice, a wrong identity number, a claim that cannot be computed),
 * `field-keys-missing`, and what `decideFiling` refuses.
 */
export async function prepareFiling(ctx: UserContext, given: FilingInput): Promise<PreparedFiling> {
  const input = checkIdentityNumbers(given, ctx.today);
  requireDifferentParties(input);
  const listed = await listOpenCourtCodes(ctx);
  const decision = decideFiling(input, {
    courtCode: ctx.actor.courtCode ?? '',
    listedCourts: new Set(listed),
    today: ctx.today,
  });
  const row = await toNewRow(ctx, input, valueOrProblem(decision).courtCode);
  await requireComputableClaim(ctx, row, '/claim');
  return { row, members: await toMembers(ctx, input, row) };
}
