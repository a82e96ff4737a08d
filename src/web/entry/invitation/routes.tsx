import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { AppDependencies } from '../../../dependencies.js';
import { acceptInvitation } from '../../../features/people/accounts/invitations.js';
import { Problem } from '../../../shared/problems.js';
import { originOf } from '../../page-context.js';
import type { Renderer } from '../../render.js';
import { wordsOf } from '../../words/dictionary.js';
import { chooseLanguage } from '../../words/languages.js';
import { sayProblem, type SignInView } from '../sign-in/view.js';
import { InvitationPage, type InvitationProps } from './page.js';
import { INVITATION_WORDS } from './words.js';

const text = z.string().max(200).default('');
const linkQuery = z.object({ token: text.catch('') });
const passwordForm = z.object({ token: text, password: text, repeated: text });

/** The page behind a one-time link; it is for people who have no password yet. */
export function invitationPages(deps: AppDependencies, render: Renderer, signInView: SignInView): FastifyPluginAsync {
  return async (app) => {
    app.get('/invitation', { schema: { hide: true } }, (request, reply) => {
      const { token } = linkQuery.parse(request.query);
      return render.page(request, reply, undefined, (page) => <InvitationPage page={page} token={token} />);
    });

    app.post('/invitation', { schema: { hide: true } }, async (request, reply) => {
      const { token, password, repeated } = passwordForm.parse(request.body ?? {});
      const language = chooseLanguage(request);
      const shared = wordsOf(language);
      const words = INVITATION_WORDS[language];
      const again = (error: NonNullable<InvitationProps['error']>, status: number) =>
        render.page(
          request,
          reply,
          undefined,
          (page) => <InvitationPage page={page} token={token} error={error} />,
          status,
        );
      if (password !== repeated) return again({ field: 'repeated', text: shared.passwordsDiffer }, 400);
      try {
        const { id, username } = await acceptInvitation(deps.db, deps.clock, {
          token,
          password,
          origin: originOf(request),
        });
        app.forgetActor(id);
        return await signInView(request, reply, { username, done: words.passwordSet });
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error;
        const said: Partial<Record<string, string>> = {
          'invitation-invalid': words.linkInvalid,
          'invalid-body': shared.passwordWeak,
        };
        const known = said[error.code] ?? sayProblem(request, error);
        return again({ field: 'password', text: known }, error.status);
      }
    });
  };
}
