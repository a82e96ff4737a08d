import type { Logger } from 'pino';
import type { Config } from '../src/config.js';
import type { AuditKeys } from '../src/features/operations/audit/keys.js';
import type { Clock } from '../src/platform/clock.js';
import { type Context, type ReferenceData, systemActor } from '../src/platform/context.js';
import type { DatabaseConnection } from '../src/platform/database.js';
import type { FieldCipher } from '../src/platform/field-cipher.js';
import type { Mailer } from '../src/platform/mailer.js';
import { newId } from '../src/shared/ids.js';

export interface WorkerDependencies {
  readonly db: DatabaseConnection['db'];
  readonly sql: DatabaseConnection['sql'];
  readonly clock: Clock;
  readonly reference: ReferenceData;
  readonly fields: FieldCipher;
  readonly mailer: Mailer | undefined;
  readonly logger: Logger;
  readonly auditKeys: AuditKeys;
  readonly config: Config;
}

/** The context of a job: the machine acts, on the business date of this moment. */
export async function jobContext(deps: WorkerDependencies, job: string, jobId: string | undefined): Promise<Context> {
  return {
    db: deps.db,
    clock: deps.clock,
    today: await deps.clock.today(),
    actor: systemActor(job),
    requestId: jobId ?? newId(),
    reference: deps.reference,
    fields: deps.fields,
    mail: deps.mailer !== undefined,
    inTransaction: false,
  };
}
