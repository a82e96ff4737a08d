import type { FastifyPluginAsync } from 'fastify';
import { hasRole } from '../../platform/context.js';
import { Problem } from '../../shared/problems.js';
import { readCursor } from '../address.js';
import type { Renderer } from '../render.js';
import { loadAsked } from './home/load.js';
import { DepartmentHomePage } from './home/page.js';

/** A department's side. */
export function departmentPages(render: Renderer): FastifyPluginAsync {
  return async (app) => {
    app.get('/department', { schema: { hide: true } }, async (request, reply) => {
      const ctx = await render.reader(request);
      if (!hasRole(ctx.actor, 'DEPARTMENT')) throw new Problem('not-permitted');
      const load = (tx: typeof ctx) => loadAsked(tx, readCursor(request));
      return render.loaded(request, reply, ctx, load, (page, shown) => <DepartmentHomePage page={page} {...shown} />);
    });
  };
}
