import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { listPrincipals } from '../../../features/people/delegations/deputies.js';
import { describeSelf } from '../../../features/people/identity/service.js';
import { Problem } from '../../../shared/problems.js';
import type { Renderer } from '../../render.js';

const hidden = { schema: { hide: true } } as const;
const choice = z.object({ party: z.string().max(50).default(''), office: z.string().max(50).default('') });

/** For whom the reader acts in this session: one of several parties, or an absent colleague. */
export function actingPages(render: Renderer): FastifyPluginAsync {
  return async (app) => {
    app.post('/account/party', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      const { party } = choice.parse(request.body ?? {});
      const { parties } = await describeSelf(ctx);
      if (party === '') delete request.session.partyId;
      else if (parties.some(({ id }) => id === party)) request.session.partyId = party;
      else throw new Problem('not-permitted');
      return reply.redirect('/', 303);
    });

    app.post('/account/office', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      const { office } = choice.parse(request.body ?? {});
      if (office === '') delete request.session.actsForId;
      else if ((await listPrincipals(ctx)).some(({ id }) => id === office)) request.session.actsForId = office;
      else throw new Problem('not-permitted');
      return reply.redirect('/', 303);
    });
  };
}
