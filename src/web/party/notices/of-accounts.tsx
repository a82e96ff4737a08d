import type { AccountNoticeView } from '../../../features/people/accounts/schema.js';
import { CsrfField } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import { sayMoment } from '../../words/dates.js';
import { ACCOUNT_NOTICE_WORDS } from './words.js';

/** What the reader was told of ways into accounts and has not read; nothing where there is none. */
export function NoticesOfAccounts({ page, notices }: { page: PageContext; notices: readonly AccountNoticeView[] }) {
  if (notices.length === 0) return null;
  const words = ACCOUNT_NOTICE_WORDS[page.language];
  return (
    <section aria-labelledby="of-accounts">
      <h2 id="of-accounts">{words.ofAccounts}</h2>
      <ul class="notices">
        {notices.map(({ id, kind, about, askedBy, decidedBy, createdAt }) => (
          <li key={id} class="notice unread">
            <p class="notice-title">
              <strong>{words[kind].replace('{name}', () => about.name)}</strong>
            </p>
            <p>
              {askedBy === null || decidedBy === null
                ? words.byOperator
                : words.askedAndDecided
                    .replace('{asked}', () => askedBy.name)
                    .replace('{decided}', () => decidedBy.name)}
              {' · '}
              {words.ifUnknown}
            </p>
            <p class="muted">
              <time dateTime={createdAt.toISOString()}>{sayMoment(page.language, createdAt)}</time>
            </p>
            <form method="post" action={`/notices/of-accounts/${id}/reading`}>
              <CsrfField page={page} />
              <button type="submit" class="quiet" aria-label={`${page.words.markRead}: ${about.name}`}>
                {page.words.markRead}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}
