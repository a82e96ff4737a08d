import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Config } from '../config.js';

/** Ciphers behind the one interface of `field-cipher.ts` (CP-09). */
export const FIELD_ALGORITHMS = ['AES-256-GCM', 'SM4'] as const;
export type FieldAlgorithm = (typeof FIELD_ALGORITHMS)[number];

const SECRET_BYTES = 32;
const secret = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === SECRET_BYTES, `needs ${SECRET_BYTES} bytes in base64`);

const fieldKey = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]{1,32}$/, 'has 1 to 32 letters, digits and hyphens'),
  algorithm: z.enum(FIELD_ALGORITHMS),
  secret,
});

const keyring = z
  .strictObject({
    current: z.string().describe('id of the key that new values are sealed with'),
    keys: z.array(fieldKey).min(1).describe('all keys whose values are still stored'),
    indexSecret: secret.describe('makes values findable; stays for good'),
  })
  .refine((ring) => ring.keys.some((key) => key.id === ring.current), {
    error: 'is not among the keys',
    path: ['current'],
  })
  .refine((ring) => new Set(ring.keys.map((key) => key.id)).size === ring.keys.length, {
    error: 'an id stands twice',
    path: ['keys'],
  });

/** Keys of sensitive fields: one seals, all open. */
export type FieldKeyring = z.infer<typeof keyring>;

type Settings = Pick<Config, 'FIELD_KEYS' | 'FIELD_KEYS_FILE' | 'SAMPLE_DATA'>;

/** Everybody knows these: they keep sample data in the same shape as real data, and protect nothing. */
const SAMPLE_KEYRING: FieldKeyring = {
  current: 'sample',
  keys: [{ id: 'sample', algorithm: 'SM4', secret: knownBytes('seals') }],
  indexSecret: knownBytes('finds'),
};

function knownBytes(use: string): Buffer<ArrayBuffer> {
  return Buffer.from(
    createHash('sha256').update(`Reprieve: ${use} fields of sample data and protects nothing`).digest(),
  );
}

function parseKeyring(text: string, where: string): FieldKeyring {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${where} is not JSON.`);
  }
  const parsed = keyring.safeParse(value);
  if (parsed.success) return parsed.data;
  // Messages name places and never values: these are secrets.
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  throw new Error(`${where} is not valid: ${faults.join('; ')}`);
}

/**
 * Reads the keys of sensitive fields. Sample data and simulated days have keys that everybody knows; a real
 * installation without keys gets none, and refuses to store or show such fields.
 * @param isSample - the clock is simulated or sample data were asked for
 * @throws Error naming the setting, when it cannot be read or used
 */
export function readFieldKeys(settings: Settings, isSample: boolean): FieldKeyring | undefined {
  const { FIELD_KEYS, FIELD_KEYS_FILE } = settings;
  const given =
    FIELD_KEYS_FILE === undefined
      ? FIELD_KEYS && parseKeyring(FIELD_KEYS, 'FIELD_KEYS')
      : parseKeyring(readFileSync(FIELD_KEYS_FILE, 'utf8'), 'FIELD_KEYS_FILE');
  if (!isSample) return given || undefined;
  if (!given) return SAMPLE_KEYRING;
  // Values that were sealed before keys were given stay readable, until the job has sealed them anew.
  return { ...given, keys: [...given.keys, ...SAMPLE_KEYRING.keys] };
}

/**
 * A keyring to be kept outside the database: a new current key in front of the earlier ones.
 * @param earlier - text of the keyring so far; its other keys and its index secret stay
 * @returns JSON text
 */
export function makeKeyringText(algorithm: FieldAlgorithm, today: string, earlier?: string): string {
  const before = earlier === undefined ? undefined : parseKeyring(earlier, 'The earlier keys');
  const id = `${today}-${randomBytes(3).toString('hex')}`;
  const ring = {
    current: id,
    keys: [{ id, algorithm, secret: randomBytes(SECRET_BYTES) }, ...(before?.keys ?? [])],
    indexSecret: before?.indexSecret ?? randomBytes(SECRET_BYTES),
  };
  const inBase64 = (_name: string, value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'Buffer' &&
    'data' in value &&
    Array.isArray(value.data)
      ? Buffer.from(value.data).toString('base64')
      : value;
  return `${JSON.stringify(ring, inBase64, 2)}\n`;
}
