import { FormField } from '../../blocks/form-field.js';
import { CsrfField, Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import { sayDay } from '../../words/dates.js';
import { CLOCK_WORDS } from './words.js';

/** The business date; with a simulated clock it can be moved forward. */
export function ClockPage(props: {
  page: PageContext;
  today: string;
  nextDay: string;
  simulated: boolean;
  error?: string;
}) {
  const { page, today, nextDay, simulated, error } = props;
  const words = CLOCK_WORDS[page.language];
  return (
    <Layout page={page} title={page.words.clock}>
      <h1>{page.words.clock}</h1>
      <p class="lead">
        {words.clockNow}: <strong>{sayDay(page.language, today)}</strong>
      </p>
      {error !== undefined && (
        <p class="callout" role="alert">
          {error}
        </p>
      )}
      {simulated ? (
        <>
          <p>{words.clockNote}</p>
          <form method="post" action="/console/clock" class="panel">
            <CsrfField page={page} />
            <input type="hidden" name="date" value={nextDay} />
            <button type="submit">{words.nextDay}</button>
          </form>
          <form method="post" action="/console/clock" class="panel">
            <CsrfField page={page} />
            <FormField id="date" label={words.toDate} type="date" min={nextDay} value={nextDay} />
            <button type="submit">{words.go}</button>
          </form>
        </>
      ) : (
        <p>{words.clockReal}</p>
      )}
    </Layout>
  );
}
