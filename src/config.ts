import { existsSync } from 'node:fs';
import { z } from 'zod';
import { type Network, readNetwork } from './platform/addresses.js';

/** Hosts to which nobody listens in between. */
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** The password of sample accounts that everybody knows. */
const KNOWN_PASSWORD = 'reprieve';

/** More proxies than any court has in a row. */
const HOPS_MAX = 9;

/** Whose word about the caller's address is believed. */
export type ProxyTrust = { readonly hops: number } | { readonly networks: readonly Network[] };

function readTrust(text: string, issue: z.RefinementCtx): ProxyTrust {
  if (text === 'true') {
    issue.addIssue('`true` would believe whatever a caller writes; say how many proxies there are, or their networks');
    return z.NEVER;
  }
  if (text === 'false') return { hops: 0 };
  if (/^\d$/.test(text) && Number(text) <= HOPS_MAX) return { hops: Number(text) };
  const networks = text.split(',').map((one) => readNetwork(one.trim()));
  if (networks.every((one) => one !== undefined)) return { networks };
  issue.addIssue(`write a number from 0 to ${HOPS_MAX}, or networks such as 10.0.0.0/8,fd00::/8`);
  return z.NEVER;
}

/**
 * One schema of the environment. `docs/operations.md` carries the table made from the descriptions (`npm run
 * docs:check`).
 */
export const environment = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('`production` never loads sample data'),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(8080)
    .describe('port of the API and the portal; 0 takes a free one'),
  HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  DATA_DIR: z.string().default('.data').describe('folder of the embedded database'),
  DATABASE_URL: z.url().optional().describe('PostgreSQL to use; without it an embedded one is started'),
  DATABASE_OWNER_URL: z
    .url()
    .optional()
    .describe('the same database as its owner, for migrations; `DATABASE_URL` then names the role of the application'),
  DATABASE_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(2)
    .max(200)
    .default(10)
    .describe('connections of one process to PostgreSQL'),
  DATABASE_PREPARE: z
    .enum(['on', 'off'])
    .default('on')
    .describe('`off` behind a pooler that gives each transaction another connection'),
  REDIS_URL: z.url().optional().describe('Redis of the queue; without it the queue lives in PostgreSQL'),
  JOBS_MODE: z
    .enum(['inline', 'separate', 'off'])
    .default('inline')
    .describe('where the workers run: in the API, in `jobs/worker.ts`, nowhere'),
  CLOCK: z
    .enum(['system', 'simulated'])
    .optional()
    .describe('business dates; default `simulated` with sample cases or `CLOCK_START`, else `system`'),
  CLOCK_START: z.iso.date().optional().describe('first simulated business date; counts on an empty database only'),
  SAMPLE_DATA: z
    .enum(['load', 'accounts', 'none'])
    .optional()
    .describe('default `load` for the embedded database, else `none`'),
  SAMPLE_PASSWORD: z
    .string()
    .min(1)
    .default(KNOWN_PASSWORD)
    .describe('password of the sample accounts; to listen beyond loopback they need one of their own'),
  AUDIT_KEY: z.string().optional().describe('Ed25519 key (PEM, PKCS #8) that signs the daily audit root'),
  AUDIT_KEY_FILE: z.string().optional().describe('file that holds it; sample data have a key of their own'),
  AUDIT_PUBLIC_KEYS_FILE: z
    .string()
    .optional()
    .describe('file with the public keys (PEM) of earlier signing keys, for verification'),
  FIELD_KEYS: z
    .string()
    .optional()
    .describe('keys of sensitive fields as JSON, made by `create-field-keys`; sample data have keys of their own'),
  FIELD_KEYS_FILE: z.string().optional().describe('file that holds them'),
  UNMASK_PER_DAY: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(50)
    .describe('sensitive values that one person may read whole, or search by, in a day'),
  ACCESS_LOG_MONTHS: z.coerce
    .number()
    .int()
    .min(6)
    .max(1200)
    .default(36)
    .describe('months for which the access log is kept; six at least by law'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('address under which people reach the portal; needed for sign-in by an issuer'),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional()
    .describe('issuer of OpenID Connect whose sign-ins are taken beside passwords; `https`, but for loopback'),
  OIDC_NAME: z.string().min(1).max(50).default('统一身份认证').describe('what people call it'),
  OIDC_CLIENT_ID: z
    .string()
    .optional()
    .describe('client of the portal there; without it the portal takes passwords only'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('its secret; a public client has none and relies on PKCE'),
  OIDC_CLIENT_SECRET_FILE: z.string().optional().describe('file that holds it'),
  OIDC_AUDIENCE: z
    .string()
    .optional()
    .describe('audience of access tokens of the issuer that the API takes; without it none'),
  OIDC_SECOND_FACTOR: z
    .enum(['claimed', 'always'])
    .default('claimed')
    .describe('`always`: the issuer asks everybody for one; `claimed`: where the token says so (`amr` holds `mfa`)'),
  SMTP_URL: z.url().optional().describe('mail server; without it notices stay in the inbox'),
  MAIL_FROM: z.string().default('reprieve@localhost').describe('sender of mails'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('warn')
    .describe('least level written to the log'),
  METRICS_ON: z
    .enum(['main', 'operations', 'off'])
    .default('main')
    .describe('port that shows `/metrics`: that of the API, that of the operators, none'),
  DOCS_ON: z
    .enum(['main', 'operations', 'off'])
    .default('main')
    .describe('port that shows `/docs` and `/openapi.json`: that of the API, that of the operators, none'),
  OPERATIONS_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65535)
    .optional()
    .describe('port of the operators; it shows health and what `METRICS_ON` and `DOCS_ON` put there'),
  OPERATIONS_HOST: z.string().default('127.0.0.1').describe('address of that port'),
  TRUST_PROXY: z
    .string()
    .default('0')
    .transform(readTrust)
    .describe(
      'proxies before the server whose `X-Forwarded-For` is believed: how many (`1`), or their networks ' +
        '(`10.0.0.0/8,fd00::/8`); `0` believes none',
    ),
  RATE_LIMIT_PER_CALLER: z.coerce
    .number()
    .int()
    .min(1)
    .default(200)
    .describe('requests per second of one signed-in caller'),
  RATE_LIMIT_PER_ADDRESS: z.coerce.number().int().min(1).default(400).describe('requests per second from one address'),
});

type Environment = z.infer<typeof environment>;

/** What of the issuer does not go together; empty when all does. */
function checkIssuer(values: Environment): string[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_AUDIENCE, PUBLIC_URL } = values;
  if (OIDC_ISSUER === undefined) return [];
  const { protocol, hostname } = new URL(OIDC_ISSUER);
  return [
    ...(protocol === 'https:' || LOOPBACK.includes(hostname) ? [] : ['OIDC_ISSUER: write an https address']),
    ...((OIDC_CLIENT_ID ?? OIDC_AUDIENCE) ? [] : ['OIDC_ISSUER: give OIDC_CLIENT_ID, OIDC_AUDIENCE or both with it']),
    ...(OIDC_CLIENT_ID !== undefined && PUBLIC_URL === undefined ? ['PUBLIC_URL: needed with OIDC_CLIENT_ID'] : []),
    // Otherwise an ID token, which is for the portal, would open the API.
    ...(OIDC_AUDIENCE !== undefined && OIDC_AUDIENCE === OIDC_CLIENT_ID
      ? ['OIDC_AUDIENCE: has to differ from OIDC_CLIENT_ID']
      : []),
  ];
}

/** Whether nobody beyond this machine can reach what listens there. */
const isLocal = (host: string) => LOOPBACK.includes(host) || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** What of samples must not be open to others. */
function checkSamples({ HOST, SAMPLE_PASSWORD }: Environment, sampleData: string): string[] {
  if (sampleData === 'none' || isLocal(HOST) || SAMPLE_PASSWORD !== KNOWN_PASSWORD) return [];
  return [`SAMPLE_PASSWORD: HOST ${HOST} opens the sample accounts to others; give them a password of their own`];
}

/** What of the operators' port does not go together; empty when all does. */
function checkOperations({ METRICS_ON, DOCS_ON, OPERATIONS_PORT, PORT }: Environment): string[] {
  const wanted = [METRICS_ON, DOCS_ON].includes('operations');
  return [
    ...(wanted && OPERATIONS_PORT === undefined ? ['OPERATIONS_PORT: needed where something is shown there'] : []),
    ...(OPERATIONS_PORT === PORT ? ['OPERATIONS_PORT: has to differ from PORT'] : []),
  ];
}

/** Settings after defaults that depend on each other. Every other module takes what it needs as an argument. */
export interface Config extends Omit<Environment, 'CLOCK' | 'SAMPLE_DATA'> {
  CLOCK: 'system' | 'simulated';
  SAMPLE_DATA: 'load' | 'accounts' | 'none';
  /** True when no `DATABASE_URL` is given and the server brings its own PostgreSQL. */
  embedded: boolean;
}

/**
 * Reads the settings; the only reader of `process.env`.
 * @param source - the variables; default `process.env` after `.env`, where that file exists
 * @throws Error naming each wrong variable
 */
export function readConfig(source?: NodeJS.ProcessEnv): Config {
  if (!source && existsSync('.env')) process.loadEnvFile('.env');
  const given = Object.entries(source ?? process.env).filter(([, value]) => value !== '');
  const parsed = environment.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment is not valid:\n${lines.join('\n')}`);
  }
  const values = parsed.data;
  const wrong = [...checkIssuer(values), ...checkOperations(values)];
  if (wrong.length > 0) throw new Error(`The environment is not valid:\n${wrong.map((one) => `  ${one}`).join('\n')}`);
  const embedded = values.DATABASE_URL === undefined;
  const sampleData = values.NODE_ENV === 'production' ? 'none' : (values.SAMPLE_DATA ?? (embedded ? 'load' : 'none'));
  const open = checkSamples(values, sampleData);
  if (open.length > 0) throw new Error(`The environment is not valid:\n${open.map((one) => `  ${one}`).join('\n')}`);
  const clock = values.CLOCK ?? (sampleData === 'load' || values.CLOCK_START ? 'simulated' : 'system');
  return { ...values, embedded, SAMPLE_DATA: sampleData, CLOCK: clock };
}
