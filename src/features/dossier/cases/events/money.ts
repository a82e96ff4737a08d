import { z } from 'zod';
import { BUCKETS } from '../../../../law/ledger/terms.js';
import { civilDate } from '../../../../shared/civil-date.js';
import { id } from '../../../../shared/ids.js';
import { code, defineEvents, fen, files, text } from './define.js';

const decidedPayment = z.strictObject({
  paymentId: id,
  amountFen: fen,
  receivedOn: civilDate,
  reason: text.nullable(),
});
const refund = z.strictObject({ paymentId: id, beforeFen: fen, amountFen: fen });
const ofDisbursement = { disbursementId: id, amountFen: fen };
const decidedDisbursement = z.strictObject({ ...ofDisbursement, reason: text.nullable() });

/** Money that comes in, goes back and goes out, and what is owed. */
export const MONEY_EVENTS = defineEvents({
  PAYMENT_ENTERED: {
    v: 1,
    data: z.strictObject({
      paymentId: id,
      amountFen: fen,
      receivedOn: civilDate,
      channel: code,
      files: files.optional(),
    }),
    words: { zh: '录入到账款项', en: 'Payment entered' },
    seenBy: 'ALL',
    ground: 'none',
    fixes: ['payments', 'case_files'],
  },
  PAYMENT_APPROVED: {
    v: 1,
    data: decidedPayment,
    words: { zh: '审核入账', en: 'Payment approved' },
    seenBy: 'ALL',
    ground: 'none',
    fixes: ['payment_decisions', 'ledger_postings', 'case_files'],
  },
  PAYMENT_REJECTED: {
    v: 1,
    data: decidedPayment,
    words: { zh: '退回款项', en: 'Payment rejected' },
    seenBy: 'ALL',
    ground: 'none',
    fixes: ['payment_decisions'],
  },
  PAYMENT_CONFIRMED: {
    v: 1,
    data: z.strictObject({ paymentId: id, evidence: text.nullable(), files }),
    words: { zh: '申请执行人确认收款', en: 'Receipt confirmed by the applicant' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['payment_decisions', 'ledger_postings', 'case_files'],
  },
  PAYMENT_REVERSED: {
    v: 1,
    data: z.strictObject({ paymentId: id, reason: text }),
    words: { zh: '冲正款项', en: 'Payment reversed' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['payment_decisions', 'ledger_postings'],
  },
  PERFORMANCE_FOUND: {
    v: 1,
    data: z.strictObject({
      findingId: id,
      paidBy: code,
      planId: id.nullable(),
      waived: z.partialRecord(z.enum(BUCKETS), fen),
      reason: text,
      files,
    }),
    words: { zh: '确认全部清偿', en: 'Found paid' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['performance_findings', 'case_files', 'ledger_postings'],
  },
  PERFORMANCE_SET_ASIDE: {
    v: 1,
    data: z.strictObject({ findingId: id, reason: text }),
    words: { zh: '撤销全部清偿的确认', en: 'Finding of payment set aside' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['performance_findings', 'ledger_postings'],
  },
  CLAIM_CORRECTED: {
    v: 1,
    data: z.strictObject({ correctionId: id, no: z.int(), ground: text, evidence: text, files }),
    words: { zh: '更正执行标的', en: 'Claim corrected' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['claim_corrections', 'ledger_postings', 'case_files'],
  },
  REFUND_TASK_OPENED: {
    v: 1,
    data: refund,
    words: { zh: '多付款项待退还', en: 'Refund due' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['refund_tasks'],
  },
  REFUND_TASK_CHANGED: {
    v: 1,
    data: refund,
    words: { zh: '待退还数额变更', en: 'Refund changed' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['refund_tasks'],
  },
  REFUND_TASK_VOIDED: {
    v: 1,
    data: refund,
    words: { zh: '退还事项作废', en: 'Refund void' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['refund_tasks'],
  },
  DISBURSEMENT_ENTERED: {
    v: 1,
    data: z.strictObject({
      ...ofDisbursement,
      kind: code,
      applicantId: id.nullable(),
      refundTaskId: id.nullable(),
      reason: text,
      files,
    }),
    words: { zh: '申请发放执行款', en: 'Disbursement entered' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['disbursements', 'case_files'],
  },
  DISBURSEMENT_APPROVED: {
    v: 1,
    data: decidedDisbursement,
    words: { zh: '批准发放执行款', en: 'Disbursement approved' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['disbursement_decisions'],
  },
  DISBURSEMENT_REJECTED: {
    v: 1,
    data: decidedDisbursement,
    words: { zh: '不批准发放执行款', en: 'Disbursement rejected' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['disbursement_decisions'],
  },
  DISBURSEMENT_PAID: {
    v: 1,
    data: z.strictObject({ ...ofDisbursement, paidOn: civilDate, bankTransactionNo: text }),
    words: { zh: '已发放执行款', en: 'Funds paid out' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['disbursement_decisions', 'refund_tasks'],
  },
  DISBURSEMENT_FAILED: {
    v: 1,
    data: z.strictObject({ ...ofDisbursement, reason: text }),
    words: { zh: '发放未成功', en: 'Paying out failed' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['disbursement_decisions', 'refund_tasks'],
  },
  DISBURSEMENT_RETURNED: {
    v: 1,
    data: z.strictObject({ ...ofDisbursement, returnedOn: civilDate, reason: text }),
    words: { zh: '已发放款项退回', en: 'Paid money came back' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['disbursement_decisions', 'refund_tasks', 'ledger_postings'],
  },
  OVERDRAFT_CHANGED: {
    v: 1,
    data: z.strictObject({ beforeFen: fen, overdrawnFen: fen }),
    words: { zh: '案款缺口变更', en: 'Overdraft of the case changed' },
    seenBy: 'COURT',
    ground: 'required',
  },
  RECOVERABLE_CHANGED: {
    v: 1,
    data: z.strictObject({ beforeFen: fen, recoverableFen: fen }),
    words: { zh: '应追回款项变更', en: 'Money to be asked back changed' },
    seenBy: 'COURT',
    ground: 'required',
  },
});
