import type { FastifyPluginAsync } from 'fastify';
import type { AppDependencies } from '../app.js';

export function portal(_deps: AppDependencies): FastifyPluginAsync {
  return async () => undefined;
}
