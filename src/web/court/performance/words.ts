import type { Bucket } from '../../../law/ledger/terms.js';
import type { Language } from '../../words/languages.js';

type Both = Readonly<Record<Language, string>>;

/** What the buckets of the basis are called on the page. */
export const WAIVED_WORDS = {
  EXECUTION_FEE: { zh: '申请执行费', en: 'Execution fee' },
  COSTS: { zh: '诉讼费用', en: 'Costs' },
  GENERAL_INTEREST: { zh: '一般债务利息', en: 'General interest' },
  OTHER_MONETARY: { zh: '违约金、损失赔偿', en: 'Penalties and damages' },
  PRINCIPAL: { zh: '本金', en: 'Principal' },
  DOUBLED_INTEREST: { zh: '加倍部分债务利息', en: 'Doubled interest' },
} as const satisfies Record<Bucket, Both>;

const zh = {
  title: '履行完毕的确认',
  check: '确认前核对',
  paidBySettlement: '和解协议各期款项已全部付清。',
  paidByBasis: '执行依据确定的款项已全部付清。',
  notPaid: '债务尚未全部清偿,不能确认履行完毕。',
  isFound: '本案已确认履行完毕。',
  planOpen: '和解协议未付',
  basisOpen: '按执行依据未付(不含执行费)',
  feeOpen: '申请执行费未交(不影响确认)',
  unnamed: '和解协议未列明的申请执行人',
  waived: '确认后不再主张',
  nothingWaived: '没有需要放弃的款项。',
  reason: '理由与依据',
  find: '确认履行完毕',
  stillPaid: '债务没有未清偿的部分,确认不能撤销。',
  setAside: '撤销确认',
  setAsideNote: '仍有款项未清偿。撤销后,分期履行计划恢复生效,已不再主张的款项重新计入。',
  reasonMissing: '请写明理由。',
};

export type PerformanceWords = typeof zh;

const en: PerformanceWords = {
  title: 'Finding of performance',
  check: 'Check before you find',
  paidBySettlement: 'All instalments of the settlement are paid.',
  paidByBasis: 'All that the basis orders is paid.',
  notPaid: 'The debt is not paid; performance cannot be found.',
  isFound: 'Performance is found in this case.',
  planOpen: 'Open of the settlement',
  basisOpen: 'Open by the basis, without the fee',
  feeOpen: 'Execution fee open (holds nothing back)',
  unnamed: 'Applicants whom the settlement does not name',
  waived: 'Dropped with the finding',
  nothingWaived: 'Nothing drops.',
  reason: 'Reasons and what they rest on',
  find: 'Find all performed',
  stillPaid: 'Nothing of the debt is open; the finding cannot be set aside.',
  setAside: 'Set the finding aside',
  setAsideNote: 'Money is open. The plan comes back into force, and what had dropped is owed again.',
  reasonMissing: 'Give the reasons.',
};

export const PERFORMANCE_WORDS: Readonly<Record<Language, PerformanceWords>> = { zh, en };
