import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from '../../../config.js';
import type { Clock } from '../../../platform/clock.js';

/** Keys of the daily root. The private one signs; the public ones are those whose signatures count. */
export interface AuditKeys {
  readonly signing: { readonly id: string; readonly key: KeyObject } | undefined;
  readonly trusted: ReadonlyMap<string, KeyObject>;
}

type Settings = Pick<Config, 'AUDIT_KEY' | 'AUDIT_KEY_FILE' | 'AUDIT_PUBLIC_KEYS_FILE' | 'SAMPLE_DATA'>;

/** PKCS #8 wrapping of a bare Ed25519 seed. */
const SEED_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SAMPLE_SEED = 'Reprieve: signs the roots of sample data and proves nothing';
const PEM_BLOCK = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g;
const KEY_ID_LENGTH = 16;

/** Names a key by what everybody may know of it. */
function idOf(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, KEY_ID_LENGTH);
}

function requireEd25519(key: KeyObject, where: string): KeyObject {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${where} must hold Ed25519 keys.`);
  return key;
}

function readPrivateKey(settings: Settings, isSample: boolean): KeyObject | undefined {
  const { AUDIT_KEY, AUDIT_KEY_FILE } = settings;
  const pem = AUDIT_KEY_FILE === undefined ? AUDIT_KEY?.replaceAll('\\n', '\n') : readFileSync(AUDIT_KEY_FILE, 'utf8');
  if (pem !== undefined) return requireEd25519(createPrivateKey(pem), 'AUDIT_KEY');
  if (!isSample) return undefined;
  const seed = createHash('sha256').update(SAMPLE_SEED).digest();
  return createPrivateKey({ key: Buffer.concat([SEED_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

/**
 * Reads the keys of the daily root. Without any, sample data and simulated days get a key that everybody knows; a real
 * installation gets none, and its `audit-root` runs fail until it has one.
 * @throws Error when a file cannot be read or holds another kind of key
 */
export function readAuditKeys(settings: Settings, clock: Pick<Clock, 'kind'>): AuditKeys {
  const key = readPrivateKey(settings, clock.kind === 'simulated' || settings.SAMPLE_DATA !== 'none');
  const trusted = new Map<string, KeyObject>();
  if (settings.AUDIT_PUBLIC_KEYS_FILE !== undefined) {
    for (const [pem] of readFileSync(settings.AUDIT_PUBLIC_KEYS_FILE, 'utf8').matchAll(PEM_BLOCK)) {
      const earlier = requireEd25519(createPublicKey(pem), 'AUDIT_PUBLIC_KEYS_FILE');
      trusted.set(idOf(earlier), earlier);
    }
  }
  if (key === undefined) return { signing: undefined, trusted };
  const publicKey = createPublicKey(key);
  const id = idOf(publicKey);
  return { signing: { id, key }, trusted: trusted.set(id, publicKey) };
}

/** Signature over a root's hash, base64url. */
export function signRoot(key: KeyObject, hash: string): string {
  return sign(null, Buffer.from(hash, 'hex'), key).toString('base64url');
}

/** Whether one of the trusted keys has signed. */
export function isSigned(keys: AuditKeys, root: { keyId: string; hash: string; signature: string }): boolean {
  const key = keys.trusted.get(root.keyId);
  if (key === undefined) return false;
  return verify(null, Buffer.from(root.hash, 'hex'), key, Buffer.from(root.signature, 'base64url'));
}
