import type { Context } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { courtCloses } from '../../../tables/course.js';

/** Starts the closes of a court with its first case; a court that has begun keeps its watermark. */
export async function recordFirstWatermark(ctx: Context, courtCode: string, lastClosedOn: CivilDate): Promise<void> {
  await ctx.db.insert(courtCloses).values({ courtCode, lastClosedOn, closedAt: ctx.clock.now() }).onConflictDoNothing();
}
