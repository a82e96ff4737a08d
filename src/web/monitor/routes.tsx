import type { FastifyPluginAsync } from 'fastify';
import { hasRole } from '../../platform/context.js';
import { Problem } from '../../shared/problems.js';
import { readCursor } from '../address.js';
import type { Renderer } from '../render.js';
import { loadWatched } from './home/load.js';
import { MonitorHomePage } from './home/page.js';

/** The side of who watches an enterprise for the court. */
export function monitorPages(render: Renderer): FastifyPluginAsync {
  return async (app) => {
    app.get('/monitor', { schema: { hide: true } }, async (request, reply) => {
      const ctx = await render.reader(request);
      if (!hasRole(ctx.actor, 'MONITOR')) throw new Problem('not-permitted');
      const load = (tx: typeof ctx) => loadWatched(tx, readCursor(request));
      return render.loaded(request, reply, ctx, load, (page, shown) => <MonitorHomePage page={page} {...shown} />);
    });
  };
}
