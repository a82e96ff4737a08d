import { z } from 'zod';
import { civilDate } from '../../../../shared/civil-date.js';
import { id } from '../../../../shared/ids.js';
import { code, defineEvents, fen, files, text } from './define.js';

/** Plans and their versions. */
export const PLANS_EVENTS = defineEvents({
  PLAN_DRAFTED: {
    v: 1,
    data: z.strictObject({ planId: id, no: z.int(), principalFen: fen, instalments: z.int(), files: files.optional() }),
    words: { zh: '拟定分期履行计划', en: 'Plan drafted' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['plans', 'plan_applicants', 'plan_instalments', 'case_files'],
  },
  PLAN_AMENDMENT_DRAFTED: {
    v: 1,
    data: z.strictObject({
      planId: id,
      no: z.int(),
      amendsPlanId: id,
      effectiveOn: civilDate,
      balanceOn: civilDate,
      principalFen: fen,
      interestFen: fen,
      reason: text,
    }),
    words: { zh: '拟定变更协议', en: 'Amendment drafted' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['plans', 'plan_applicants', 'plan_instalments'],
  },
  PLAN_CONFIRMED_BY_PARTY: {
    v: 1,
    data: z.strictObject({ planId: id, party: code, partyId: id, method: code, confirmedOn: civilDate, files }),
    words: { zh: '当事人确认计划', en: 'Plan confirmed by a party' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['plans', 'plan_confirmations', 'case_files'],
  },
  PLAN_ACTIVATED: {
    v: 1,
    // A plan of its own names the day of the agreement, an amendment what it takes the place of, and when. The judge
    // gives a reason where the plan warns of what needs one, and says that he knows of a breach that stands at once.
    data: z.strictObject({
      planId: id,
      signedOn: civilDate.optional(),
      amends: id.optional(),
      effectiveOn: civilDate.optional(),
      reason: text.optional(),
      acknowledgeBreach: z.boolean().optional(),
    }),
    words: { zh: '计划生效', en: 'Plan in force' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['plans', 'instalment_progress', 'ledger_postings'],
  },
  PLAN_COMPLETED: {
    v: 1,
    data: z.strictObject({ planId: id }),
    words: { zh: '计划履行完毕', en: 'Plan completed' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['plans'],
  },
  PLAN_REINSTATED: {
    v: 1,
    data: z.strictObject({ planId: id }),
    words: { zh: '计划恢复生效', en: 'Plan in force again' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['plans'],
  },
  PLAN_SUPERSEDED: {
    v: 1,
    data: z.strictObject({ planId: id, by: id, on: civilDate }),
    words: { zh: '计划被变更协议取代', en: 'Plan superseded' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['plans'],
  },
  ACCELERATION_DECLARED: {
    v: 1,
    data: z.strictObject({ noticeId: id, planId: id, declaredOn: civilDate, files }),
    words: { zh: '申请执行人通知款项提前到期', en: 'Notice that the whole sum falls due' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['acceleration_notices', 'case_files'],
  },
  ACCELERATION_WITHDRAWN: {
    v: 1,
    data: z.strictObject({ noticeId: id, planId: id, withdrawnOn: civilDate, files }),
    words: { zh: '申请执行人撤回提前到期通知', en: 'Notice of acceleration withdrawn' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['acceleration_withdrawals', 'case_files', 'ledger_postings'],
  },
});
