import { ErrorSummary } from '../../blocks/error-summary.js';
import { FormField } from '../../blocks/form-field.js';
import { CsrfField, Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import { SIGN_IN_WORDS } from './words.js';

export interface SampleAccountRow {
  readonly username: string;
  readonly displayName: string;
}

export interface SignInProps {
  readonly page: PageContext;
  readonly username?: string;
  readonly error?: string;
  /** The account has a second factor. */
  readonly asksCode?: boolean;
  /** What has just been done, said above the form. */
  readonly done?: string;
  /** What people call the issuer by which they may sign in; absent where there is none. */
  readonly issuerName?: string | undefined;
  /** Sample accounts of this installation; empty where there are none. */
  readonly samples: readonly SampleAccountRow[];
  /** Shown only while it is the well-known default. */
  readonly samplePassword: string | undefined;
}

/** Sign-in; with sample accounts it says which there are. */
export function SignInPage(props: SignInProps) {
  const { page, username, error, asksCode, done, issuerName, samples, samplePassword } = props;
  const { words } = page;
  const own = SIGN_IN_WORDS[page.language];
  return (
    <Layout page={page} title={words.signIn}>
      <h1>{words.signIn}</h1>
      {done !== undefined && <p role="status">{done}</p>}
      <ErrorSummary title={words.errorTitle} errors={error === undefined ? [] : [{ field: 'username', text: error }]} />
      <form method="post" action="/sign-in" class="panel">
        <CsrfField page={page} />
        <FormField
          id="username"
          label={own.username}
          type="text"
          autoComplete="username"
          error={error}
          {...(username === undefined ? {} : { value: username })}
        />
        <FormField id="password" label={own.password} type="password" autoComplete="current-password" />
        {asksCode && <FormField id="code" label={words.oneTimeCode} type="text" autoComplete="one-time-code" />}
        <button type="submit">{words.signIn}</button>
      </form>
      {issuerName !== undefined && (
        <p>
          <a class="button" href="/sign-in/issuer">
            {own.signInBy.replace('{issuer}', issuerName)}
          </a>
        </p>
      )}
      {samples.length > 0 && (
        <section class="panel" aria-labelledby="samples">
          <h2 id="samples">{own.sampleAccounts}</h2>
          <p>
            {samplePassword === undefined ? own.samplePasswordSet : own.samplePassword}{' '}
            {samplePassword !== undefined && <code>{samplePassword}</code>}
          </p>
          <ul class="accounts">
            {samples.map((account) => (
              <li key={account.username}>
                <code>{account.username}</code> <span class="muted">{account.displayName}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Layout>
  );
}
