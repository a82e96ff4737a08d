import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { UserContext } from '../platform/context.js';
import { type Answered, encoderOf } from './command.js';
import { contentDigestOf } from './content-digest.js';
import { runCommand } from './idempotency.js';
import { acceptOneFile, type FormFile, formFileOf } from './multipart-form.js';
import { addOperation, type Asked, askedOf, type Of, type Operation } from './operation.js';
import { sendFile, type SentFile } from './send-file.js';

/** A file answer in the API text. */
const file = z.string().meta({ format: 'binary' });

/** Describes answers that are files of these media types. */
const describeFiles = (mediaTypes: readonly string[]) =>
  Object.fromEntries(mediaTypes.map((mediaType) => [mediaType.split(';', 1)[0] ?? '', { schema: file }]));

interface Download<O extends Of | undefined, Q extends z.ZodType> extends Operation<O> {
  readonly query?: Q;
  /** What the answer is, for the API text. */
  readonly describe: string;
  readonly mediaTypes: readonly string[];
  readonly run: (ctx: UserContext, asked: Asked<O, z.output<Q>, unknown>) => Promise<SentFile>;
}

/** Reads a file. */
export function download<O extends Of | undefined = undefined, Q extends z.ZodType = z.ZodUnknown>(
  app: FastifyInstance,
  operation: Download<O, Q>,
): void {
  const { query, describe, mediaTypes, run } = operation;
  addOperation(app, operation, {
    method: 'GET',
    schema: {
      ...(query && { querystring: query }),
      response: { 200: { description: describe, content: describeFiles(mediaTypes) } },
    },
    handler: async (request, reply) => sendFile(reply, await run(request.userContext(), askedOf(request))),
  });
}

/** A query that names the form of the answer: JSON, or a file. */
interface Formatted {
  readonly format: string;
}

/** The query where a file is wanted. */
type OfFile<Q extends Formatted> = Q & { readonly format: Exclude<Q['format'], 'json'> };

interface Paper<O extends Of | undefined, Q extends z.ZodType<Formatted>, A extends z.ZodType> extends Operation<O> {
  readonly query: Q;
  readonly answer: A;
  /** What the answer is, for the API text. */
  readonly describe: string;
  readonly mediaTypes: readonly string[];
  /** Writes the JSON instead of the answer's schema. */
  readonly writes?: (view: unknown) => string;
  readonly run: (ctx: UserContext, asked: Asked<O, z.output<Q>, unknown>) => Promise<z.output<A>>;
  /** The same as a file. */
  readonly file: (ctx: UserContext, asked: Asked<O, OfFile<z.output<Q>>, unknown>) => Promise<SentFile>;
}

/** Reads what can be had as JSON or as a file, by the query's `format`. */
export function paper<Q extends z.ZodType<Formatted>, A extends z.ZodType, O extends Of | undefined = undefined>(
  app: FastifyInstance,
  operation: Paper<O, Q, A>,
): void {
  const { query, answer, describe, mediaTypes, writes, run } = operation;
  const wantsFile = (asked: Asked<O, z.output<Q>, unknown>): asked is Asked<O, OfFile<z.output<Q>>, unknown> =>
    asked.query.format !== 'json';
  addOperation(app, operation, {
    method: 'GET',
    schema: {
      querystring: query,
      response: {
        200: {
          description: describe,
          content: { 'application/json': { schema: answer }, ...describeFiles(mediaTypes) },
        },
      },
    },
    options: writes === undefined ? {} : { serializerCompiler: () => writes },
    handler: (request, reply) => {
      const ctx = request.userContext();
      const asked = askedOf<O, z.output<Q>, unknown>(request);
      if (!wantsFile(asked)) return run(ctx, asked);
      return operation.file(ctx, asked).then((made) => sendFile(reply, made));
    },
  });
}

interface Upload<B extends z.ZodType<{ file: unknown }>, A extends z.ZodType>
  extends Operation<undefined>, Answered<A> {
  /** For the API text; a form has one file and nothing else. */
  readonly body: B;
  readonly bytesMax: number;
  readonly run: (ctx: UserContext, upload: FormFile) => Promise<z.output<A>>;
}

/** Takes one file in `multipart/form-data`, once for a key. The instance's other routes then take such forms, too. */
export function upload<B extends z.ZodType<{ file: unknown }>, A extends z.ZodType>(
  app: FastifyInstance,
  operation: Upload<B, A>,
): void {
  const { body, answer, success = 200, bytesMax, run } = operation;
  const encoder = encoderOf(operation);
  acceptOneFile(app, bytesMax);
  addOperation(app, operation, {
    method: 'POST',
    schema: { consumes: ['multipart/form-data'], body, response: { [success]: answer } },
    handler: (request, reply) => {
      const sent = formFileOf(askedOf<undefined, unknown, z.output<B>>(request).body);
      // What a repeat is compared with: a boundary is new each time, the file is not.
      request.rawWireBody = { name: sent.name, digest: contentDigestOf(sent.bytes) };
      return runCommand(request, reply, encoder, (ctx) => run(ctx, sent));
    },
  });
}
