import type { FastifyInstance } from 'fastify';
import { COMMON_REFUSALS } from '../../src/plugins/operation.js';

/**
 * Listens to the refusals of an app.
 * @returns tells of those that are neither common nor among the `refuses` of their operation, as `act: code`
 */
export function watchRefusals(app: FastifyInstance): () => readonly string[] {
  const unnamed = new Set<string>();
  app.addHook('onSend', async (request, reply, payload) => {
    const { act, refuses = [] } = request.routeOptions.config;
    if (act === undefined || reply.statusCode < 400 || typeof payload !== 'string') return payload;
    const { code }: { code: string } = JSON.parse(payload);
    const named: readonly string[] = [...COMMON_REFUSALS, ...refuses];
    if (!named.includes(code)) unnamed.add(`${act}: ${code}`);
    return payload;
  });
  return () => [...unnamed].sort();
}
