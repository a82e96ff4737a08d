import type { PayoutKind } from '../../../law/funds/funds.js';
import { formatYuan, upperCaseYuan } from '../../../shared/money.js';
import { disbursementSnapshot, receiptSnapshot, reliefSnapshot } from '../../../tables/document-json.js';
import type { DocumentKind } from '../../../tables/documents.js';
import type { ExportDocument } from '../statements/document.js';
import { BUCKET_WORDS, CHANNEL_WORDS } from '../statements/words.js';

const yuan = (amountFen: number) => `${formatYuan(BigInt(amountFen))} 元`;
const inWords = (amountFen: number) => `${yuan(amountFen)}(大写:${upperCaseYuan(BigInt(amountFen))})`;

const STATUS_WORDS: Readonly<Record<string, string>> = {
  ENTERED: '待审批',
  APPROVED: '已审批,待付款',
  REJECTED: '不予批准',
  PAID: '已付款',
  FAILED: '付款未成功',
  RETURNED: '付款后退回',
};
const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  GRANT: '准予纾困',
  GRANT_WITH_CONDITIONS: '附条件准予纾困',
  REJECT: '不予纾困',
  REFER_BANKRUPTCY: '移送破产审查',
  REFER_COMPLIANCE: '移送合规整改',
};
const PURPOSE_WORDS: Readonly<Record<PayoutKind, string>> = {
  APPLICANT: '向申请执行人发放',
  REFUND: '退还多付款项',
  FEE_TO_TREASURY: '执行费上缴国库',
  COST_TO_THIRD_PARTY: '支付第三方费用',
  OTHER_COURT: '划付其他法院',
  HANDOVER_TO_ADMINISTRATOR: '移交破产管理人',
  DEPOSIT: '提存',
};
const say = (words: Readonly<Record<string, string>>, key: string) => words[key] ?? key;

type Composed = Omit<ExportDocument, 'digest'>;

function composeReceipt(snapshot: unknown): Composed {
  const data = receiptSnapshot.parse(snapshot);
  return {
    title: '执行款收据',
    facts: [
      ['法院', data.courtName],
      ['案号', data.caseNumber],
      ['交款人', data.payerName],
      ['金额', inWords(data.amountFen)],
      ['到账日', data.receivedOn],
      ['方式', say(CHANNEL_WORDS, data.channel)],
      ['银行流水号', data.bankTransactionNo ?? '—'],
      ['经办人', data.maker],
      ['审核人', data.approver],
    ],
    sections: [
      {
        heading: '款项抵充',
        sheet: '抵充',
        columns: [
          { title: '款项', kind: 'text', width: 3 },
          { title: '期次', kind: 'count', width: 1 },
          { title: '金额(元)', kind: 'money', width: 2, summed: true },
        ],
        rows: [
          ...data.allocations.map((one) => [say(BUCKET_WORDS, one.bucket), one.instalmentNo, BigInt(one.amountFen)]),
          ...(data.surplusFen > 0 ? [['溢付款(待退还)', null, BigInt(data.surplusFen)]] : []),
        ],
      },
    ],
    notes: ['本收据依据审核入账的款项制作。'],
  };
}

function composeDisbursement(snapshot: unknown): Composed {
  const data = disbursementSnapshot.parse(snapshot);
  return {
    title: '执行款发放审批表',
    facts: [
      ['法院', data.courtName],
      ['案号', data.caseNumber],
      ['事项', PURPOSE_WORDS[data.purpose]],
      ['收款人', data.recipient],
      ['金额', inWords(data.amountFen)],
      ['收款账户', `${data.payee.bank} ${data.payee.name} ${data.payee.number}`],
      ['理由', data.reason],
      ['状态', say(STATUS_WORDS, data.status)],
      ['经办人', data.maker],
      ['审批人', data.approver ?? '—'],
      ['付款人', data.payer ?? '—'],
      ['付款日', data.paidOn ?? '—'],
      ['银行流水号', data.bankTransactionNo ?? '—'],
    ],
    sections: [],
    notes: ['录入、审批、付款由三人分别办理。账号以掩码显示。'],
  };
}

function composeRelief(snapshot: unknown): Composed {
  const data = reliefSnapshot.parse(snapshot);
  return {
    title: '纾困决定书',
    facts: [
      ['法院', data.courtName],
      ['案号', data.caseNumber],
      ['被执行人', data.enterprise],
      ['申请执行人', data.applicants.join('、')],
      ['决定', say(OUTCOME_WORDS, data.outcome)],
      ['理由', data.reasons],
      [
        '条件',
        data.conditions.length === 0 ? '无' : data.conditions.map((one, index) => `${index + 1}. ${one}`).join(' '),
      ],
      ['退出', data.exitRules ?? '—'],
      ['决定日', data.decidedOn],
      ['决定人', data.decidedBy],
    ],
    sections: [
      {
        heading: '部门措施',
        sheet: '措施',
        columns: [
          { title: '部门', kind: 'text', width: 2 },
          { title: '措施', kind: 'text', width: 5 },
          { title: '期限', kind: 'date', width: 2 },
        ],
        rows: data.measures.map(({ departmentCode, measure, dueOn }) => [departmentCode, measure, dueOn]),
      },
    ],
    notes: ['部门意见供参考,是否采取纾困措施由法院决定。'],
  };
}

/**
 * Templates by kind. A change of what one says or shows is a new version: a document goes on naming the one that it
 * was made with.
 * Law: EV-04; section 10.2.
 */
export const TEMPLATES: Readonly<
  Record<DocumentKind, { readonly version: string; readonly compose: (snapshot: unknown) => Composed }>
> = {
  PAYMENT_RECEIPT: { version: 'payment-receipt/1', compose: composeReceipt },
  DISBURSEMENT_FORM: { version: 'disbursement-form/1', compose: composeDisbursement },
  RELIEF_DECISION: { version: 'relief-decision/1', compose: composeRelief },
};
