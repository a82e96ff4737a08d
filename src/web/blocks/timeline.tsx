import type { z } from 'zod';
import type { timelineView } from '../../features/dossier/cases/timeline.js';
import type { PageContext } from '../page-context.js';
import { sayMoment } from '../words/dates.js';
import { sayEvent } from '../words/events.js';

export type TimelineEvent = z.infer<typeof timelineView>;

/** What happened, newest first. */
export function Timeline({ page, events }: { page: PageContext; events: readonly TimelineEvent[] }) {
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{page.words.timeline}</h2>
      <ol class="timeline">
        {events.map((event) => (
          <li key={event.seq}>
            <time dateTime={event.occurredAt.toISOString()}>{sayMoment(page.language, event.occurredAt)}</time>
            <span>{sayEvent(page.language, event)}</span>
            <span class="muted">{event.actor.name}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
