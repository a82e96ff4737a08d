import { z } from 'zod';
import { shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { computedFen } from '../../../shared/money.js';
import { manyLines } from '../../../shared/text-fields.js';
import { PAID_BY } from '../../../tables/performance-findings.js';
import { waivedParts } from '../../../tables/performance-json.js';
import { fileIds, fileIdsView } from '../../dossier/files/schema.js';
import { person } from '../../people/four-eyes/schema.js';

const reason = manyLines(4000);

export const findingBody = z.strictObject({
  reason: reason.describe('written by a person: on what the court rests that all is paid'),
  fileIds,
});
export type FindingInput = z.infer<typeof findingBody>;

export const setAsideBody = z.strictObject({ reason });
export type SetAsideInput = z.infer<typeof setAsideBody>;

const finding = z.object({
  id,
  foundOn: shownDate,
  paidBy: z.enum(PAID_BY),
  planId: id.nullable().describe('the plan that was completed with it'),
  waived: waivedParts.describe('what of the basis dropped with performance, by bucket (IN-24)'),
  shadowFen: computedFen.describe('the part of `waived` that had been a shadow amount'),
  reason: z.string(),
  fileIds: fileIdsView,
  foundBy: person,
  setAside: z.object({ on: shownDate, reason: z.string(), by: person }).nullable(),
});
export type FindingView = z.infer<typeof finding>;

export const performanceView = z.object({
  caseId: id,
  asOf: shownDate,
  paidBy: z.enum(PAID_BY).nullable().describe('by what every applicant is satisfied; null while the debt is open'),
  planOpenFen: computedFen.nullable().describe('open of the settlement in force; null without one'),
  basisOpenFen: computedFen.describe('what the applicants are owed by the basis; the fee is not part of it'),
  feeOpenFen: computedFen.describe('open of the execution fee, which holds nothing back (FE-01)'),
  unnamedApplicantIds: z.array(id).describe('applicants whom the settlement does not name'),
  waived: waivedParts.describe('what drops when performance is found'),
  findings: z.array(finding).describe('what the court has found so far, newest first'),
});
export type PerformanceView = z.infer<typeof performanceView>;
