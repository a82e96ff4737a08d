import { z } from 'zod';
import { RELIEF_PATHS } from '../../../law/states/case.js';
import { REVIEW_STATUSES } from '../../../law/states/review.js';
import { pageQuery } from '../../../platform/paging.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { computedFen } from '../../../shared/money.js';
import { manyLines, oneLine } from '../../../shared/text-fields.js';
import {
  ASKED_DATA,
  HARD_STOPS,
  OUTCOMES,
  POSITIONS,
  SHOWN_FIELDS,
  UNANSWERED,
} from '../../../tables/joint-reviews.js';
import { fileIds, fileIdsView } from '../../dossier/files/schema.js';
import { departmentCode } from '../../people/courts-and-departments/schema.js';
import { person } from '../../people/four-eyes/schema.js';

const once = (all: readonly unknown[]) => new Set(all).size === all.length;

export const reviewBody = z.strictObject({
  departments: z
    .array(
      z.strictObject({
        departmentCode,
        question: manyLines(2000),
        askedData: z.array(z.enum(ASKED_DATA)).max(ASKED_DATA.length).refine(once, 'an item stands twice').default([]),
        shownFields: z
          .array(z.enum(SHOWN_FIELDS))
          .max(SHOWN_FIELDS.length)
          .refine(once, 'a field stands twice')
          .default([])
          .describe('what of the case the department sees besides its number and the enterprise (JR-02)'),
        dueOn: civilDate.optional().describe('default five working days'),
      }),
    )
    .min(1)
    .max(30)
    .refine((all) => once(all.map((one) => one.departmentCode)), 'a department stands twice'),
});
export type ReviewInput = z.infer<typeof reviewBody>;

/** 支持, 附条件支持, 不支持, 不发表意见. */
const position = z.enum(POSITIONS).describe('an opinion, never a vote: 支持、附条件支持、不支持、不发表意见');

export const opinionBody = z.strictObject({
  position: position.describe('advisory: a department does not decide on enforcement (JR-01)'),
  data: z
    .partialRecord(z.enum(ASKED_DATA), manyLines(2000))
    .optional()
    .describe('the facts that were asked for, by name'),
  unanswered: z
    .partialRecord(z.enum(ASKED_DATA), z.enum(UNANSWERED))
    .optional()
    .describe('what was asked for and is not answered: NOT_KNOWN 不掌握, NOT_OURS 不属本单位职责'),
  text: manyLines(4000),
  handledBy: oneLine(100).describe('经办人'),
  reviewedBy: oneLine(100).describe('审核人'),
  fileIds,
});
export type OpinionInput = z.infer<typeof opinionBody>;

export const meetingBody = z.strictObject({
  heldOn: civilDate,
  attendees: z.array(oneLine(100)).min(1).max(100),
  minutes: manyLines(9900).describe('they end with: 以上意见供人民法院参考'),
  opinions: z
    .array(z.strictObject({ departmentCode, position }))
    .max(30)
    .refine((all) => once(all.map((one) => one.departmentCode)), 'a department stands twice')
    .default([])
    .describe('意见汇总, of departments that were asked'),
  dissent: manyLines(4000).optional(),
  fileIds,
});
export type MeetingInput = z.infer<typeof meetingBody>;

export const courtRecordBody = z.strictObject({
  enforcementCases: manyLines(2000).describe('all enforcement cases of the enterprise'),
  assetReport: manyLines(2000).describe('whether it is there, complete and true'),
  pastPerformance: manyLines(2000),
  seizures: manyLines(2000),
  fileIds,
});
export type CourtRecordInput = z.infer<typeof courtRecordBody>;

export const reviewDecisionBody = z.strictObject({
  outcome: z.enum(OUTCOMES),
  hardStops: z
    .array(z.enum(HARD_STOPS))
    .max(HARD_STOPS.length)
    .refine(once, 'a fact stands twice')
    .default([])
    .describe('facts of which each forbids relief (section 8.2): the court rejects or refers at once, without meeting'),
  reliefPath: z
    .enum(RELIEF_PATHS)
    .exclude(['BANKRUPTCY'])
    .optional()
    .describe('what a grant sets; absent: what was asked for'),
  reasons: manyLines(10_000).describe(
    'written by a person (PIPL 24); those of a grant name the departments that kept silent',
  ),
  conditions: z.array(oneLine(500)).max(30).default([]).describe('security, supervised account, no dividend, …'),
  measures: z
    .array(z.strictObject({ departmentCode, measure: oneLine(500), dueOn: civilDate }))
    .max(50)
    .default([])
    .describe('what departments will do, by when (JR-03)'),
});
export type ReviewDecisionInput = z.infer<typeof reviewDecisionBody>;

const opinion = z.object({
  position: z.enum(POSITIONS),
  data: z.record(z.string(), z.string()),
  unanswered: z.record(z.string(), z.enum(UNANSWERED)),
  text: z.string(),
  handledBy: z.string().nullable(),
  reviewedBy: z.string().nullable(),
  fileIds: fileIdsView,
  givenBy: person,
  givenOn: shownDate,
});

const requestView = z.object({
  id,
  departmentCode: z.string(),
  departmentName: z.string(),
  question: z.string(),
  askedData: z.array(z.enum(ASKED_DATA)),
  shownFields: z.array(z.enum(SHOWN_FIELDS)),
  dueOn: shownDate,
  opinion: opinion.nullable().describe('null: silent so far, which is never agreement'),
});
export type RequestView = z.infer<typeof requestView>;

/** Facts of the case as a department request names them; absent where it does not. */
export const shownCase = z.object({
  caseNumber: z.string(),
  enterprise: z.object({ name: z.string(), unifiedSocialCreditCode: z.string().nullable() }),
  state: z.string().optional(),
  applicants: z.array(z.object({ name: z.string() })).optional(),
  claim: z.object({ principalFen: computedFen }).optional(),
  seizedAssets: z.array(z.object({ name: z.string(), place: z.string().nullable() })).optional(),
  plan: z
    .object({ instalments: z.array(z.object({ no: z.int(), dueDate: shownDate, paymentFen: computedFen })) })
    .nullable()
    .optional(),
});
export type ShownCase = z.infer<typeof shownCase>;

const meeting = z.object({
  heldOn: shownDate,
  attendees: z.array(z.string()),
  minutes: z.string(),
  opinions: z.array(z.object({ departmentCode: z.string(), position })).describe('意见汇总'),
  dissent: z.string().nullable(),
  fileIds: fileIdsView,
  recordedBy: person,
});

const courtRecord = z.object({
  enforcementCases: z.string(),
  assetReport: z.string(),
  pastPerformance: z.string(),
  seizures: z.string(),
  fileIds: fileIdsView,
  recordedBy: person,
  recordedOn: shownDate,
});

const decision = z.object({
  outcome: z.enum(OUTCOMES),
  hardStops: z.array(z.enum(HARD_STOPS)).describe('for the court alone'),
  reasons: z.string(),
  conditions: z.array(z.string()),
  exitRules: z.string().nullable().describe('stands in decisions from before exits are built'),
  measures: z.array(z.object({ departmentCode: z.string(), measure: z.string(), dueOn: shownDate })),
  decidedOn: shownDate,
  decidedBy: person.nullable().describe('the court’s own matter for others'),
});

export const reviewView = z.object({
  id,
  caseId: id,
  case: shownCase.describe('for a department only what its request names (JR-02)'),
  status: z.enum(REVIEW_STATUSES),
  openedOn: shownDate,
  requests: z.array(requestView).describe('a department sees its own, a party none'),
  courtRecord: courtRecord.nullable().describe('what the court itself knows; for the court alone'),
  meeting: meeting.nullable().describe('for the court alone'),
  decision: decision.nullable(),
  version: z.int(),
});
export type ReviewView = z.infer<typeof reviewView>;

export const reviewQuery = pageQuery.extend({ status: z.enum(REVIEW_STATUSES).optional() });
export type ReviewQuery = z.infer<typeof reviewQuery>;
