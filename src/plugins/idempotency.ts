import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { and, eq } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { listReached, reachesAll } from '../features/dossier/cases/reached.js';
import { inTransaction, type UserContext, withTablesAtHand } from '../platform/context.js';
import { id } from '../shared/ids.js';
import { Problem } from '../shared/problems.js';
import { idempotencyKeys } from '../tables/installation.js';
import { PROBLEM_MEDIA_TYPE, problemBody, toProblem } from './problem-details.js';

/** An answer in the form in which it is sent, and sent again. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How the result of a command is answered. */
export interface CommandAnswer<S extends z.ZodType> {
  readonly status: 200 | 201 | 202;
  readonly schema: S;
  readonly location?: ((result: z.output<S>) => string) | undefined;
  readonly etag?: ((result: z.output<S>) => string) | undefined;
  /** Follows the commit and precedes the answer, also that of a repeat: what needs no transaction with the work. */
  readonly afterCommit?: (() => Promise<void>) | undefined;
}

const KEY_FORM = /^[\x21-\x7e]{1,255}$/;

function readKey(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && KEY_FORM.test(key)) return key;
  throw new Problem('idempotency-key-invalid', { detail: 'Send 1 to 255 visible ASCII characters.' });
}

/** Refuses a request without a key, before its body is looked at. */
export async function requireIdempotencyKey(request: FastifyRequest): Promise<void> {
  if (readKey(request) === undefined) {
    throw new Problem('idempotency-key-required', {
      detail:
        'Send the header Idempotency-Key with a value of your own for this act, so that a repeat books nothing twice.',
    });
  }
}

/**
 * Digest of what was asked: the same key with another method, path or body, or for somebody else, is another request.
 * It is keyed where the installation has keys, because a body may hold what nobody should find out by trying (CP-05).
 */
function requestDigest({ fields }: UserContext, request: FastifyRequest): string {
  const { method, url, headers } = request;
  const acting = headers['acting-for'] ?? headers['acting-party'];
  const asked = canonicalize({ method, url, body: request.rawWireBody ?? null, acting }) ?? '';
  return fields.digest('request', asked) ?? createHash('sha256').update(asked).digest('hex');
}

function encodeAnswer<S extends z.ZodType>(answer: CommandAnswer<S>, result: z.output<S>): Answer {
  const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' };
  if (answer.location) headers['location'] = answer.location(result);
  if (answer.etag) headers['etag'] = answer.etag(result);
  return { status: answer.status, headers, body: JSON.stringify(answer.schema.encode(result)) };
}

/** The case that an answer names: some things of a case are changed without opening it. */
function caseOfAnswer({ body }: Answer): string[] {
  const named = z.object({ caseId: id }).safeParse(JSON.parse(body));
  return named.success ? [named.data.caseId] : [];
}

/** Keeps the refusal of a rule as the first answer, in a transaction of its own: the work was rolled back. */
async function keepRefusal(
  ctx: UserContext,
  row: { owner: string; key: string; requestDigest: string; caseIds: string[] },
  problem: Problem,
) {
  const body = JSON.stringify(problemBody(problem, ctx.requestId));
  const headers = { 'content-type': PROBLEM_MEDIA_TYPE };
  await ctx.db
    .insert(idempotencyKeys)
    .values({ ...row, status: problem.status, headers, body, createdAt: ctx.clock.now() })
    .onConflictDoNothing();
}

/**
 * Does the work once for a key and answers repeats with the first answer. Two at once: the second waits for the row of
 * the first. A repeat is given to whoever still reaches the cases of the first, and to nobody else (404). Kept: answers
 * 2xx and refusals by rule (409); everything else leaves the key unused (contract section 1).
 */
async function answerOnce(
  ctx: UserContext,
  row: { owner: string; key: string; requestDigest: string },
  work: (ctx: UserContext) => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  let caseIds: string[] = [];
  const ours = and(eq(idempotencyKeys.owner, row.owner), eq(idempotencyKeys.key, row.key));
  try {
    return await inTransaction(ctx, async (tx) => {
      const claimed = await tx.db
        .insert(idempotencyKeys)
        .values({ ...row, createdAt: ctx.clock.now() })
        .onConflictDoNothing()
        .returning({ key: idempotencyKeys.key });
      if (claimed.length === 0) {
        const [first] = await tx.db.select().from(idempotencyKeys).where(ours);
        if (first?.status == null || first.requestDigest !== row.requestDigest) {
          throw new Problem('idempotency-key-reused', { detail: 'Use a new Idempotency-Key for a new request.' });
        }
        if (!(await reachesAll(tx, first.caseIds ?? []))) throw new Problem('not-found');
        return {
          status: first.status,
          headers: first.headers ?? {},
          body: first.body ?? '',
          replayed: true,
        };
      }
      const answer = await work(tx).finally(() => {
        caseIds = [...listReached(tx)];
      });
      caseIds.push(...caseOfAnswer(answer));
      await tx.db
        .update(idempotencyKeys)
        .set({ ...answer, caseIds })
        .where(ours);
      return { ...answer, replayed: false };
    });
  } catch (error) {
    const problem = toProblem(error);
    if (problem.status === 409 && problem.code !== 'request-in-flight')
      await keepRefusal(ctx, { ...row, caseIds }, problem);
    throw error;
  }
}

/**
 * Runs a use case in one transaction and answers it; with `Idempotency-Key`, once per caller and key.
 * @param work - the use case; gets the context of the transaction
 */
export async function runCommand<S extends z.ZodType>(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: CommandAnswer<S>,
  work: (ctx: UserContext) => Promise<z.output<S>>,
): Promise<FastifyReply> {
  const key = readKey(request);
  const ctx = await withTablesAtHand(request.userContext());
  const perform = async (tx: UserContext) => encodeAnswer(answer, await work(tx));
  const outcome =
    key === undefined
      ? { ...(await inTransaction(ctx, perform)), replayed: false }
      : await answerOnce(
          ctx,
          { owner: ctx.actor.apiKey?.id ?? ctx.actor.id, key, requestDigest: requestDigest(ctx, request) },
          perform,
        );
  await answer.afterCommit?.();
  reply.code(outcome.status).headers(outcome.headers);
  if (outcome.replayed) reply.header('idempotency-replayed', 'true');
  // The text is final: it was encoded by the schema of the answer, and a repeat gets the very same.
  return reply.send(outcome.body);
}
