import { ErrorSummary } from '../../blocks/error-summary.js';
import { FormField } from '../../blocks/form-field.js';
import { CsrfField, Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';

export interface CodeProps {
  readonly page: PageContext;
  readonly error?: string;
}

/** The account's own code, after a sign-in by an issuer that has asked for none. */
export function CodePage({ page, error }: CodeProps) {
  const { words } = page;
  return (
    <Layout page={page} title={words.oneTimeCode}>
      <h1>{words.oneTimeCode}</h1>
      <ErrorSummary title={words.errorTitle} errors={error === undefined ? [] : [{ field: 'code', text: error }]} />
      <form method="post" action="/sign-in/code" class="panel">
        <CsrfField page={page} />
        <FormField id="code" label={words.oneTimeCode} type="text" autoComplete="one-time-code" error={error} />
        <button type="submit">{words.signIn}</button>
      </form>
    </Layout>
  );
}
