import type { UserContext } from '../../../platform/context.js';
import { newId } from '../../../shared/ids.js';
import { Problem } from '../../../shared/problems.js';
import { serviceRecords } from '../../../tables/service-records.js';
import type { CaseFile } from '../cases/case-file.js';
import { GROUNDS } from '../cases/grounds.js';
import { attachFiles } from '../files/service.js';
import type { ServiceInput } from './schema.js';

/**
 * Records that a paper was served on a party, for the act that follows from it; the day is compared by that act.
 * @param debtorIds - the parties on whom it can be served
 * Refuses: `party-unknown`, `file-unknown`.
 * Law: SV-04.
 */
export async function recordService(
  ctx: UserContext,
  file: CaseFile,
  served: { readonly accelerationNoticeId: string },
  input: ServiceInput,
  debtorIds: readonly string[],
): Promise<void> {
  if (!debtorIds.includes(input.partyId)) {
    throw new Problem('party-unknown', {
      detail: 'partyId is not a party on whom this is served.',
      errors: [{ pointer: '/partyId', detail: 'the id of the debtor whom the paper is for' }],
    });
  }
  const owner = file.row;
  const files = await attachFiles(ctx, owner, input.fileIds);
  const row = {
    ...input,
    ...served,
    courtCode: owner.courtCode,
    id: newId(),
    caseId: owner.id,
    fileIds: files.map(({ fileId }) => fileId),
    recordedBy: ctx.actor.id,
    createdAt: ctx.clock.now(),
  };
  await ctx.db.insert(serviceRecords).values(row);
  const { way, servedBy, partyId, method, servedOn } = input;
  const data = { serviceId: row.id, ...served, way, servedBy, partyId, method, servedOn, files };
  file.record({ type: 'SERVICE_RECORDED', data, ground: GROUNDS.service, after: data });
}
