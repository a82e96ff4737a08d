import type { FastifyInstance, FastifyPluginAsync } from 'fastify';

const NAME = Symbol.for('fastify.display-name');

/**
 * Registers plugins one after the other, each under its name. Fastify looks for the name of a plugin that bears none
 * among all files that are loaded, which takes longer than the plugin itself.
 */
export async function registerAll(
  app: FastifyInstance,
  plugins: Readonly<Record<string, FastifyPluginAsync>>,
): Promise<void> {
  for (const [name, plugin] of Object.entries(plugins)) await app.register(Object.assign(plugin, { [NAME]: name }));
}
