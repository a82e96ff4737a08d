import type { Context } from '../../../platform/context.js';
import type { CaseRow } from '../../../tables/cases.js';
import { listCaseParties } from '../cases/repository.js';
import { giveNotices, type NewNotice, type NoticeReader } from './outgoing.js';

/**
 * Tells every party of a case the same.
 * @param besides - who else is told
 */
export async function tellParties(
  ctx: Context,
  owner: Pick<CaseRow, 'courtCode' | 'id'>,
  notice: Pick<NewNotice, 'kind' | 'facts'>,
  besides: readonly NoticeReader[] = [],
): Promise<void> {
  const parties = await listCaseParties(ctx, owner.courtCode, [owner.id]);
  const readers = [...parties.map(({ id }): NoticeReader => ({ partyId: id })), ...besides];
  await giveNotices(
    ctx,
    readers.map((reader) => ({ ...notice, courtCode: owner.courtCode, caseId: owner.id, reader })),
  );
}
