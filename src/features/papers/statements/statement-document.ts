import type { InterestCap } from '../../../law/interest/cap.js';
import type { Rate } from '../../../law/interest/rate.js';
import { BUCKETS } from '../../../law/ledger/terms.js';
import { type Column, type ExportDocument, sayDay, type Section } from './document.js';
import { instalmentSection } from './schedule-document.js';
import type { StatementView } from './schema.js';
import { BASIS_WORDS, BUCKET_WORDS, CHANNEL_WORDS, EXCLUSION_WORDS, sayMark } from './words.js';

const money = (title: string, width = 3, summed = true): Column => ({ title, kind: 'money', width, summed });
const date = (title: string): Column => ({ title, kind: 'date', width: 2.4 });
const count = (title: string): Column => ({ title, kind: 'count', width: 1.4 });
const text = (title: string, width: number): Column => ({ title, kind: 'text', width });

function sayRate(rate: Rate): string {
  if (rate.type === 'FIXED_ANNUAL') return `年利率 ${rate.annualPercent}%`;
  if (rate.type === 'FIXED_DAILY') return `日利率 ${rate.dailyPercent}%`;
  const term = rate.term === '1Y' ? '一年期' : '五年期以上';
  const published = rate.type === 'LPR_FIXED' ? `${sayDay(rate.fixedAt)}的${term}` : `同期${term}`;
  const spread = Number(rate.spreadPercent) === 0 ? '' : `加 ${rate.spreadPercent} 个百分点`;
  return `${published}贷款市场报价利率 × ${rate.multiplier}${spread}`;
}

function sayInterestClause(clause: StatementView['claim']['generalInterest']): string {
  if (!clause) return '执行依据未确定';
  const days = clause.yearBasis === undefined ? '' : `,一年按 ${clause.yearBasis} 日`;
  const end = clause.paymentDay === 'INCLUDE' ? '付款当日计息' : '付款当日不计息';
  return `自${sayDay(clause.from)}起,${sayRate(clause.rate)}${sayCap(clause.cap)}${days},${end}`;
}

function sayCap(cap: InterestCap | undefined): string {
  if (cap === undefined) return '';
  return cap.type === 'FIXED'
    ? `,不超过年利率 ${cap.annualPercent}%`
    : `,不超过民间借贷利率上限(${sayDay(cap.contractMadeOn)}订立)`;
}

/** What of the calculation differs from the rules, each with its ground. */
function sayCalculation({ claim }: StatementView): string[] {
  const { includeCosts, order, agreementReference, feeBase, excludedPeriods, bankruptcyAcceptedOn } = claim.calculation;
  return [
    ...(agreementReference === undefined
      ? []
      : [`抵充顺序依约定(${agreementReference}):${order.map((bucket) => BUCKET_WORDS[bucket]).join('、')}`]),
    ...(includeCosts ? ['加倍部分的基数含诉讼费用'] : []),
    ...(feeBase === 'RECOVERED' ? ['申请执行费按执行到位金额计算'] : []),
    ...excludedPeriods.map(({ from, to, reason }) => `${sayDay(from)}至${sayDay(to)}:${EXCLUSION_WORDS[reason]}`),
    ...(bankruptcyAcceptedOn === undefined ? [] : [`${sayDay(bankruptcyAcceptedOn)}受理破产申请,自该日起停止计息`]),
  ];
}

function sayPerformance(basis: StatementView['enforcementBasis']): string {
  const { performance } = basis;
  if ('lastDate' in performance) return `至${sayDay(performance.lastDate)}`;
  return performance.days === 0 ? '未定履行期间' : `生效后 ${performance.days} 日`;
}

function factsOf(statement: StatementView): ExportDocument['facts'] {
  const { enforcementBasis: basis, original, plan } = statement;
  const party = ({ name, unifiedSocialCreditCode: code }: StatementView['enterprise']) =>
    code === null ? name : `${name}(${code})`;
  return [
    ['案号', statement.caseNumber],
    ['执行法院', statement.court.name],
    ['截至日期', `${statement.asOf}(含当日)`],
    ['被执行人', party(statement.enterprise)],
    ...statement.applicants.map((one): [string, string] => ['申请执行人', party(one)]),
    ['执行依据', `${BASIS_WORDS[basis.kind]} ${basis.documentNumber},${sayDay(basis.effectiveOn)}生效`],
    ['履行期间', `${sayPerformance(basis)},届满日 ${original.lastPerformanceDate}`],
    ['一般债务利息', sayInterestClause(statement.claim.generalInterest)],
    ['加倍部分债务利息', `自 ${original.doubledFrom} 起,日万分之一点七五`],
    ...sayCalculation(statement).map((text): [string, string] => ['计算说明', text]),
    ...(plan ? [['执行和解', `分期履行计划第 ${plan.planNo} 版,${plan.signedOn} 签署`] as const] : []),
  ];
}

function claimSection({ claim }: StatementView): Section {
  return {
    heading: '一、申请执行的款项',
    sheet: '请求',
    columns: [text('款项', 6), money('金额(元)')],
    rows: [
      [BUCKET_WORDS.PRINCIPAL, claim.principalFen],
      [BUCKET_WORDS.OTHER_MONETARY, claim.otherMonetaryFen],
      [BUCKET_WORDS.COSTS, claim.costsFen],
      [BUCKET_WORDS.EXECUTION_FEE, claim.executionFeeFen],
    ],
    note: '一般债务利息和加倍部分债务利息按日计算,见第四部分。',
  };
}

function paymentSection(statement: StatementView): Section {
  return {
    heading: '二、已到账款项',
    sheet: '到账',
    columns: [date('到账日'), money('金额(元)'), text('方式', 3), text('付款人', 5), text('附言', 5)],
    rows: statement.payments.map((payment) => [
      payment.receivedOn,
      payment.amountFen,
      CHANNEL_WORDS[payment.channel],
      payment.payerName,
      payment.reference,
    ]),
  };
}

function allocationSection(statement: StatementView): Section {
  return {
    heading: '三、款项的抵充',
    sheet: '抵充',
    columns: [date('到账日'), text('抵充项目', 5), count('计划版次'), count('期次'), money('金额(元)')],
    rows: statement.allocations.map((one) => [
      one.receivedOn,
      BUCKET_WORDS[one.bucket],
      one.planNo,
      one.instalmentNo,
      one.amountFen,
    ]),
  };
}

/** What performance of the settlement has waived, by item (IN-24). */
function waivedRows({ waived }: StatementView['original']): (readonly [string, bigint])[] {
  return BUCKETS.flatMap((bucket) => {
    const amountFen = waived[bucket] ?? 0n;
    return amountFen > 0n ? [[`因和解履行完毕不再主张:${BUCKET_WORDS[bucket]}`, amountFen] as const] : [];
  });
}

/** Accruals and allocations of each posting, then the balances after it: two tables that fit a page. */
function ledgerSections({ original }: StatementView): Section[] {
  const buckets = BUCKETS.map((bucket) => money(BUCKET_WORDS[bucket]));
  return [
    {
      heading: '四、按执行依据计算:各次入账',
      sheet: '入账',
      columns: [
        date('日期'),
        count('计息天数'),
        money('新增一般利息'),
        count('加倍天数'),
        money('新增加倍部分'),
        money('到账金额'),
        ...buckets.map((column) => ({ ...column, title: `抵充${column.title}` })),
        money('溢付款'),
      ],
      rows: original.entries.map((entry) => [
        entry.date,
        entry.generalInterestDays,
        entry.generalInterestFen,
        entry.doubledDays,
        entry.doubledFen,
        entry.paymentFen,
        ...BUCKETS.map((bucket) => entry.allocation[bucket] ?? 0n),
        entry.surplusFen,
      ]),
      note: '金额单位:元。每次入账先计息后抵充,利息四舍五入到分。',
    },
    {
      heading: '五、按执行依据计算:各次入账后的余额',
      sheet: '入账后余额',
      columns: [date('日期'), ...buckets.map((column) => ({ ...column, summed: false })), money('合计', 3, false)],
      rows: original.entries.map(({ date: on, balances }) => [
        on,
        ...BUCKETS.map((bucket) => balances[bucket]),
        BUCKETS.reduce((sum, bucket) => sum + balances[bucket], 0n),
      ]),
    },
    {
      heading: '六、按执行依据计算:截至日的余额',
      sheet: '截至日余额',
      columns: [text('款项', 6), money('金额(元)')],
      rows: BUCKETS.map((bucket) => [BUCKET_WORDS[bucket], original.closing[bucket]]),
    },
    {
      heading: '七、另行列示',
      sheet: '另行列示',
      columns: [text('项目', 6), money('金额(元)', 3, false)],
      rows: [
        ['溢付款(应退还付款人)', original.closing.surplusFen],
        ...waivedRows(original),
        ['和解期间的加倍部分债务利息(和解履行完毕即不再主张,恢复执行则计入)', original.shadowFen],
        ['和解期间的加倍部分债务利息(依约定计入分期履行计划)', original.accruesFen],
        ['和解期间的加倍部分债务利息(依约定不计)', original.excludedFen],
        ...(original.feeOnRecoveredFen === null
          ? []
          : [['申请执行费(按已执行到位金额,另向法院交纳)', original.feeOnRecoveredFen] as const]),
      ],
      note: '前两项和解期间的加倍部分债务利息已包含在第六部分的加倍部分债务利息之内,第三项不在其内。',
    },
  ];
}

function planSections({ plan }: StatementView): Section[] {
  if (!plan) return [];
  const { totals } = plan;
  return [
    instalmentSection('八、和解协议的履行', plan.instalments),
    {
      heading: '九、和解协议的余额',
      sheet: '和解余额',
      columns: [text('项目', 6), money('金额(元)', 3, false)],
      rows: [
        ['各期合计', totals.paymentFen],
        ['已付', totals.paidFen],
        ['其中本金', totals.paidPrincipalFen],
        ['其中利息', totals.paidInterestFen],
        ['未付', totals.outstandingFen],
        ['未付本金', totals.outstandingPrincipalFen],
        ['其中已逾期', totals.overdueFen],
        ['溢付款(应退还付款人)', plan.surplusFen],
      ],
    },
  ];
}

/**
 * The statement as a paper in Chinese. Every figure comes from the statement; nothing is computed anew but sums of
 * columns.
 */
export function composeStatement(statement: StatementView): ExportDocument {
  return {
    title: '执行案款对账单',
    facts: factsOf(statement),
    sections: [
      claimSection(statement),
      paymentSection(statement),
      allocationSection(statement),
      ...ledgerSections(statement),
      ...planSections(statement),
    ],
    notes: [
      ...statement.marks.map(sayMark),
      `本对账单截至 ${statement.asOf} 24 时,以当日前到账、现已审核的款项为准。`,
      '数据摘要(SM3)由本对账单的 JSON 内容按 RFC 8785 计算,可据以核对。',
    ],
    digest: statement.digest,
  };
}
