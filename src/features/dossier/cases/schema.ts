import { z } from 'zod';
import { FILING_WARNINGS } from '../../../law/filing/warnings.js';
import { CASE_STATES, COLOURS, RELIEF_PATHS } from '../../../law/states/case.js';
import { pageQuery } from '../../../platform/paging.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { caseNumberText } from '../../../shared/identifiers/case-number.js';
import { unifiedSocialCreditCode } from '../../../shared/identifiers/credit-code.js';
import { identityNumberText } from '../../../shared/identifiers/identity-number.js';
import { phoneText } from '../../../shared/identifiers/phone.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { computedFen, nonNegativeFen } from '../../../shared/money.js';
import { oneLine } from '../../../shared/text-fields.js';
import { BASIS_KINDS, APPLICANTS_MAX } from '../../../tables/cases.js';
import { claimView } from '../../../tables/claim-correction-json.js';
import { claimBody } from './claim-schema.js';
export const PARTY_KINDS = ['ORGANISATION', 'INDIVIDUAL'] as const;

const name = oneLine(200);
const phone = phoneText.optional();
const applicant = z
  .strictObject({
    name,
    kind: z.enum(PARTY_KINDS).default('ORGANISATION'),
    unifiedSocialCreditCode: unifiedSocialCreditCode.optional(),
    identityNumber: identityNumberText
      .optional()
      .describe('公民身份号码 of an individual (ID-07); stored sealed, shown masked (ID-08)'),
    phone,
    shareWeight: nonNegativeFen
      .optional()
      .describe('his part of a claim in shares, in fen or in parts; for every applicant or for none (Civil Code 517)'),
  })
  .refine((one) => one.kind === 'INDIVIDUAL' || one.unifiedSocialCreditCode !== undefined, {
    error: 'required for an organisation',
    path: ['unifiedSocialCreditCode'],
  })
  .refine((one) => one.kind === 'ORGANISATION' || one.unifiedSocialCreditCode === undefined, {
    error: 'an individual has no credit code',
    path: ['unifiedSocialCreditCode'],
  })
  .refine((one) => one.kind === 'INDIVIDUAL' || one.identityNumber === undefined, {
    error: 'an organisation has no identity number',
    path: ['identityNumber'],
  });

const applicants = z
  .array(applicant)
  .min(1)
  .max(APPLICANTS_MAX)
  .superRefine((all, context) => {
    const without = all.findIndex((one) => one.shareWeight === undefined);
    const weights = all.flatMap((one) => (one.shareWeight === undefined ? [] : [one.shareWeight]));
    if (weights.length === 0) return;
    if (without >= 0) {
      const path = [without, 'shareWeight'];
      context.addIssue({ code: 'custom', path, message: 'give the share of every applicant, or of none' });
    } else if (weights.every((weight) => weight === 0n)) {
      context.addIssue({ code: 'custom', path: [0, 'shareWeight'], message: 'at least one applicant has a share' });
    }
  });

export const collectionAccount = z.strictObject({
  bank: oneLine(100),
  name,
  number: oneLine(40).refine((text) => !text.includes('*'), 'this is a masked number; write the whole one'),
});

export const filingBody = z.strictObject({
  caseNumber: caseNumberText.describe('案号, such as （2023）浙0702执1234号'),
  earlierCaseNumber: caseNumberText.optional().describe('the 执 case that a 执恢 case goes on from (ID-04)'),
  filedOn: civilDate,
  enterprise: z.strictObject({ name, unifiedSocialCreditCode, phone }),
  applicants,
  enforcementBasis: z.strictObject({
    kind: z.enum(BASIS_KINDS),
    documentNumber: oneLine(60),
    effectiveOn: civilDate,
    madeOn: civilDate.optional().describe('day on which the basis was made; default effectiveOn'),
    performance: z.union([z.strictObject({ days: z.int().min(0).max(3650) }), z.strictObject({ lastDate: civilDate })]),
  }),
  claim: claimBody,
  collectionAccount: collectionAccount.optional(),
});
export type FilingInput = z.infer<typeof filingBody>;

const party = z.object({
  id,
  name: z.string(),
  kind: z.enum(PARTY_KINDS),
  unifiedSocialCreditCode: z.string().nullable(),
  identityNumber: z.string().nullable().describe('masked (ID-08); null also where it is not for the caller'),
  phone: z.string().nullable().describe('masked (CP-05); null also where it is not for the caller'),
});

export const caseView = z.object({
  id,
  caseNumber: z.string(),
  earlierCaseNumber: z.string().nullable(),
  courtCode: z.string(),
  filedOn: shownDate,
  state: z.enum(CASE_STATES),
  colour: z.enum(COLOURS),
  reliefPath: z.enum(RELIEF_PATHS).nullable(),
  enterprise: party,
  applicants: z.array(party.extend({ shareWeight: computedFen.nullable().describe('null: not in shares') })),
  enforcementBasis: z.object({
    kind: z.enum(BASIS_KINDS),
    documentNumber: z.string(),
    effectiveOn: shownDate,
    madeOn: shownDate,
    performance: z.union([z.object({ days: z.int() }), z.object({ lastDate: shownDate })]),
  }),
  claim: claimView,
  warnings: z
    .array(z.object({ code: z.enum(FILING_WARNINGS), detail: z.string(), detailZh: z.string() }))
    .describe('what of the filing is worth a second look; nothing here blocks'),
  collectionAccount: z
    .object({
      bank: z.string(),
      name: z.string(),
      number: z.string().describe('whole for the enterprise, masked for others (CP-05)'),
    })
    .nullable()
    .describe('null also where it is not for the caller (CP-03)'),
  officer: z.object({ id, name: z.string() }).describe('officer in charge'),
  judge: z.object({ id, name: z.string() }).nullable().describe('null until one is assigned'),
  activePlanId: id.nullable(),
  lastClosedOn: shownDate.nullable(),
  version: z.int(),
  createdAt: moment,
});
export type CaseView = z.infer<typeof caseView>;

export const CASE_SORTS = ['-filedOn', 'filedOn'] as const;

export const caseListQuery = pageQuery.extend({
  courtCode: z.string().max(8).optional().describe('one court, for whoever reaches several'),
  state: z.enum(CASE_STATES).optional(),
  colour: z.enum(COLOURS).optional(),
  caseNumber: caseNumberText.optional().describe('exact case number'),
  sort: z.enum(CASE_SORTS).default('-filedOn'),
});
export type CaseListQuery = z.infer<typeof caseListQuery>;
