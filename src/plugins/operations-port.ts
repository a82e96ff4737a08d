import { createServer } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Config } from '../config.js';

const METRICS = /^\/metrics$/;
const DOCS = /^\/(docs(\/.*)?|openapi\.json)$/;
const HEALTH = /^\/(livez|readyz)$/;

/** True where a request came in by the port of the operators. */
const isOfOperators = ({ socket }: FastifyRequest, port: number | undefined): boolean =>
  port !== undefined && socket.localPort === port;

/**
 * Closes `/metrics` and `/docs`, or shows them on the operators' port alone, as the settings say. Nothing else but
 * health is to be had there.
 */
export function operationsPort({ METRICS_ON, DOCS_ON, OPERATIONS_PORT }: Config) {
  return fastifyPlugin(
    async (app) => {
      app.addHook('onRequest', (request, reply, done) => {
        const url = request.routeOptions.url ?? '';
        const apart = isOfOperators(request, OPERATIONS_PORT);
        const shown = METRICS.test(url) ? METRICS_ON : DOCS.test(url) ? DOCS_ON : undefined;
        const isOpen = shown === undefined ? !apart || HEALTH.test(url) : shown === (apart ? 'operations' : 'main');
        // What leads nowhere is on its way to that answer already.
        if (isOpen || request.is404) done();
        else reply.callNotFound();
      });
    },
    { name: 'operations-port' },
  );
}

/** Listens on the operators' port, where there is one, until the app closes. Throws where the port is taken. */
export async function listenForOperators(app: FastifyInstance, { OPERATIONS_PORT, OPERATIONS_HOST }: Config) {
  if (OPERATIONS_PORT === undefined) return;
  const server = createServer((request, response) => app.routing(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(OPERATIONS_PORT, OPERATIONS_HOST, resolve);
  });
  app.server.once('close', () => {
    server.close();
    server.closeAllConnections();
  });
}
