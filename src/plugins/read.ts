import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { UserContext } from '../platform/context.js';
import { pageOf, pageQuery } from '../platform/paging.js';
import { addOperation, type Asked, askedOf, type Of, type Operation } from './operation.js';
import { answerVersioned } from './versions.js';

interface Read<O extends Of | undefined, Q extends z.ZodType, A extends z.ZodType> extends Operation<O> {
  readonly query?: Q;
  readonly answer: A;
  /** The version that the answer's tag names; whoever has it already is answered 304. */
  readonly version?: (found: z.output<A>) => number;
  readonly run: (ctx: UserContext, asked: Asked<O, z.output<Q>, unknown>) => z.output<A> | Promise<z.output<A>>;
}

/** Reads one thing. */
export function read<A extends z.ZodType, O extends Of | undefined = undefined, Q extends z.ZodType = z.ZodUnknown>(
  app: FastifyInstance,
  operation: Read<O, Q, A>,
): void {
  const { query, answer, version, run } = operation;
  addOperation(app, operation, {
    method: 'GET',
    schema: { ...(query && { querystring: query }), response: { 200: answer } },
    handler:
      version === undefined
        ? (request) => run(request.userContext(), askedOf(request))
        : async (request, reply) => {
            const found = await run(request.userContext(), askedOf(request));
            return answerVersioned(request, reply, version(found), found);
          },
  });
}

interface Page<A extends z.ZodType> {
  readonly items: z.output<A>[];
  readonly nextCursor: string | null;
}

interface List<O extends Of | undefined, Q extends z.ZodType, A extends z.ZodType> extends Operation<O> {
  /** Page and nothing else, unless said. */
  readonly query?: Q;
  /** One item. */
  readonly answer: A;
  /** Version of the whole list, where it has one. */
  readonly version?: (ctx: UserContext) => Promise<number>;
  readonly run: (ctx: UserContext, asked: Asked<O, z.output<Q>, unknown>) => Promise<Page<A>>;
}

/** Reads a page of a list. */
export function list<A extends z.ZodType, O extends Of | undefined = undefined, Q extends z.ZodType = typeof pageQuery>(
  app: FastifyInstance,
  operation: List<O, Q, A>,
): void {
  const { query = pageQuery, answer, version, run } = operation;
  addOperation(app, operation, {
    method: 'GET',
    schema: { querystring: query, response: { 200: pageOf(answer) } },
    handler:
      version === undefined
        ? (request) => run(request.userContext(), askedOf(request))
        : async (request, reply) => {
            const ctx = request.userContext();
            const page = await run(ctx, askedOf(request));
            return answerVersioned(request, reply, await version(ctx), page);
          },
  });
}
