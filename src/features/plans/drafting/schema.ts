import { z } from 'zod';
import { INSTALMENT_STATUSES } from '../../../law/schedule/terms.js';
import { PLAN_WARNINGS } from '../../../law/schedule/warnings.js';
import { CHECKLIST_ITEMS } from '../../../law/settlement/checklist.js';
import { PLAN_STATUSES } from '../../../law/states/plan.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { computedFen } from '../../../shared/money.js';
import { manyLines } from '../../../shared/text-fields.js';
import { RECORD_METHODS } from '../../../tables/consents.js';
import { planBody, amendmentView } from '../../../tables/plan-json.js';
import { CONFIRMING_PARTIES } from '../../../tables/plans.js';
import { fileIds, fileIdsView } from '../../dossier/files/schema.js';

export const confirmationBody = z.strictObject({
  party: z.enum(CONFIRMING_PARTIES),
  partyId: id,
  method: z.enum(RECORD_METHODS),
  confirmedOn: civilDate,
  evidence: manyLines(2000).optional().describe('an officer gives this or files'),
  fileIds,
});
export type ConfirmationInput = z.infer<typeof confirmationBody>;

export const activationBody = z.strictObject({
  reason: manyLines(1000).optional().describe('where a warning of the plan needs one'),
  acknowledgeBreach: z.boolean().optional().describe('true: the judge knows that the case is in breach at once'),
});
export type ActivationInput = z.infer<typeof activationBody>;

const instalment = z.object({
  no: z.int(),
  nominalDueDate: shownDate,
  dueDate: shownDate,
  days: z.int().nullable(),
  principalFen: computedFen,
  interestFen: computedFen,
  paymentFen: computedFen,
  outstandingAfterFen: computedFen,
});

const totals = z.object({ principalFen: computedFen, interestFen: computedFen, paymentFen: computedFen });

export const planView = z.object({
  id,
  caseId: id,
  planNo: z.int().describe('number of this version of the plan within the case'),
  status: z.enum(PLAN_STATUSES),
  terms: planBody,
  totals,
  applicantIds: z.array(id),
  confirmations: z.array(
    z.object({
      party: z.enum(CONFIRMING_PARTIES),
      partyId: id,
      method: z.enum(RECORD_METHODS),
      confirmedOn: shownDate,
      evidence: z.string().nullable(),
      fileIds: fileIdsView,
    }),
  ),
  instalments: z.array(instalment.extend({ provisional: z.boolean() })),
  warnings: z
    .array(z.object({ code: z.enum(PLAN_WARNINGS), detail: z.string(), detailZh: z.string() }))
    .describe('what the agreement should still settle; some need a reason when the plan comes into force'),
  claim: z
    .object({
      asOf: shownDate,
      openFen: computedFen.describe('open by the basis on the day of signing, the execution fee included'),
      excessFen: computedFen.describe('agreed beyond it: not enforceable by the basis, drops on resumption'),
      shortfallFen: computedFen.describe('left out: performance waives what of it is owed to applicants'),
    })
    .nullable()
    .describe('null for an amendment, which carries its sum over'),
  checklist: z
    .array(z.object({ item: z.enum(CHECKLIST_ITEMS), titleZh: z.string(), met: z.boolean() }))
    .describe('what an agreement contains at least (ST-09); what is not met blocks nothing'),
  activatedOn: shownDate.nullable(),
  amendsPlanId: id.nullable().describe('the version that this one replaces'),
  effectiveOn: shownDate.nullable().describe('first day of an amendment'),
  supersededOn: shownDate.nullable().describe('first day of the version that replaced this one'),
  amendment: amendmentView.nullable(),
  version: z.int(),
  createdAt: moment,
});
export type PlanView = z.infer<typeof planView>;

export const SCHEDULE_FORMATS = ['json', 'csv', 'xlsx', 'pdf', 'ics'] as const;

export const scheduleQuery = z.strictObject({
  asOf: civilDate.optional(),
  format: z.enum(SCHEDULE_FORMATS).default('json'),
});

export const scheduleView = z.object({
  planId: id,
  version: z.int(),
  asOf: shownDate,
  acceleratedOn: shownDate.nullable().describe('day on which the whole sum fell due, while some of it is open'),
  instalments: z.array(
    instalment.extend({
      paidFen: computedFen,
      droppedInterestFen: computedFen.describe('interest not owed, since the whole sum fell due before it was earned'),
      outstandingFen: computedFen.describe('what is still owed of it'),
      status: z.enum(INSTALMENT_STATUSES),
      paidInFullOn: shownDate.nullable(),
    }),
  ),
  totals: totals.extend({
    paidFen: computedFen,
    paidPrincipalFen: computedFen,
    paidInterestFen: computedFen,
    droppedInterestFen: computedFen.describe('not owed, since the whole sum fell due before it was earned'),
    outstandingFen: computedFen,
    outstandingPrincipalFen: computedFen,
    overdueFen: computedFen,
    paidInstalments: z.int(),
  }),
});
export type ScheduleView = z.infer<typeof scheduleView>;
