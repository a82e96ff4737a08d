import { deliverNotice } from '../src/features/dossier/notices/delivery.js';
import { deliverNoticePayload } from '../src/features/dossier/notices/jobs.js';
import { jobContext, type WorkerDependencies } from './job-context.js';

interface DeliveryJob {
  readonly name: string;
  readonly data: unknown;
  readonly id?: string | undefined;
}

/** Tries one mail notice. Without a mail server there is nothing to send, and no such job is asked for. */
export async function processDelivery(deps: WorkerDependencies, job: DeliveryJob): Promise<void> {
  const payload = deliverNoticePayload.parse(job.data);
  if (!deps.mailer) return;
  const outcome = await deliverNotice(await jobContext(deps, job.name, job.id), deps.mailer, payload);
  if (outcome === 'NOT_SENT')
    deps.logger.warn({ noticeId: payload.noticeId }, 'a mail was not sent and is tried again');
}
