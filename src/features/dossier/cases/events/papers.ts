import { z } from 'zod';
import { civilDate } from '../../../../shared/civil-date.js';
import { id } from '../../../../shared/ids.js';
import { code, defineEvents, digest, text } from './define.js';

/** Papers that were made of a case, and taken out. */
export const PAPERS_EVENTS = defineEvents({
  DOCUMENT_MADE: {
    v: 1,
    data: z.strictObject({
      documentId: id,
      kind: code,
      templateVersion: text,
      snapshotSm3: digest,
      sm3: digest,
      sha256: digest,
    }),
    words: { zh: '制作文书', en: 'Document made' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['documents'],
  },
  DOCUMENT_EXPORTED: {
    v: 1,
    data: z.strictObject({ documentId: id, kind: code, sm3: digest }),
    words: { zh: '下载文书', en: 'Document taken out' },
    seenBy: 'COURT',
    ground: 'required',
  },
  SCHEDULE_EXPORTED: {
    v: 1,
    data: z.strictObject({ planId: id, format: text, asOf: civilDate, digest }),
    words: { zh: '导出履行计划', en: 'Schedule exported' },
    seenBy: 'ALL',
    ground: 'required',
  },
  STATEMENT_EXPORTED: {
    v: 1,
    data: z.strictObject({ asOf: civilDate, format: text, digest }),
    words: { zh: '导出对账单', en: 'Statement exported' },
    seenBy: 'ALL',
    ground: 'required',
  },
});
