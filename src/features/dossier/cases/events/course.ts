import { z } from 'zod';
import { CASE_STATES, COLOURS } from '../../../../law/states/case.js';
import { civilDate } from '../../../../shared/civil-date.js';
import { id } from '../../../../shared/ids.js';
import { code, defineEvents, fen, text } from './define.js';

/** A step of the ladder, such as `D+4`. */
const step = z.string().regex(/^D([+-]\d{1,2}|0)$/);
const fallenStep = z.strictObject({ stepId: id, step, instalmentNo: z.int(), fellOn: civilDate });
const endedStep = z.strictObject({ stepId: id, step, instalmentNo: z.int(), reason: code });

/** What the course of a case brings: steps, breach, colour, and what released tables of days and rates change. */
export const COURSE_EVENTS = defineEvents({
  STEP_RECORDED: {
    v: 1,
    data: fallenStep,
    words: { zh: '处置步骤', en: 'Step' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['escalation_steps'],
  },
  STEP_PROPOSED: {
    v: 1,
    data: fallenStep,
    words: { zh: '建议步骤', en: 'Step proposed' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['escalation_steps'],
  },
  STEP_VOIDED: {
    v: 1,
    data: endedStep,
    words: { zh: '步骤作废', en: 'Step void' },
    seenBy: 'ALL',
    ground: 'none',
    fixes: ['escalation_steps'],
  },
  STEP_CLOSED: {
    v: 1,
    data: endedStep,
    words: { zh: '步骤关闭', en: 'Step closed' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['escalation_steps'],
  },
  BREACH_UNDONE: {
    v: 1,
    data: z.strictObject({ from: z.enum(CASE_STATES), to: z.enum(CASE_STATES), asOf: civilDate }),
    words: { zh: '违约更正', en: 'Breach undone' },
    seenBy: 'ALL',
    ground: 'required',
  },
  COLOUR_CHANGED: {
    v: 1,
    data: z.strictObject({ from: z.enum(COLOURS), to: z.enum(COLOURS), rule: text.nullable(), asOf: civilDate }),
    words: { zh: '预警变更', en: 'Colour changed' },
    seenBy: 'ALL',
    ground: 'required',
  },
  PLAN_ACCELERATED: {
    v: 1,
    data: z.strictObject({ planId: id, fellDueOn: civilDate, sumFen: fen }),
    words: { zh: '剩余款项全部到期', en: 'Whole sum due' },
    seenBy: 'ALL',
    ground: 'required',
  },
  ACCELERATION_ENDED: {
    v: 1,
    data: z.strictObject({ planId: id, reason: code }),
    words: { zh: '提前到期终止', en: 'Whole sum no longer due' },
    seenBy: 'ALL',
    ground: 'required',
  },
  PLAN_FULLY_PAID: {
    v: 1,
    data: z.strictObject({ planId: id }),
    words: { zh: '各期款项全部付清', en: 'All instalments paid' },
    seenBy: 'ALL',
    ground: 'required',
  },
  DUE_DATES_FIXED: {
    v: 1,
    data: z.strictObject({
      planId: id,
      instalments: z.array(z.strictObject({ no: z.int(), from: civilDate, to: civilDate })),
    }),
    words: { zh: '到期日确定', en: 'Due dates fixed' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['instalment_progress'],
  },
  ALLOCATIONS_REDONE: {
    v: 1,
    data: z.strictObject({ reason: code, from: civilDate }),
    words: { zh: '重新抵充', en: 'Allocations redone' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['ledger_postings'],
  },
});
