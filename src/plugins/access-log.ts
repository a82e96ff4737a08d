import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { z } from 'zod';
import type { AppDependencies } from '../dependencies.js';
import { createAccessBuffer } from '../features/people/trail/access-buffer.js';
import { createStrangerTally } from '../features/people/trail/stranger-tally.js';
import type { UserActor } from '../platform/context.js';
import { id } from '../shared/ids.js';

/** Reads that show nothing of a case: oneself, tables of days and rates, calculators, runs of jobs. */
const OPEN_TAGS: readonly string[] = ['self', 'reference', 'calculations'];
const PAGES = /^\/(console|enterprise|applicant|department|monitor)\b/;

const caseParams = z.object({ caseId: id });

function caseOf(request: FastifyRequest): string | undefined {
  return caseParams.safeParse(request.params).data?.caseId;
}

/** Refusals that are on record: who is not let in, who may not, and a thing that is not there for him. */
const REFUSALS: readonly number[] = [401, 403, 404];

/** What was refused, by the name of the operation or page; undefined where an address leads nowhere. */
function refusedAct({ routeOptions, method }: FastifyRequest): string | undefined {
  const { url, config } = routeOptions;
  return url === undefined ? undefined : (config.act ?? `page ${method} ${url}`);
}

/** Name of what is read, where it goes to the access log. */
function actOf(request: FastifyRequest): string | undefined {
  const { url = '', schema, config } = request.routeOptions;
  if (url.startsWith('/v1/')) return schema?.tags?.some((tag) => OPEN_TAGS.includes(tag)) ? undefined : config.act;
  return PAGES.test(url) ? `page ${url}` : undefined;
}

/**
 * Notes after the answer who has read what: ordinary reads, in batches of at most a second (CP-04; contract section 6);
 * and who was refused, one by one where he is signed in, else counted. Exports and unmasking do not come this way: they
 * are on record before their answer.
 */
export function accessLogging(deps: AppDependencies) {
  return fastifyPlugin(
    async (app) => {
      const buffer = createAccessBuffer(deps.db, deps.logger);
      const strangers = createStrangerTally(
        (entry) => buffer.note(entry),
        () => new Date(),
      );
      const entryOf = (request: FastifyRequest, { id, name, courtCode }: UserActor) => ({
        readAt: deps.clock.now(),
        actor: { id, name, courtCode },
        object: request.url.split('?', 1)[0] ?? '',
        caseId: caseOf(request),
        fromAddress: request.address,
        requestId: request.id,
      });
      app.addHook('onResponse', async (request, { statusCode }) => {
        if (!REFUSALS.includes(statusCode)) return;
        const { actor, refusal } = request;
        const kind = `${statusCode} ${refusal ?? 'refused'}`;
        if (actor === null) return strangers.count(request.address, kind);
        const act = refusedAct(request);
        // Of a thing: an address that leads nowhere is a slip.
        if (act !== undefined) buffer.note({ ...entryOf(request, actor), act: 'refuse', detail: { act, kind } });
      });
      app.addHook('onResponse', async (request, reply) => {
        if (request.method !== 'GET' || request.actor === null || reply.statusCode >= 300) return;
        const act = actOf(request);
        if (act === undefined) return;
        buffer.note({ ...entryOf(request, request.actor), act });
      });
      app.addHook('onClose', async () => {
        strangers.settle(true);
        await buffer.flush();
      });
    },
    { name: 'access-log', dependencies: ['identity'] },
  );
}
