import type { Logger } from 'pino';
import type { Config } from '../src/config.js';
import { type ContextSource, makeContext } from '../src/dependencies.js';
import type { AuditKeys } from '../src/features/operations/audit/keys.js';
import { type Context, systemActor } from '../src/platform/context.js';
import type { Mailer } from '../src/platform/mailer.js';
import { newId } from '../src/shared/ids.js';

export interface WorkerDependencies extends ContextSource {
  readonly mailer: Mailer | undefined;
  readonly logger: Logger;
  readonly auditKeys: AuditKeys;
  readonly config: Config;
}

/** The context of a job: the machine acts, on the business date of this moment. */
export async function jobContext(deps: WorkerDependencies, job: string, jobId: string | undefined): Promise<Context> {
  const today = await deps.clock.today();
  return makeContext(deps, { actor: systemActor(job), today, requestId: jobId ?? newId() });
}
