import type { LedgerBucket } from '../../../law/ledger/buckets.js';
import type { CaseView } from '../../dossier/cases/schema.js';
import type { ScheduleView } from '../../plans/drafting/schema.js';
import type { StatementView } from './schema.js';

/** Legal terms of the buckets (section 1.4 of the domain specification). */
export const BUCKET_WORDS = {
  EXECUTION_FEE: '执行费',
  COSTS: '诉讼费用',
  GENERAL_INTEREST: '一般债务利息',
  OTHER_MONETARY: '违约金、损失赔偿',
  PRINCIPAL: '本金',
  DOUBLED_INTEREST: '加倍部分债务利息',
  PLAN_INTEREST: '计划利息',
  PLAN_PRINCIPAL: '计划本金',
  SURPLUS: '溢付款',
} satisfies Record<LedgerBucket, string>;

export const INSTALMENT_WORDS = {
  PAID: '已付',
  PAID_LATE: '已付(逾期)',
  PART_PAID_NOT_DUE: '部分已付,未到期',
  NOT_DUE: '未到期',
  PART_PAID_OVERDUE: '部分已付,逾期',
  OVERDUE: '逾期',
  ACCELERATED: '已提前到期',
} satisfies Record<ScheduleView['instalments'][number]['status'], string>;

export const CHANNEL_WORDS = {
  CASE_SUB_ACCOUNT: '一案一账号',
  BANK_TRANSFER: '银行转账',
  CASH: '现金',
  DIRECT_TO_APPLICANT: '直接支付申请执行人',
  COURT_DEDUCTION: '法院扣划',
} satisfies Record<StatementView['payments'][number]['channel'], string>;

export const BASIS_WORDS = {
  JUDGMENT: '民事判决书',
  MEDIATION: '民事调解书',
  ARBITRAL_AWARD: '仲裁裁决书',
  NOTARISED_INSTRUMENT: '公证债权文书',
  PRESERVATION_RULING: '财产保全裁定',
  OTHER: '其他法律文书',
} satisfies Record<CaseView['enforcementBasis']['kind'], string>;

/** Stays, and what they do to the doubled part (IN-23). */
export const EXCLUSION_WORDS = {
  RETRIAL_STAY: '再审中止执行,不计加倍部分',
  REVIEW_STAY_NOT_BY_DEBTOR: '非因被执行人申请的审查中止或暂缓执行,不计加倍部分',
  REVIEW_STAY_BY_DEBTOR: '因被执行人申请的审查中止或暂缓执行,照计加倍部分',
} satisfies Record<StatementView['claim']['calculation']['excludedPeriods'][number]['reason'], string>;

const MARK_WORDS: Readonly<Record<string, string>> = {
  provisional: '最后一次公布之后的日期按最近一期贷款市场报价利率暂算,新利率发布后可能变动。',
  BEFORE_2014_NOT_COMPUTED: '2014年8月1日前的迟延履行利息适用当时的规定，本对账单不作计算，以录入金额为准。',
  WEEKEND_ONLY: '履行期间届满日所在年度的放假安排尚未录入,仅按周末推算。',
};

/** What a mark means for the reader; an unknown one is shown as it is. */
export function sayMark(mark: string): string {
  return MARK_WORDS[mark] ?? mark;
}
