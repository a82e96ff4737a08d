import { ErrorSummary } from '../../blocks/error-summary.js';
import { NewPassword } from '../../blocks/new-password.js';
import { CsrfField, Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import { INVITATION_WORDS } from './words.js';

export interface InvitationProps {
  readonly page: PageContext;
  /** The one-time link's own part. */
  readonly token: string;
  readonly error?: { readonly field: 'password' | 'repeated'; readonly text: string };
}

/** Setting the password of an account with a one-time link. */
export function InvitationPage({ page, token, error }: InvitationProps) {
  const words = INVITATION_WORDS[page.language];
  const faultOf = (field: string) => (error?.field === field ? error.text : undefined);
  return (
    <Layout page={page} title={words.setPassword}>
      <h1>{words.setPassword}</h1>
      <ErrorSummary title={page.words.errorTitle} errors={error === undefined ? [] : [error]} />
      <form method="post" action="/invitation" class="panel">
        <CsrfField page={page} />
        <input type="hidden" name="token" value={token} />
        <NewPassword page={page} faultOf={faultOf} />
        <button type="submit">{words.setPassword}</button>
      </form>
    </Layout>
  );
}
