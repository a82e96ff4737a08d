import { z } from 'zod';
import { INSTALMENT_CHANGES } from '../../../law/amendment/difference.js';
import { PLAN_STATUSES } from '../../../law/states/plan.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { computedFen, positiveFen } from '../../../shared/money.js';
import { manyLines, oneLine } from '../../../shared/text-fields.js';
import { checkFieldsOfMethod } from '../../../tables/plan-form-json.js';
import { planFields } from '../../../tables/plan-json.js';

const SURETIES_MAX = 20;

const surety = z
  .strictObject({
    name: oneLine(200),
    consented: z.boolean().describe('agreed in writing to the amendment (Civil Code 695)'),
    givenOn: civilDate.optional(),
    evidence: manyLines(2000).optional().describe('required when consented'),
  })
  .refine((one) => !one.consented || (one.givenOn !== undefined && one.evidence !== undefined), {
    error: 'a consent in writing has a day and evidence',
    path: ['evidence'],
  });

const { principalFen: _balance, applicantIds: _parties, exceedsClaim: _excess, ...amendedFields } = planFields;

/** A new version of a plan: its terms, from when it holds, and why. The balance is carried over, not entered. */
export const amendmentBody = z
  .strictObject({
    ...amendedFields,
    effectiveOn: civilDate.describe('first day of the new version; payments before it stay with the old one'),
    reason: manyLines(1000),
    principalFen: positiveFen.optional().describe('checked against the balance that is carried over, when given'),
    sureties: z.array(surety).max(SURETIES_MAX).default([]).describe('sureties who were asked for their consent'),
  })
  .superRefine(checkFieldsOfMethod);
export type AmendmentInput = z.infer<typeof amendmentBody>;

export const differenceQuery = z.strictObject({ from: id.describe('the plan to compare with, of the same case') });

const side = z.object({ planId: id, planNo: z.int(), status: z.enum(PLAN_STATUSES) });
const fenChange = z.object({ from: computedFen.nullable(), to: computedFen.nullable() });
const dayChange = z.object({ from: shownDate.nullable(), to: shownDate.nullable() });
const sumChange = z.object({ from: computedFen, to: computedFen, differenceFen: computedFen });

export const differenceView = z.object({
  from: side,
  to: side,
  effectiveOn: shownDate.nullable().describe('first day of the new version, when it amends the old one'),
  instalments: z.array(
    z.object({
      change: z
        .enum(INSTALMENT_CHANGES)
        .describe('KEPT: paid, stays with the old version; CARRIED: due and unpaid, owed by the new one'),
      no: z.object({ from: z.int().nullable(), to: z.int().nullable() }),
      dueDate: dayChange,
      principalFen: fenChange,
      interestFen: fenChange,
      paymentFen: fenChange,
      text: z.string().describe('the same in one Chinese sentence'),
    }),
  ),
  totals: z
    .object({
      count: z.object({ from: z.int(), to: z.int() }),
      principalFen: sumChange,
      interestFen: sumChange,
      paymentFen: sumChange,
      lastDueDate: dayChange,
    })
    .describe('of what was open by the old version, without instalments that are kept'),
  terms: z
    .array(z.object({ term: z.string(), from: z.string().nullable(), to: z.string().nullable() }))
    .describe('other terms that changed, as text; one with parts as JSON'),
  summary: z.array(z.string()),
});
export type DifferenceView = z.infer<typeof differenceView>;
