import type { NoticeView } from '../../features/dossier/notices/schema.js';
import { CsrfField } from '../layout.js';
import type { PageContext } from '../page-context.js';
import { sayMoment } from '../words/dates.js';

/** Notices, newest first, each with what can be done about it. */
export function NoticeList(props: {
  page: PageContext;
  notices: readonly NoticeView[];
  title: string;
  more?: boolean;
}) {
  const { page, notices } = props;
  const { words, language } = page;
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">{props.title}</h2>
      {notices.length === 0 && <p class="empty">{words.noNotices}</p>}
      <ul class="notices">
        {notices.map((notice) => (
          <li key={notice.id} class={notice.readAt === null ? 'notice unread' : 'notice'}>
            <p class="notice-title">
              <strong>{notice.title}</strong> {notice.readAt === null && <span class="badge">{words.unread}</span>}
            </p>
            <p>{notice.body}</p>
            <p class="muted">
              <time dateTime={notice.createdAt.toISOString()}>{sayMoment(language, notice.createdAt)}</time>
            </p>
            {notice.readAt === null && (
              <form method="post" action={`/notices/${notice.id}/reading`}>
                <CsrfField page={page} />
                <input type="hidden" name="back" value={page.path} />
                <button type="submit" class="quiet" aria-label={`${words.markRead}: ${notice.title}`}>
                  {words.markRead}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {props.more && (
        <p>
          <a href="/notices">{words.allNotices}</a>
        </p>
      )}
    </section>
  );
}
