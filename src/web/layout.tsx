import type { ComponentChildren } from 'preact';
import { AUDIT_WORDS } from './office/audit/words.js';
import type { PageContext } from './page-context.js';
import { sayDay } from './words/dates.js';
import { languageTag } from './words/languages.js';

/** A hidden field that proves a form came from one of our pages. */
export function CsrfField({ page }: { page: PageContext }) {
  return <input type="hidden" name="_csrf" value={page.csrfToken} />;
}

function TopBar({ page }: { page: PageContext }) {
  const { words, viewer, language } = page;
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <header class="top-bar">
      <a class="brand" href={viewer?.home ?? '/'}>
        {words.product}
      </a>
      <nav class="top-links" aria-label={words.product}>
        {viewer && (
          <a class="whose" href="/account">
            {viewer.name}
          </a>
        )}
        {viewer && !viewer.mustEnrol && (
          <a href="/notices">
            {words.notices}
            {viewer.unread > 0 && <span class="count">{viewer.unread}</span>}
          </a>
        )}
        {viewer?.isAdministrator && !viewer.mustEnrol && <a href="/console/clock">{words.clock}</a>}
        {viewer?.isAuditor && !viewer.mustEnrol && <a href="/console/audit">{AUDIT_WORDS[language].title}</a>}
        <a href={`/language?to=${other}&back=${encodeURIComponent(page.path)}`} lang={languageTag(other)}>
          {words.switchLanguage}
        </a>
        {viewer && (
          <form method="post" action="/sign-out">
            <CsrfField page={page} />
            <button class="link" type="submit">
              {words.signOut}
            </button>
          </form>
        )}
      </nav>
    </header>
  );
}

/** The frame of every page. */
export function Layout({
  page,
  title,
  wide,
  children,
}: {
  page: PageContext;
  title: string;
  wide?: boolean;
  children: ComponentChildren;
}) {
  const { words, viewer, language } = page;
  return (
    <html lang={languageTag(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · ${words.product}`}</title>
        <link rel="stylesheet" href={page.styleUrl} />
        <link rel="icon" href="data:," />
        <script src={page.scriptUrl} defer />
      </head>
      <body>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        <TopBar page={page} />
        <main id="content" class={wide ? 'wide' : 'narrow'}>
          {children}
        </main>
        <footer class="foot">
          {viewer && <span>{`${words.today} ${sayDay(language, viewer.today)} · `}</span>}
          <span>{words.times}</span>
        </footer>
      </body>
    </html>
  );
}
