import type { UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { requireFound } from '../../../shared/require.js';
import { getPlanRow } from '../drafting/service.js';
import * as repository from './repository.js';
import type { AccelerationNoticeView } from './schema.js';

/** Where a notice stands on a day. */
function standingOf(
  { service, withdrawal, acceleratedOn }: repository.FoundNotice,
  today: CivilDate,
): AccelerationNoticeView['standing'] {
  if (withdrawal !== null) return 'WITHDRAWN';
  if (service === null || service.servedOn >= today) return 'DECLARED';
  return service.servedOn === acceleratedOn ? 'EFFECTIVE' : 'WITHOUT_EFFECT';
}

function viewNotice(ctx: UserContext, found: repository.FoundNotice): AccelerationNoticeView {
  const { notice, recorder, service, server, withdrawal, withdrawer } = found;
  const { id, planId, caseId, declaredOn, evidence, fileIds, createdAt } = notice;
  return {
    id,
    planId,
    caseId,
    declaredOn,
    evidence,
    fileIds,
    createdAt,
    recordedBy: { id: notice.recordedBy, name: recorder },
    service: service && { ...service, recordedBy: { id: service.recordedBy, name: server ?? '' } },
    withdrawal: withdrawal && { ...withdrawal, recordedBy: { id: withdrawal.recordedBy, name: withdrawer ?? '' } },
    standing: standingOf(found, ctx.today),
    version: 1 + (service === null ? 0 : 1) + (withdrawal === null ? 0 : 1),
  };
}

/** One notice of acceleration. Refuses: `not-found`. */
export async function getAccelerationNotice(ctx: UserContext, noticeId: string): Promise<AccelerationNoticeView> {
  const found = await repository.findNotice(ctx, noticeId);
  requireFound(found, 'notice');
  return viewNotice(ctx, found);
}

/** Notices of acceleration of a plan within reach, oldest first. Refuses: `not-found`. */
export async function listAccelerationNotices(ctx: UserContext, planId: string, query: PageQuery) {
  const plan = await getPlanRow(ctx, planId);
  const list = `acceleration-notices:${plan.id}`;
  const after = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const rows = await repository.listNoticesOfPlan(ctx, plan, { after, limit: query.limit + 1 });
  const views = rows.map((row) => viewNotice(ctx, row));
  return toPage(views, query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}
