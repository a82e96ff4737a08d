import { deliverNotice, recordFailedDelivery } from '../src/features/dossier/notices/delivery.js';
import { deliverNoticePayload } from '../src/features/dossier/notices/jobs.js';
import { jobContext, type WorkerDependencies } from './job-context.js';

interface DeliveryJob {
  readonly name: string;
  readonly data: unknown;
  readonly id?: string | undefined;
}

/** Sends one mail notice. Without a mail server there is nothing to send, and no such job is written. */
export async function processDelivery(deps: WorkerDependencies, job: DeliveryJob): Promise<void> {
  const payload = deliverNoticePayload.parse(job.data);
  if (deps.mailer) await deliverNotice(await jobContext(deps, job.name, job.id), deps.mailer, payload);
}

/** After the last attempt the notice shows that it was not delivered. */
export async function abandonDelivery(deps: WorkerDependencies, job: DeliveryJob): Promise<void> {
  await recordFailedDelivery(await jobContext(deps, job.name, job.id), deliverNoticePayload.parse(job.data));
}
