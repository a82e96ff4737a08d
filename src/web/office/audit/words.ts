import type { BREAKS } from '../../../features/operations/audit/schema.js';
import type { FixedTable } from '../../../law/record/fixed-columns.js';
import type { Language } from '../../words/languages.js';

const zh = {
  title: '审计',
  lead: '核验事件链是否完整,查阅谁做了什么、谁看了什么。',
  verify: '核验',
  verifyNote: '重新计算本院各案的事件链、查阅日志与每日签名根,指出第一处断链。可按业务日期缩小范围。',
  from: '自',
  to: '至',
  whole: '完整:未发现断链',
  broken: '断链',
  incomplete: '时间已到,尚未核完',
  goOn: '继续核验',
  checked: '已核验',
  counted: (cases: number, events: number, batches: number, roots: number) =>
    `案件 ${cases} 件,事件 ${events} 条,查阅日志 ${batches} 批,签名根 ${roots} 个`,
  where: '位置',
  fault: '差异',
  expected: '应为',
  found: '实为',
  lastRoot: '最近签名根',
  noRoot: '尚无签名根,每日 00:30 生成。',
  atEvent: (caseNumber: string, seq: number) => `${caseNumber} 第 ${seq} 条事件`,
  atBatch: (seq: number) => `查阅日志第 ${seq} 批`,
  atRoot: (seq: number) => `第 ${seq} 个签名根`,
  log: '日志',
  EVENTS: '案件事件',
  ACCESS: '查阅日志',
  type: '类型',
  any: '全部',
  filter: '筛选',
  when: '时间',
  who: '人员',
  what: '事项',
  target: '对象',
  source: '来源地址',
  ground: '依据',
  none: '没有符合条件的记录。',
  export: '导出',
  exportNote: '按上面的条件导出;导出本身记入查阅日志,文件每行注明导出人与时间。',
  purpose: '用途',
  format: '格式',
};

export type AuditWords = typeof zh;

const en: AuditWords = {
  title: 'Audit',
  lead: 'Check that the chains of events are whole; see who did what, and who read what.',
  verify: 'Verify',
  verifyNote:
    'Recomputes the chains of the cases of this court, the access log and the daily signed roots, ' +
    'and names the first broken link. Business dates narrow it.',
  from: 'From',
  to: 'To',
  whole: 'Whole: no broken link',
  broken: 'Broken link',
  incomplete: 'Out of time, not done yet',
  goOn: 'Go on',
  checked: 'Checked',
  counted: (cases, events, batches, roots) =>
    `${cases} cases, ${events} events, ${batches} batches of the access log, ${roots} roots`,
  where: 'Where',
  fault: 'What differs',
  expected: 'Should be',
  found: 'Is',
  lastRoot: 'Last signed root',
  noRoot: 'No signed root yet; one is made each day at 00:30.',
  atEvent: (caseNumber, seq) => `${caseNumber}, event ${seq}`,
  atBatch: (seq) => `Access log, batch ${seq}`,
  atRoot: (seq) => `Signed root ${seq}`,
  log: 'Log',
  EVENTS: 'Events of cases',
  ACCESS: 'Who read what',
  type: 'Type',
  any: 'All',
  filter: 'Filter',
  when: 'When',
  who: 'Who',
  what: 'What',
  target: 'Object',
  source: 'Address',
  ground: 'Ground',
  none: 'Nothing matches.',
  export: 'Export',
  exportNote:
    'Exports what the conditions above choose. The export itself goes to the access log; ' +
    'each line of the file says who took it and when.',
  purpose: 'Purpose',
  format: 'Format',
};

export const AUDIT_WORDS: Readonly<Record<Language, AuditWords>> = { zh, en };

type Text = Readonly<Record<Language, string>>;

/** What differs, in words. */
export const BREAK_WORDS: Readonly<Record<(typeof BREAKS)[number], Text>> = {
  MISSING: { zh: '此处缺少记录', en: 'Something is missing here' },
  LINK_BROKEN: { zh: '与前一条不相接', en: 'It does not follow the one before' },
  CONTENT_CHANGED: { zh: '内容与其摘要不符', en: 'The content is not what its hash was made of' },
  HEAD_DIFFERS: { zh: '链尾与在案的不一致', en: 'The chain ends differently from what is on record' },
  ROOT_DIFFERS: { zh: '签名根下的案件链尾被改动', en: 'The heads under the root are not those it was made of' },
  SIGNATURE_INVALID: { zh: '签名无效', en: 'No trusted key has signed it' },
  ROW_CHANGED: { zh: '数据与存证摘要不符', en: 'The row is not what its event fixed' },
  ROW_MISSING: { zh: '已存证的数据不存在', en: 'The row that an event fixed is gone' },
  ROW_UNKNOWN: { zh: '数据没有存证记录', en: 'No event knows of the row' },
  ROW_DIFFERS: { zh: '与依存证数据重新计算的结果不符', en: 'The row is not what follows from the rows on record' },
};

/** What a row on record is. */
export const ROW_WORDS: Readonly<Record<FixedTable, Text>> = {
  cases: { zh: '案件', en: 'case' },
  case_parties: { zh: '当事人', en: 'party' },
  case_files: { zh: '证据文件', en: 'evidence file' },
  collection_account_changes: { zh: '收款账户变更', en: 'change of the collection account' },
  consents: { zh: '同意记录', en: 'consent' },
  seizures: { zh: '查封', en: 'seizure' },
  seized_assets: { zh: '查封物', en: 'seized assets' },
  recusals: { zh: '回避', en: 'recusal' },
  payments: { zh: '款项', en: 'payment' },
  payment_decisions: { zh: '款项审核', en: 'decision on a payment' },
  payment_transfers: { zh: '款项转案', en: 'transfer of a payment' },
  ledger_postings: { zh: '账目', en: 'posting' },
  claim_corrections: { zh: '执行标的更正', en: 'claim correction' },
  refund_tasks: { zh: '退款事项', en: 'refund' },
  disbursements: { zh: '发放', en: 'disbursement' },
  disbursement_decisions: { zh: '发放审批', en: 'decision on a disbursement' },
  plans: { zh: '履行计划', en: 'plan' },
  plan_applicants: { zh: '计划所涉申请执行人', en: 'applicants of a plan' },
  plan_instalments: { zh: '分期', en: 'instalments' },
  plan_confirmations: { zh: '计划确认', en: 'confirmation of a plan' },
  instalment_progress: { zh: '分期到期日', en: 'due date of an instalment' },
  escalation_steps: { zh: '处置步骤', en: 'step' },
  relief_requests: { zh: '纾困申请', en: 'relief request' },
  joint_reviews: { zh: '联审', en: 'joint review' },
  department_requests: { zh: '部门征询', en: 'department request' },
  department_opinions: { zh: '部门意见', en: 'opinion of a department' },
  review_meetings: { zh: '联审会议', en: 'review meeting' },
  review_court_records: { zh: '法院掌握情况', en: 'record of the court' },
  review_decisions: { zh: '联审决定', en: 'decision on relief' },
  review_measures: { zh: '部门措施', en: 'measures of departments' },
  performance_findings: { zh: '清偿确认', en: 'finding of payment' },
  documents: { zh: '文书', en: 'document' },
};
