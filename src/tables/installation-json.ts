import type { Session } from 'fastify';

/** Payload of a message: that of the job it becomes, which the job parses. */
export type StoredPayload = Readonly<Record<string, unknown>>;

/** Headers of a kept answer. */
export type StoredHeaders = Readonly<Record<string, string>>;

/** Figures of a run, by name. */
export type StoredCounts = Readonly<Record<string, number>>;

/** What went wrong in a run, thing by thing. */
export type StoredFailures = readonly Readonly<Record<string, string>>[];

/** A portal session as the session plugin wrote it and reads it again. */
export type StoredSession = Session;
