import type { PageContext } from '../page-context.js';
import { FormField } from './form-field.js';

/** A new password, typed twice, with what makes a good one. */
export function NewPassword({
  page,
  faultOf,
}: {
  page: PageContext;
  faultOf: (field: 'password' | 'repeated') => string | undefined;
}) {
  const { words } = page;
  return (
    <>
      <p class="muted">{words.passwordHint}</p>
      <FormField
        id="password"
        label={words.newPassword}
        type="password"
        autoComplete="new-password"
        error={faultOf('password')}
      />
      <FormField
        id="repeated"
        label={words.repeatPassword}
        type="password"
        autoComplete="new-password"
        error={faultOf('repeated')}
      />
    </>
  );
}
