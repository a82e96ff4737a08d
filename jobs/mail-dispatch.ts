import { DELIVER_NOTICE } from '../src/features/dossier/notices/jobs.js';
import { listDueMails } from '../src/features/dossier/notices/mails.js';
import type { Queues } from '../src/platform/queue.js';
import { jobContext, type WorkerDependencies } from './job-context.js';

export const DELIVERY_QUEUE = 'deliveries';

const BATCH = 200;

/**
 * Asks the queue for what the table of notices says is due: first attempts and later ones. The table remembers attempts
 * and moments, so the queue tries once, keeps nothing of a job that has ended, and may be emptied at any time.
 */
export async function publishDueMails(deps: WorkerDependencies, queues: Queues): Promise<void> {
  if (!deps.mailer) return;
  const due = await listDueMails(await jobContext(deps, DELIVER_NOTICE, undefined), BATCH);
  for (const { courtCode, id, attempts } of due) {
    await queues
      .queue(DELIVERY_QUEUE)
      .add(
        DELIVER_NOTICE,
        { courtCode, noticeId: id },
        { jobId: `${id}-${attempts}`, attempts: 1, removeOnComplete: true, removeOnFail: true },
      );
  }
}
