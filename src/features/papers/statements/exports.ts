import { inTransaction, type UserContext } from '../../../platform/context.js';
import type { CaseEventType, EventDataOf } from '../../dossier/cases/events/catalogue.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { openCaseForReading } from '../../dossier/cases/open-case.js';
import type { ExportMark } from './document.js';

export const MEDIA_TYPES = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
} as const;
export type FileFormat = keyof typeof MEDIA_TYPES;

/** Who takes a paper out and when: real time, also where the business date is simulated. */
export function markOf(ctx: UserContext): ExportMark {
  return { by: `${ctx.actor.name}(${ctx.actor.username})`, at: ctx.clock.now() };
}

interface Taken<T extends CaseEventType> {
  readonly type: T;
  readonly data: EventDataOf<T>;
}

/**
 * Writes to the chain of the case that something was taken out.
 * Refuses: `not-found`.
 * Law: CP-04, CP-06; contract section 6.
 */
export function recordExport(
  ctx: UserContext,
  caseId: string,
  taken: Taken<'STATEMENT_EXPORTED'> | Taken<'SCHEDULE_EXPORTED'>,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCaseForReading(tx, caseId);
    file.note({ ...taken, ground: GROUNDS.paperExport });
  });
}

export interface ExportedFile {
  readonly format: FileFormat;
  readonly bytes: Buffer;
  /** Name without ending, in any script. */
  readonly name: string;
  /** Name in ASCII for older programs. */
  readonly plainName: string;
}

/** An exported paper as it is sent. */
export function toSentFile({ format, bytes, name, plainName }: ExportedFile) {
  return { bytes, mediaType: MEDIA_TYPES[format], name: `${name}.${format}`, plainName: `${plainName}.${format}` };
}
