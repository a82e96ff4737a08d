import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { unlinkOwnIdentity } from '../../../features/people/accounts/identities.js';
import {
  beginSecondFactor,
  changeOwnPassword,
  confirmSecondFactor,
  endOwnSession,
  requireOwnPassword,
  signOutEverywhere,
} from '../../../features/people/own-account/service.js';
import type { Renderer } from '../../render.js';
import { wordsOf } from '../../words/dictionary.js';
import { chooseLanguage } from '../../words/languages.js';
import type { AccountView } from './view.js';

const hidden = { schema: { hide: true } } as const;
const text = z.string().max(200).default('');
const form = z.object({
  'enrol-password': text,
  'link-password': text,
  code: text,
  currentPassword: text,
  password: text,
  repeated: text,
  session: text,
});

/** The own account, open also to those who have to set up a second factor first. */
export function accountPages(render: Renderer, view: AccountView): FastifyPluginAsync {
  return async (app) => {
    app.get('/account', hidden, async (request, reply) => view.show(request, reply, await render.owner(request)));

    app.post('/account/second-factor', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      const begin = () => beginSecondFactor(ctx, form.parse(request.body ?? {})['enrol-password']);
      return view.attempt(request, reply, ctx, begin, { '/currentPassword': 'enrol-password' });
    });

    app.post('/account/second-factor/confirmation', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      const code = form.parse(request.body ?? {}).code.replace(/\s/g, '');
      return view.endSignIn(request, reply, ctx, () => confirmSecondFactor(ctx, code), { '/code': 'code' });
    });

    app.post('/account/password', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      const { currentPassword, password, repeated } = form.parse(request.body ?? {});
      if (password !== repeated) {
        const { passwordsDiffer } = wordsOf(chooseLanguage(request));
        return view.refuse(request, reply, ctx, { field: 'repeated', text: passwordsDiffer });
      }
      const change = () => changeOwnPassword(ctx, { currentPassword, password });
      const fields = { '/currentPassword': 'currentPassword', '/password': 'password' } as const;
      return view.endSignIn(request, reply, ctx, change, fields);
    });

    app.post('/account/link', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      const open = async () => {
        await requireOwnPassword(ctx, form.parse(request.body ?? {})['link-password']);
        // The way to the issuer begins with a link on the page: no form leads away from here (CSP `form-action`).
        request.session.mayLinkSince = ctx.clock.now().getTime();
      };
      return view.attempt(request, reply, ctx, open, { '/currentPassword': 'link-password' });
    });

    app.post('/account/unlink', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      const unlink = async () => {
        await requireOwnPassword(ctx, form.parse(request.body ?? {})['link-password']);
        await unlinkOwnIdentity(ctx);
      };
      return view.endSignIn(request, reply, ctx, unlink, { '/currentPassword': 'link-password' });
    });

    app.post('/account/sessions/end', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      await endOwnSession(ctx, form.parse(request.body ?? {}).session);
      return reply.redirect('/account', 303);
    });

    app.post('/account/sign-out', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      return view.endSignIn(request, reply, ctx, () => signOutEverywhere(ctx), {});
    });
  };
}
