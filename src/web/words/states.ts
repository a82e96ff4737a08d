import type { ScheduleView } from '../../features/plans/drafting/schema.js';
import type { LadderStep } from '../../law/course/steps.js';
import type { Colour } from '../../law/states/case.js';
import type { PaymentStatus } from '../../law/states/payment.js';
import type { StepStatus } from '../../law/states/step.js';
import type { Language } from './languages.js';

type Both = Readonly<Record<Language, string>>;
type InstalmentStatus = ScheduleView['instalments'][number]['status'];

export const COLOUR_WORDS = {
  GREEN: { zh: '正常', en: 'On track' },
  YELLOW: { zh: '预警', en: 'Warning' },
  RED: { zh: '告警', en: 'Alarm' },
} satisfies Record<Colour, Both>;

export const INSTALMENT_WORDS = {
  PAID: { zh: '已付', en: 'Paid' },
  PAID_LATE: { zh: '已付(逾期)', en: 'Paid late' },
  PART_PAID_NOT_DUE: { zh: '部分已付,未到期', en: 'Part paid, not due' },
  NOT_DUE: { zh: '未到期', en: 'Not due' },
  PART_PAID_OVERDUE: { zh: '部分已付,逾期', en: 'Part paid, overdue' },
  OVERDUE: { zh: '逾期', en: 'Overdue' },
  ACCELERATED: { zh: '已提前到期', en: 'Accelerated' },
} satisfies Record<InstalmentStatus, Both>;

export const PAYMENT_WORDS = {
  ENTERED: { zh: '待审核', en: 'Waiting for approval' },
  APPROVED: { zh: '已入账', en: 'Booked' },
  REJECTED: { zh: '已退回', en: 'Rejected' },
  REVERSED: { zh: '已冲正', en: 'Reversed' },
  TRANSFERRED: { zh: '已转出本案', en: 'Moved to another case' },
} satisfies Record<PaymentStatus, Both>;

export const STEP_WORDS = {
  'D-15': { zh: '到期前 15 日:资金预测', en: '15 days before: forecast' },
  'D-7': { zh: '到期前 7 日:履行提示', en: '7 days before: reminder' },
  'D-1': { zh: '到期前 1 日:再次提示', en: '1 day before: second reminder' },
  D0: { zh: '到期日 24 时未付', en: 'Unpaid at the end of the due day' },
  'D+1': { zh: '逾期通知', en: 'Overdue notice' },
  'D+3': { zh: '催告', en: 'Demand' },
  'D+4': { zh: '违约', en: 'Breach' },
  'D+7': { zh: '约谈', en: 'Interview' },
  'D+10': { zh: '征询申请执行人意见', en: 'Ask the applicant' },
  'D+15': { zh: '收紧措施', en: 'Tighten measures' },
  'D+20': { zh: '审查恢复执行申请', en: 'Examine resumption' },
  'D+30': { zh: '裁定恢复执行', en: 'Rule on resumption' },
} satisfies Record<LadderStep, Both>;

export const STEP_STATUS_WORDS = {
  DONE: { zh: '已发生', en: 'Done' },
  PROPOSED: { zh: '待确认', en: 'Waiting for a decision' },
  CONFIRMED: { zh: '已确认', en: 'Confirmed' },
  SKIPPED: { zh: '已跳过', en: 'Skipped' },
  PAUSED: { zh: '已中止', en: 'Paused' },
  CLOSED: { zh: '已关闭', en: 'Closed' },
  VOIDED: { zh: '已作废', en: 'Void' },
} satisfies Record<StepStatus, Both>;
