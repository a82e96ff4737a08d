import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { UserContext } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import { type CommandAnswer, requireIdempotencyKey, runCommand } from './idempotency.js';
import { LargeBody } from './large-body.js';
import { addOperation, type Asked, askedOf, type Of, type Operation } from './operation.js';
import { checkIfMatch, etagOf } from './versions.js';

/** The body of an action that needs none. */
const nothing = z.strictObject({});
type Nothing = typeof nothing;

/** How a thing that was made or changed is answered. */
export interface Answered<A extends z.ZodType> {
  readonly answer: A;
  /** 200 unless said. */
  readonly success?: 200 | 201 | 202;
  readonly location?: (done: z.output<A>) => string;
  /** The version that the answer's tag names. */
  readonly version?: (done: z.output<A>) => number;
}

interface Command<O extends Of | undefined, B extends z.ZodType, A extends z.ZodType, P>
  extends Operation<O>, Answered<A> {
  /** POST unless said. PUT and PATCH need If-Match. */
  readonly method?: 'PUT' | 'PATCH';
  readonly body?: B;
  /** Without an Idempotency-Key it is refused before its body is looked at. */
  readonly keyRequired?: true;
  /** What takes long and needs no lock, before the transaction begins; done for a repeat as well. */
  readonly prepare?: (ctx: UserContext, asked: Asked<O, unknown, z.output<B>>) => Promise<P>;
  /** Follows the commit and precedes the answer; in a repeat nothing was done. */
  readonly afterCommit?: (
    ctx: UserContext,
    asked: Asked<O, unknown, z.output<B>>,
    done: z.output<A> | undefined,
  ) => void | Promise<void>;
  /**
   * The use case, in its transaction. `heed` compares the version that the caller has changed with the thing's, under
   * the lock; without a tag only an action goes on.
   */
  readonly run: (
    ctx: UserContext,
    asked: Asked<O, unknown, z.output<B>>,
    heed: Heed,
    prepared: P | undefined,
  ) => z.output<A> | Promise<z.output<A>>;
}

const keyHeader = z.object({ 'idempotency-key': z.string().optional().describe('required') });

/** How the text of an answer is made, fixed when the route is added. */
export function encoderOf<A extends z.ZodType>({ answer, success = 200, location, version }: Answered<A>) {
  const etag = version && ((done: z.output<A>) => etagOf(version(done)));
  return { status: success, schema: answer, location, etag } satisfies CommandAnswer<A>;
}

/**
 * A change: it runs in one transaction, and a repeat with the same Idempotency-Key gets the first answer again.
 */
export function command<
  A extends z.ZodType,
  O extends Of | undefined = undefined,
  B extends z.ZodType = Nothing,
  P = undefined,
>(app: FastifyInstance, operation: Command<O, B, A, P>): void {
  const { method = 'POST', body = nothing, answer, success = 200, keyRequired, run } = operation;
  const { prepare, afterCommit } = operation;
  const encoder = encoderOf(operation);
  async function handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const asked = askedOf<O, unknown, z.output<B>>(request);
    const prepared = await prepare?.(request.userContext(), asked);
    let done: z.output<A> | undefined;
    const follow = afterCommit && (async () => afterCommit(request.userContext(), asked, done));
    return runCommand(request, reply, { ...encoder, afterCommit: follow }, async (ctx) => {
      done = await run(ctx, asked, (current) => checkIfMatch(request, current, method !== 'POST'), prepared);
      return done;
    });
  }
  addOperation(app, operation, {
    method,
    schema: { ...(keyRequired && { headers: keyHeader }), body, response: { [success]: answer } },
    options: keyRequired ? { preValidation: requireIdempotencyKey } : {},
    handler: handle,
  });
}

interface Unkept<O extends Of | undefined, B extends z.ZodType, A extends z.ZodType> extends Operation<O> {
  readonly body?: B;
  readonly answer: A;
  /** 200 unless said. */
  readonly success?: 201;
  readonly location?: (done: z.output<A>) => string;
  /** The answer shows or opens something: nothing on its way may keep it. */
  readonly confidential?: true;
  readonly bodyLimit?: number;
}

interface Call<O extends Of | undefined, B extends z.ZodType, A extends z.ZodType> extends Unkept<O, B, A> {
  readonly run: (ctx: UserContext, asked: Asked<O, unknown, z.output<B>>) => z.output<A> | Promise<z.output<A>>;
}

interface OpenCall<O extends Of | undefined, B extends z.ZodType, A extends z.ZodType> extends Unkept<O, B, A> {
  /** A stranger may call it. */
  readonly withoutSignIn?: true;
  /** Reads, checks and answers a body that was left unread; its instance keeps large bodies. */
  readonly large?: (bytes: Buffer, caller: string) => Promise<Buffer>;
  readonly run: (asked: Asked<O, unknown, z.output<B>>) => z.output<A> | Promise<z.output<A>>;
}

function addUnkept<O extends Of | undefined, B extends z.ZodType, A extends z.ZodType>(
  app: FastifyInstance,
  operation: Unkept<O, B, A>,
  schema: object,
  work: (request: FastifyRequest) => z.output<A> | Promise<z.output<A>>,
  large?: (bytes: Buffer, caller: string) => Promise<Buffer>,
): void {
  const { answer, success = 200, location, confidential, bodyLimit } = operation;
  addOperation(app, operation, {
    method: 'POST',
    schema: { ...schema, response: { [success]: answer } },
    options: bodyLimit === undefined ? {} : { bodyLimit },
    handler: async (request, reply) => {
      if (large && request.body instanceof LargeBody) {
        const caller = request.actor?.id ?? request.address;
        return reply.type('application/json; charset=utf-8').send(await large(request.body.bytes, caller));
      }
      const done = await work(request);
      reply.code(success);
      if (confidential) reply.header('cache-control', 'no-store');
      if (location) reply.header('location', location(done));
      return done;
    },
  });
}

/**
 * A POST whose answer is kept for no repeat: it opens or shows what must not be stored, or it stores nothing itself.
 * The use case makes its own transaction.
 */
export function call<A extends z.ZodType, O extends Of | undefined = undefined, B extends z.ZodType = Nothing>(
  app: FastifyInstance,
  operation: Call<O, B, A>,
): void {
  const { body = nothing, run } = operation;
  addUnkept(app, operation, { body }, (request) => run(request.userContext(), askedOf(request)));
}

/** A call that looks at nobody's rights: sign-in, and what only computes. */
export function openCall<A extends z.ZodType, O extends Of | undefined = undefined, B extends z.ZodType = Nothing>(
  app: FastifyInstance,
  operation: OpenCall<O, B, A>,
): void {
  const { body = nothing, withoutSignIn, run, large } = operation;
  const schema = { ...(withoutSignIn && { security: [] }), body };
  addUnkept(app, operation, schema, (request) => run(askedOf(request)), large);
}
