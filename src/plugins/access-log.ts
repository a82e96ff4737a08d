import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { z } from 'zod';
import type { AppDependencies } from '../dependencies.js';
import { createAccessBuffer } from '../features/people/trail/access-buffer.js';
import { id } from '../shared/ids.js';

/** Reads that show nothing of a case: oneself, tables of days and rates, calculators, runs of jobs. */
const OPEN_TAGS: readonly string[] = ['self', 'reference', 'calculations'];
const PAGES = /^\/(console|enterprise|applicant|department|monitor)\b/;

const caseParams = z.object({ caseId: id });

function caseOf(request: FastifyRequest): string | undefined {
  return caseParams.safeParse(request.params).data?.caseId;
}

/** Name of what is read, where it goes to the access log. */
function actOf(request: FastifyRequest): string | undefined {
  const { url = '', schema, config } = request.routeOptions;
  if (url.startsWith('/v1/')) return schema?.tags?.some((tag) => OPEN_TAGS.includes(tag)) ? undefined : config.act;
  return PAGES.test(url) ? `page ${url}` : undefined;
}

/**
 * Notes who has read what, after the answer: ordinary reads, in batches of at most a second (CP-04; contract section
 * 6). Exports and unmasking do not come this way: they are on record before their answer.
 */
export function accessLogging(deps: AppDependencies) {
  return fastifyPlugin(
    async (app) => {
      const buffer = createAccessBuffer(deps.db, deps.logger);
      app.addHook('onResponse', async (request, reply) => {
        if (request.method !== 'GET' || request.actor === null || reply.statusCode >= 300) return;
        const act = actOf(request);
        if (act === undefined) return;
        const { id, name, courtCode } = request.actor;
        buffer.note({
          readAt: deps.clock.now(),
          actor: { id, name, courtCode },
          act,
          object: request.url.split('?', 1)[0] ?? '',
          caseId: caseOf(request),
          fromAddress: request.address,
          requestId: request.id,
        });
      });
      app.addHook('onClose', () => buffer.flush());
    },
    { name: 'access-log', dependencies: ['identity'] },
  );
}
