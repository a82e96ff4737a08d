import type { BREAKS } from '../../../features/operations/audit/schema.js';
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
  noRoot: '尚无签名根,每日 23:55 生成。',
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
    'Recomputes the chains of the cases of this court, the access log and the daily signed roots, and names the first broken link. Business dates narrow it.',
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
  noRoot: 'No signed root yet; one is made each day at 23:55.',
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
    'Exports what the conditions above choose. The export itself goes to the access log; each line of the file says who took it and when.',
  purpose: 'Purpose',
  format: 'Format',
};

export const AUDIT_WORDS: Readonly<Record<Language, AuditWords>> = { zh, en };

/** What differs, in words. */
export const BREAK_WORDS: Readonly<Record<(typeof BREAKS)[number], Readonly<Record<Language, string>>>> = {
  MISSING: { zh: '此处缺少记录', en: 'Something is missing here' },
  LINK_BROKEN: { zh: '与前一条不相接', en: 'It does not follow the one before' },
  CONTENT_CHANGED: { zh: '内容与其摘要不符', en: 'The content is not what its hash was made of' },
  HEAD_DIFFERS: { zh: '链尾与在案的不一致', en: 'The chain ends differently from what is on record' },
  ROOT_DIFFERS: { zh: '签名根下的案件链尾被改动', en: 'The heads under the root are not those it was made of' },
  SIGNATURE_INVALID: { zh: '签名无效', en: 'No trusted key has signed it' },
};
