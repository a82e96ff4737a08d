import type { PageContext } from '../page-context.js';

/** The way to the next page of a list, where there is one. */
export function Pager({ page, nextHref }: { page: PageContext; nextHref: string | undefined }) {
  if (nextHref === undefined) return null;
  return (
    <p class="pager">
      <a href={nextHref}>{page.words.next}</a>
    </p>
  );
}
