import { z } from 'zod';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { manyLines } from '../../../shared/text-fields.js';
import { fileIds, fileIdsView } from '../../dossier/files/schema.js';
import { serviceView } from '../../dossier/service-records/schema.js';

const evidence = manyLines(2000).optional().describe('an officer gives this or files');

export const declarationBody = z.strictObject({
  declaredOn: civilDate.describe('from the day of the breach on'),
  evidence,
  fileIds,
});
export type DeclarationInput = z.infer<typeof declarationBody>;

export const withdrawalBody = z.strictObject({
  withdrawnOn: civilDate.describe('from this day on the instalments fall due by themselves again'),
  evidence,
  fileIds,
});
export type WithdrawalInput = z.infer<typeof withdrawalBody>;

/** DECLARED: it waits for its service, or for the day after it; WITHOUT_EFFECT: the breach was cured in time. */
export const ACCELERATION_STANDINGS = ['DECLARED', 'EFFECTIVE', 'WITHOUT_EFFECT', 'WITHDRAWN'] as const;

const recordedBy = z.object({ id, name: z.string() });
const word = { evidence: z.string().nullable(), fileIds: fileIdsView, recordedBy, createdAt: moment };

export const accelerationNoticeView = z.object({
  id,
  planId: id,
  caseId: id,
  declaredOn: shownDate,
  ...word,
  service: serviceView.nullable(),
  withdrawal: z.object({ withdrawnOn: shownDate, ...word }).nullable(),
  standing: z
    .enum(ACCELERATION_STANDINGS)
    .describe('WITHOUT_EFFECT: what was due was paid by the day of service, or the breach is over'),
  version: z.int().describe('rises with service and withdrawal'),
});
export type AccelerationNoticeView = z.infer<typeof accelerationNoticeView>;
