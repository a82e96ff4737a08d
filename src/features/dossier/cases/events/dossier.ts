import { z } from 'zod';
import { RECORD_BASELINED } from '../../../../law/record/row-digests.js';
import { CASE_STATE_WORDS } from '../../../../law/states/case-words.js';
import { CASE_STATES, type CaseState, RELIEF_PATHS } from '../../../../law/states/case.js';
import { civilDate } from '../../../../shared/civil-date.js';
import { id } from '../../../../shared/ids.js';
import { code, defineEvents, digest, fen, files, text } from './define.js';

/** The event that says that a case came into a state. */
function becomes<More extends z.ZodRawShape>(to: CaseState, more: More) {
  return {
    v: 1,
    data: z.strictObject({ from: z.enum(CASE_STATES), to: z.literal(to), ...more }),
    words: CASE_STATE_WORDS[to],
    seenBy: 'ALL',
    ground: 'required',
  } as const;
}

const asOf = civilDate.optional();

/** The case itself: its states, who works on it, what was seized, agreed to, read and taken out. */
export const DOSSIER_EVENTS = defineEvents({
  CASE_FILED: {
    v: 1,
    data: z.strictObject({ caseNumber: text, principalFen: fen, executionFeeFen: fen }),
    words: { zh: '立案', en: 'Case filed' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['case_parties', 'ledger_postings'],
  },
  CASE_NOTICE_SERVED: becomes('NOTICE_SERVED', {}),
  CASE_RELIEF_REQUESTED: becomes('RELIEF_REQUESTED', {}),
  CASE_JOINT_REVIEW: becomes('JOINT_REVIEW', {}),
  CASE_REJECTED: becomes('REJECTED', {}),
  CASE_APPROVED: becomes('APPROVED', {}),
  // The plan whose event stands before names the ground of a settlement.
  CASE_SETTLED: { ...becomes('SETTLED', { reliefPath: z.enum(RELIEF_PATHS).optional() }), ground: 'optional' },
  CASE_PERFORMING: { ...becomes('PERFORMING', { asOf }), ground: 'optional' },
  CASE_BREACHED: becomes('BREACHED', { asOf }),
  CASE_CURED: becomes('CURED', { asOf, reason: z.literal('PLAN_AMENDED').optional() }),
  CASE_RESUMPTION_APPLIED: becomes('RESUMPTION_APPLIED', {}),
  CASE_RESUMPTION_REFUSED: becomes('RESUMPTION_REFUSED', {}),
  CASE_RESUMED: becomes('RESUMED', {}),
  CASE_SUED: becomes('SUED', {}),
  CASE_PERFORMED: becomes('PERFORMED', {}),
  CASE_CLOSED: becomes('CLOSED', {}),
  CASE_BANKRUPTCY_TRANSFER: becomes('BANKRUPTCY_TRANSFER', {}),
  CASE_WITHDRAWN: becomes('WITHDRAWN', {}),
  CASE_TERMINATED_CURRENT: becomes('TERMINATED_CURRENT', {}),
  CASE_ASSIGNED: {
    v: 1,
    data: z.strictObject({
      from: z.strictObject({ officerId: id, judgeId: id.nullable() }),
      to: z.strictObject({ officerId: id, judgeId: id.nullable() }),
      reason: text,
    }),
    words: { zh: '变更承办人', en: 'Case assigned to another' },
    seenBy: 'ALL',
    ground: 'none',
  },
  COLLECTION_ACCOUNT_ASKED: {
    v: 1,
    data: z.strictObject({ changeId: id, bank: text, name: text, reason: text, files }),
    words: { zh: '申请变更收款账户', en: 'Another collection account asked for' },
    seenBy: 'COURT',
    ground: 'none',
    fixes: ['collection_account_changes', 'case_files'],
  },
  COLLECTION_ACCOUNT_CHANGED: {
    v: 1,
    data: z.strictObject({ bank: text, name: text }),
    words: { zh: '变更收款账户', en: 'Collection account changed' },
    seenBy: 'ALL',
    ground: 'none',
    fixes: ['collection_account_changes'],
  },
  COLLECTION_ACCOUNT_REJECTED: {
    v: 1,
    data: z.strictObject({ changeId: id, reason: text }),
    words: { zh: '不同意变更收款账户', en: 'Another collection account rejected' },
    seenBy: 'COURT',
    ground: 'none',
    fixes: ['collection_account_changes'],
  },
  SEIZURE_ORDERED: {
    v: 1,
    data: z.strictObject({
      seizureId: id,
      mode: code,
      kind: code,
      assetKind: code,
      usePermitted: z.boolean(),
      from: civilDate,
      to: civilDate,
      ruling: z.strictObject({ number: text, judge: text, ruledOn: civilDate }),
    }),
    words: { zh: '录入查封', en: 'Seizure entered' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['seizures', 'seized_assets'],
  },
  CONSENT_RECORDED: {
    v: 1,
    data: z.strictObject({ consentId: id, applicantId: id, scope: code, method: code, givenOn: civilDate, files }),
    words: { zh: '记录申请执行人同意', en: 'Consent recorded' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['consents', 'case_files'],
  },
  RECUSAL_RECORDED: {
    v: 1,
    data: z.strictObject({ recusalId: id, userId: id, name: text, ground: text }),
    words: { zh: '记录回避', en: 'Recusal recorded' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['recusals'],
  },
  RECUSAL_LIFTED: {
    v: 1,
    data: z.strictObject({ recusalId: id, userId: id, reason: text }),
    words: { zh: '解除回避', en: 'Recusal lifted' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['recusals'],
  },
  FIELD_UNMASKED: {
    v: 1,
    data: z.strictObject({ field: code, partyId: id.nullable(), purpose: text, disbursementId: id.optional() }),
    words: { zh: '查看敏感信息明文', en: 'Sensitive value read' },
    seenBy: 'ALL_BUT_PURPOSE',
    ground: 'required',
  },
  FILE_EXPORTED: {
    v: 1,
    data: z.strictObject({ fileId: id, name: text, sha256: digest }),
    words: { zh: '下载证据文件', en: 'Evidence taken out' },
    seenBy: 'COURT',
    ground: 'required',
  },
  COLLECTION_NUMBER_SEALED: {
    v: 1,
    data: z.strictObject({}),
    words: { zh: '收款账号加密存储', en: 'Number of the collection account sealed' },
    seenBy: 'COURT',
    ground: 'required',
  },
  [RECORD_BASELINED]: {
    v: 1,
    data: z.strictObject({ events: z.int() }),
    words: { zh: '既有数据纳入存证', en: 'Rows of before brought on record' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: 'ALL',
  },
  SERVICE_RECORDED: {
    v: 1,
    data: z.strictObject({
      serviceId: id,
      accelerationNoticeId: id,
      way: code,
      servedBy: text,
      partyId: id,
      method: code,
      servedOn: civilDate,
      files,
    }),
    words: { zh: '记录送达', en: 'Service recorded' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['service_records', 'case_files', 'ledger_postings'],
  },
});
