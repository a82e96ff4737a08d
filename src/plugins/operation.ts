import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { z } from 'zod';
import type { OperationAct } from '../features/people/permissions/acts.js';
import { id } from '../shared/ids.js';
import type { ProblemCode } from '../shared/problems.js';

/** What a path leads to, by the ids in it. */
const LEADS_TO = {
  accelerationNotice: z.object({ accelerationNoticeId: id }),
  accountNotice: z.object({ accountNoticeId: id }),
  accountRequest: z.object({ requestId: id }),
  apiKey: z.object({ keyId: id }),
  case: z.object({ caseId: id }),
  claimCorrection: z.object({ correctionId: id }),
  collectionAccountChange: z.object({ accountChangeId: id }),
  courtLimit: z.object({ limitId: id }),
  delegation: z.object({ delegationId: id }),
  directoryChange: z.object({ changeId: id }),
  disbursement: z.object({ disbursementId: id }),
  document: z.object({ documentId: id }),
  escalationPolicy: z.object({ policyId: id }),
  file: z.object({ fileId: id }),
  jobRun: z.object({ runId: id }),
  lendingRate: z.object({ rateId: id }),
  notice: z.object({ noticeId: id }),
  payment: z.object({ paymentId: id }),
  paymentTransfer: z.object({ transferId: id }),
  plan: z.object({ planId: id }),
  recusal: z.object({ caseId: id, recusalId: id }),
  refundTask: z.object({ taskId: id }),
  reliefRequest: z.object({ reliefRequestId: id }),
  review: z.object({ reviewId: id }),
  seizure: z.object({ seizureId: id }),
  user: z.object({ userId: id }),
} as const;

/** Name of what a path leads to, or the schema of its parameters where these are no ids of ours. */
export type Of = keyof typeof LEADS_TO | z.ZodObject;

type ParamsOf<O> = O extends keyof typeof LEADS_TO
  ? z.output<(typeof LEADS_TO)[O]>
  : O extends z.ZodType
    ? z.output<O>
    : unknown;

/** Codes with which any operation may refuse: shape, sign-in, rights, reach, versions, repeats, load, missing keys. */
export const COMMON_REFUSALS = [
  'invalid-body',
  'malformed-json',
  'content-digest-differs',
  'invalid-query',
  'invalid-path',
  'invalid-cursor',
  'idempotency-key-required',
  'idempotency-key-invalid',
  'idempotency-key-reused',
  'request-in-flight',
  'not-signed-in',
  'second-factor-missing',
  'issuer-unreachable',
  'not-permitted',
  'scope-missing',
  'not-found',
  'stale-version',
  'version-required',
  'body-too-large',
  'media-type-unsupported',
  'too-many-requests',
  'internal-error',
  'overloaded',
  'field-keys-missing',
] as const satisfies readonly ProblemCode[];

/** A code with which only some operations refuse. */
export type OwnRefusal = Exclude<ProblemCode, (typeof COMMON_REFUSALS)[number]>;

/** What every operation says of itself. */
export interface Operation<O extends Of | undefined> {
  /** Row of the table of permissions, and the operation id of the API text. */
  readonly act: OperationAct;
  readonly path: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly of?: O;
  /** What it refuses beside `COMMON_REFUSALS`; the tests find out whether it refuses anything else. */
  readonly refuses?: readonly OwnRefusal[];
}

/** What a caller has sent, as the schemas have decoded it. */
export interface Asked<O extends Of | undefined, Q, B> {
  readonly params: ParamsOf<O>;
  readonly query: Q;
  readonly body: B;
  readonly address: string;
  /** Id of the request. */
  readonly id: string;
  readonly log: FastifyBaseLogger;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation's row in the table of permissions. */
    act?: OperationAct;
    /** Codes with which it may refuse beside the common ones. */
    refuses?: readonly OwnRefusal[];
  }
}

interface Registration {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Schemas of this kind of operation, beside what every operation says of itself. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly options?: Pick<RouteOptions, 'bodyLimit' | 'preValidation' | 'serializerCompiler'>;
  readonly handler: (request: FastifyRequest, reply: FastifyReply) => unknown;
}

function paramsOf(of: Of | undefined): z.ZodObject | undefined {
  return typeof of === 'string' ? LEADS_TO[of] : of;
}

/** Adds the route of an operation. */
export function addOperation<O extends Of | undefined>(
  app: FastifyInstance,
  { act, path, summary, tags, of, refuses = [] }: Operation<O>,
  { method, schema, options, handler }: Registration,
): void {
  const params = paramsOf(of);
  app.route({
    ...options,
    method,
    url: path,
    config: { act, refuses },
    schema: { operationId: act, summary, tags, ...(params === undefined ? {} : { params }), ...schema },
    handler,
  });
}

/** The request as an operation reads it. */
export function askedOf<O extends Of | undefined, Q, B>(request: FastifyRequest): Asked<O, Q, B> {
  // The one place where types of a route are asserted: params, query and body were decoded by the very schemas that
  // O, Q and B are taken from, and the framework cannot know it of schemas that come as parameters.
  return request as Asked<O, Q, B>;
}
