import type { Logger } from 'pino';
import type { Config } from './config.js';
import type { AuditKeys } from './features/operations/audit/keys.js';
import type { Issuer } from './features/people/identity/issuer.js';
import type { TokenIssuer } from './features/people/identity/tokens.js';
import type { Actor, Context } from './platform/context.js';
import type { DatabaseConnection } from './platform/database.js';
import type { Installation } from './platform/installation.js';
import type { RateCounters } from './platform/rate-counters.js';

/** What every context of a process shares, whoever acts. */
export type ContextSource = Pick<Context, 'db' | 'sql' | 'cursors' | 'clock' | 'reference' | 'fields' | 'mail'>;

/** What the app is built from. Whoever builds it also closes these. */
export interface AppDependencies extends ContextSource {
  readonly config: Config;
  readonly preparedStatements: DatabaseConnection['preparedStatements'];
  readonly installation: Installation;
  readonly tokens: TokenIssuer;
  /** Issuer of sign-ins beside our own; undefined where none is configured. */
  readonly issuer: Issuer | undefined;
  readonly auditKeys: AuditKeys;
  readonly rateCounters: RateCounters;
  readonly logger: Logger;
  isQueueReachable(): Promise<boolean>;
}

/**
 * The context of a use case: the only place that makes one.
 * @param of - who acts, on which business date, under which id; `inTransaction` where `db` is a transaction already
 */
export function makeContext<A extends Actor>(
  { db, sql, cursors, clock, reference, fields, mail }: ContextSource,
  of: Pick<Context<A>, 'actor' | 'today' | 'requestId' | 'fromAddress'> & { readonly inTransaction?: boolean },
): Context<A> {
  return { db, sql, cursors, clock, reference, fields, mail, inTransaction: false, ...of };
}
