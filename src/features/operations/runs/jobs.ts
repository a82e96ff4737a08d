import { z } from 'zod';
import { id } from '../../../shared/ids.js';

/** The queue of runs; its job names are those of `RUN_JOBS`. */
export const RUN_QUEUE = 'runs';

/** A run that somebody asked for. A schedule's job has no run yet and gets one when it starts. */
export const runPayload = z.object({ courtCode: z.string().optional(), runId: id.optional() });
export type RunPayload = z.infer<typeof runPayload>;
