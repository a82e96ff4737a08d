import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { keptText } from './kept-text.js';
import { addBounds } from './openapi-bounds.js';
import { writeYaml } from './yaml.js';

interface Described {
  zodSchema: z.core.$ZodType;
  jsonSchema: { properties?: object };
}

/** A codec is described by its wire side, in requests and in replies; an object without fields lists none. */
function describeForWire(ctx: Described): void {
  const { properties } = ctx.jsonSchema;
  if (properties && Object.keys(properties).length === 0) delete ctx.jsonSchema.properties;
  if (!(ctx.zodSchema instanceof z.core.$ZodCodec)) return;
  // The codecs of this product are made of schemas of the classic interface.
  const { $schema: _dialect, ...wire } = z.toJSONSchema(ctx.zodSchema._zod.def.in as z.ZodType);
  Object.assign(ctx.jsonSchema, wire);
}

const zodToJsonConfig = { override: describeForWire };

const TAGS = {
  self: 'Sign-in, the own account, the business date',
  accounts: 'Accounts and their rights',
  calculations: 'Interest, ledger, fees and plans without a case',
  cases: 'Cases, their ledger and their history',
  relief: 'Consents of the applicants',
  seizures: 'Live and dead seizures',
  plans: 'Instalment plans and their schedules',
  payments: 'Money that arrived, and its approval',
  escalation: 'Steps of the ladder',
  documents: 'Notices, and the documents of a case',
  reference: 'Tables of working days and lending rates',
  operations: 'Job runs',
  audit: 'Logs, daily roots and their verification',
} as const;

const bearer = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'An access token (JWT, checked as RFC8725 has it: one algorithm, issuer, audience, end), or a key for machines.',
} as const;

/** The problem answers that every operation may give. */
const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'errors'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};

/** The address is wherever the text was read. */
const SERVER: { readonly url: string } & Readonly<Record<string, unknown>> = { url: '/', 'x-internal': false };

/** The parts of the text that are the same for every operation. */
interface ApiText {
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: object; responses?: object };
}

interface Operation {
  security?: unknown;
  responses?: Record<string, { headers?: object }>;
}

/** What every answer says of the caller's limit. */
const rateHeaders = {
  'X-RateLimit-Limit': {
    description: 'requests in a second',
    schema: { type: 'integer', minimum: 1, maximum: 1_000_000 },
  },
  'X-RateLimit-Remaining': {
    description: 'what is left of them',
    schema: { type: 'integer', minimum: 0, maximum: 1_000_000 },
  },
  'X-RateLimit-Reset': {
    description: 'seconds until they count anew',
    schema: { type: 'integer', minimum: 0, maximum: 60 },
  },
};

/** Adds what is the same for every operation: the limit in each answer, and the problem answers. */
function addProblemAnswers(document: ApiText): void {
  const components = (document.components ??= {});
  components.schemas = { ...components.schemas, Problem: problem };
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  components.responses = { Problem: { description: 'Refused; `code` says why', headers: rateHeaders, content } };
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path)) {
      for (const answer of Object.values(operation.responses ?? {}))
        answer.headers = { ...rateHeaders, ...answer.headers };
      const refused: object = { $ref: '#/components/responses/Problem' };
      operation.responses = { ...operation.responses, '4XX': refused };
    }
  }
}

/** OpenAPI 3.1 made from the zod schemas of the routes, at /openapi.json, and a page to read it at /docs. */
export const openapi = fastifyPlugin(
  async (app) => {
    const toObject = createJsonSchemaTransformObject({ zodToJsonConfig });
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Reprieve',
          version: '1.0.0',
          description:
            'Court–government enforcement relief: live seizure, instalment plans, daily close and escalation.',
          license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        },
        servers: [SERVER],
        tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
        components: { securitySchemes: { bearer } },
        security: [{ bearer: [] }],
      },
      transform: createJsonSchemaTransform({ zodToJsonConfig, skipList: [] }),
      transformObject: (input) => {
        const document = toObject(input);
        // Every path of ours holds operations by their methods, which the type of the library leaves open.
        addProblemAnswers(document as ApiText);
        addBounds(document);
        return document;
      },
    });
    const text = async () => JSON.stringify(app.swagger());
    const asJson = keptText('application/json; charset=utf-8', text);
    const asYaml = keptText('application/x-yaml; charset=utf-8', async () => writeYaml(await text()));
    // The page lives under the policy of every answer; the policy that it could bring lets in other hosts. It would
    // make its texts anew for each who asks.
    await app.register(swaggerUi, {
      routePrefix: '/docs',
      uiConfig: { layout: 'BaseLayout' },
      uiHooks: {
        preHandler: async (request, reply) => {
          const { url } = request.routeOptions;
          if (url === '/docs/json') return asJson(request, reply);
          return url === '/docs/yaml' ? asYaml(request, reply) : undefined;
        },
      },
    });
    app.get('/openapi.json', { schema: { hide: true }, config: { rateLimit: false } }, asJson);
  },
  { name: 'openapi' },
);

/** Has the text of the API collected before anybody can ask for it: it takes a moment, in which nobody is answered. */
export async function prepareApiText(app: FastifyInstance): Promise<void> {
  await app.ready();
  app.swagger();
}
