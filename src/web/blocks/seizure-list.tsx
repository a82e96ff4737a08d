import type { SeizureView } from '../../features/dossier/seizures/schema.js';
import type { PageContext } from '../page-context.js';
import { sayDay } from '../words/dates.js';

/** What is sealed, and what may be done with it. */
export function SeizureList({ page, seizures }: { page: PageContext; seizures: readonly SeizureView[] }) {
  const { words, language } = page;
  return (
    <section aria-labelledby="sealed">
      <h2 id="sealed">{words.sealed}</h2>
      {seizures.length === 0 && <p class="empty">{words.noSeizures}</p>}
      {seizures.map((seizure) => (
        <article key={seizure.id} class="panel">
          <h3>
            {seizure.mode === 'LIVE' ? words.liveSeizure : words.deadSeizure} ·{' '}
            {seizure.usePermitted ? words.useAllowed : words.useForbidden}
          </h3>
          <p>
            {seizure.ruling.number} · {words.until} {sayDay(language, seizure.to)}
          </p>
          <ul>
            {seizure.assets.map((asset) => (
              <li key={asset.no}>
                {asset.name} {asset.model ?? ''} · {words.quantity} {asset.quantity}
              </li>
            ))}
          </ul>
          {seizure.useConditions !== null && (
            <p>
              <strong>{words.conditions}:</strong> {seizure.useConditions}
            </p>
          )}
          <details>
            <summary>{seizure.mode === 'LIVE' ? words.liveSeizure : words.deadSeizure}</summary>
            <p>{seizure.mode === 'LIVE' ? words.liveMeans : words.deadMeans}</p>
          </details>
        </article>
      ))}
    </section>
  );
}
