import type { Language } from './languages.js';
import { CASE_STATE_WORDS, COLOUR_WORDS, STEP_WORDS } from './states.js';

type Both = Readonly<Record<Language, string>>;

/** Words for the events that are more than a change of state. */
const EVENT_WORDS: Readonly<Record<string, Both>> = {
  CASE_FILED: { zh: '立案', en: 'Case filed' },
  COLLECTION_ACCOUNT_CHANGED: { zh: '变更收款账户', en: 'Collection account changed' },
  SEIZURE_ORDERED: { zh: '录入查封', en: 'Seizure entered' },
  CONSENT_RECORDED: { zh: '记录申请执行人同意', en: 'Consent recorded' },
  PLAN_DRAFTED: { zh: '拟定分期履行计划', en: 'Plan drafted' },
  PLAN_CONFIRMED_BY_PARTY: { zh: '当事人确认计划', en: 'Plan confirmed by a party' },
  PLAN_ACTIVATED: { zh: '计划生效', en: 'Plan in force' },
  PLAN_FULLY_PAID: { zh: '各期款项全部付清', en: 'All instalments paid' },
  PAYMENT_ENTERED: { zh: '录入到账款项', en: 'Payment entered' },
  PAYMENT_APPROVED: { zh: '审核入账', en: 'Payment approved' },
  PAYMENT_REJECTED: { zh: '退回款项', en: 'Payment rejected' },
  PAYMENT_CONFIRMED: { zh: '申请执行人确认收款', en: 'Receipt confirmed by the applicant' },
  PAYMENT_REVERSED: { zh: '冲正款项', en: 'Payment reversed' },
  REFUND_TASK_OPENED: { zh: '多付款项待退还', en: 'Refund due' },
  REFUND_TASK_CHANGED: { zh: '待退还数额变更', en: 'Refund changed' },
  REFUND_TASK_VOIDED: { zh: '退还事项作废', en: 'Refund void' },
  DISBURSEMENT_ENTERED: { zh: '申请发放执行款', en: 'Disbursement entered' },
  DISBURSEMENT_APPROVED: { zh: '批准发放执行款', en: 'Disbursement approved' },
  DISBURSEMENT_REJECTED: { zh: '不批准发放执行款', en: 'Disbursement rejected' },
  DISBURSEMENT_PAID: { zh: '已发放执行款', en: 'Funds paid out' },
  DISBURSEMENT_FAILED: { zh: '发放未成功', en: 'Paying out failed' },
  RELIEF_REQUEST_MADE: { zh: '提出纾困申请', en: 'Relief asked for' },
  JOINT_REVIEW_OPENED: { zh: '启动联审', en: 'Joint review opened' },
  DEPARTMENT_OPINION_GIVEN: { zh: '部门出具意见', en: 'Opinion of a department' },
  JOINT_REVIEW_MEETING_HELD: { zh: '召开联审会议', en: 'Review meeting held' },
  RELIEF_DECIDED: { zh: '作出纾困决定', en: 'Decision on relief' },
  DOCUMENT_MADE: { zh: '制作文书', en: 'Document made' },
  DOCUMENT_EXPORTED: { zh: '下载文书', en: 'Document taken out' },
  CLAIM_CORRECTED: { zh: '更正执行标的', en: 'Claim corrected' },
  ALLOCATIONS_REDONE: { zh: '重新抵充', en: 'Allocations redone' },
  DUE_DATES_FIXED: { zh: '到期日确定', en: 'Due dates fixed' },
  PLAN_AMENDMENT_DRAFTED: { zh: '拟定变更协议', en: 'Amendment drafted' },
  FILE_EXPORTED: { zh: '下载证据文件', en: 'Evidence taken out' },
  RECUSAL_RECORDED: { zh: '记录回避', en: 'Recusal recorded' },
  RECUSAL_LIFTED: { zh: '解除回避', en: 'Recusal lifted' },
  CASE_ASSIGNED: { zh: '变更承办人', en: 'Case assigned to another' },
  FIELD_UNMASKED: { zh: '查看敏感信息明文', en: 'Sensitive value read' },
  SCHEDULE_EXPORTED: { zh: '导出履行计划', en: 'Schedule exported' },
  STATEMENT_EXPORTED: { zh: '导出对账单', en: 'Statement exported' },
  PLAN_SUPERSEDED: { zh: '计划被变更协议取代', en: 'Plan superseded' },
  STEP_RECORDED: { zh: '处置步骤', en: 'Step' },
  STEP_PROPOSED: { zh: '建议步骤', en: 'Step proposed' },
  STEP_VOIDED: { zh: '步骤作废', en: 'Step void' },
  STEP_CLOSED: { zh: '步骤关闭', en: 'Step closed' },
  BREACH_UNDONE: { zh: '违约更正', en: 'Breach undone' },
  COLOUR_CHANGED: { zh: '预警变更', en: 'Colour changed' },
};

function look(words: object, key: unknown, language: Language): string | undefined {
  const both = new Map<string, Both>(Object.entries(words)).get(String(key));
  return both?.[language];
}

/** One event in words; a type without words of its own is shown by its name rather than hidden. */
export function sayEvent(language: Language, event: { type: string; data: Readonly<Record<string, unknown>> }): string {
  const { type, data } = event;
  const state = type.startsWith('CASE_') ? look(CASE_STATE_WORDS, type.slice('CASE_'.length), language) : undefined;
  const name = EVENT_WORDS[type]?.[language] ?? state ?? type;
  if (type.startsWith('STEP_'))
    return `${name} · ${String(data['instalmentNo'])} · ${look(STEP_WORDS, data['step'], language) ?? ''}`;
  if (type === 'COLOUR_CHANGED') return `${name}: ${look(COLOUR_WORDS, data['to'], language) ?? ''}`;
  return name;
}
