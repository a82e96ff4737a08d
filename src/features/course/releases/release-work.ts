import type { FastifyBaseLogger } from 'fastify';
import type { Context } from '../../../platform/context.js';

/** A case on which the consequence of a release could not be drawn; the next daily close tries again. */
export interface WorkFault {
  readonly courtCode: string;
  readonly caseId: string;
  readonly error: unknown;
}

/** What a pass over the cases that a release touches has done. */
export interface ReleaseWork {
  /** Cases looked at. */
  readonly done: number;
  readonly finished: boolean;
  readonly faults: readonly WorkFault[];
}

/** Longest time that a request spends on the cases that a release touches; the rest is for the next daily close. */
const REQUEST_TIME_MS = 5_000;

/**
 * What follows the release of a row, before its answer: this process reads the tables anew, and cases that rest on them
 * are brought up to date. A fault here does not undo the release.
 */
export async function followRelease(
  ctx: Context,
  log: Pick<FastifyBaseLogger, 'error'>,
  work: (ctx: Context, deadline: Date) => Promise<ReleaseWork>,
): Promise<void> {
  ctx.reference.forget?.();
  try {
    const { faults } = await work(ctx, new Date(ctx.clock.now().getTime() + REQUEST_TIME_MS));
    for (const { error, ...of } of faults) log.error({ err: error, ...of }, 'a release could not be followed');
  } catch (error) {
    log.error({ err: error }, 'a release was not followed; the next daily close makes up for it');
  }
}
