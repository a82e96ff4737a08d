import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { Problem } from '../shared/problems.js';
import type { FieldAlgorithm, FieldKeyring } from './field-keys.js';

/**
 * Seals single fields that only few may read: identity numbers, phones, account numbers. A sealed text is
 * `f1.<key id>.<base64url>` and opens only at the place that it was sealed for, so that a text copied to another row is
 * refused. Law: CP-05, CP-09, ID-08.
 */
export interface FieldCipher {
  /**
   * @param place - table, column and key of the row, as `parties.identity_number:<id>`
   * @throws Problem `field-keys-missing`
   */
  seal(place: string, text: string): string;
  /** @throws Problem `field-keys-missing`; Error when the text was changed, moved or sealed with a key that is gone */
  open(place: string, sealed: string): string;
  /** What texts sealed with the current key begin with; undefined without keys. */
  readonly currentPrefix: string | undefined;
  /**
   * Digest by which a value is found again and compared without being read: the same value, the same digest, and nobody
   * without the secret can try values out.
   * @param kind - keeps equal texts of different fields apart
   * @returns 64 hexadecimal digits; undefined without keys
   */
  digest(kind: string, text: string): string | undefined;
}

/** A key at work: what sealing returns holds everything that opening needs besides key and place. */
interface Sealer {
  seal(place: Buffer, plain: Buffer): Buffer;
  /** @throws Error when the bytes or the place are not those that were sealed */
  open(place: Buffer, sealed: Buffer): Buffer;
}

const VERSION = 'f1';
const GCM_NONCE_BYTES = 12;
const GCM_TAG_BYTES = 16;

function aes256Gcm(key: Buffer): Sealer {
  return {
    seal(place, plain) {
      const nonce = randomBytes(GCM_NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(place);
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, body, cipher.getAuthTag()]);
    },
    open(place, sealed) {
      const nonce = sealed.subarray(0, GCM_NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: GCM_TAG_BYTES }).setAAD(place);
      decipher.setAuthTag(sealed.subarray(-GCM_TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(GCM_NONCE_BYTES, -GCM_TAG_BYTES)), decipher.final()]);
    },
  };
}

const SM4_KEY_BYTES = 16;
const SM4_IV_BYTES = 16;
const SM3_BYTES = 32;

/** SM4 in counter mode, then HMAC-SM3 over place and text: the OpenSSL of Node 20 has no SM4-GCM. */
function sm4CtrHmacSm3(key: Buffer): Sealer {
  const derived = Buffer.from(hkdfSync('sm3', key, '', 'reprieve field', SM4_KEY_BYTES + SM3_BYTES));
  const [encryption, mac] = [derived.subarray(0, SM4_KEY_BYTES), derived.subarray(SM4_KEY_BYTES)];
  function tagOf(place: Buffer, body: Buffer): Buffer {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(place.length);
    return createHmac('sm3', mac).update(length).update(place).update(body).digest();
  }
  return {
    seal(place, plain) {
      const iv = randomBytes(SM4_IV_BYTES);
      const cipher = createCipheriv('sm4-ctr', encryption, iv);
      const body = Buffer.concat([iv, cipher.update(plain), cipher.final()]);
      return Buffer.concat([body, tagOf(place, body)]);
    },
    open(place, sealed) {
      const body = sealed.subarray(0, -SM3_BYTES);
      const tag = sealed.subarray(-SM3_BYTES);
      const expected = tagOf(place, body);
      if (tag.length !== expected.length || !timingSafeEqual(tag, expected)) throw new Error('The tag does not fit');
      const decipher = createDecipheriv('sm4-ctr', encryption, body.subarray(0, SM4_IV_BYTES));
      return Buffer.concat([decipher.update(body.subarray(SM4_IV_BYTES)), decipher.final()]);
    },
  };
}

const SUITES: Readonly<Record<FieldAlgorithm, (key: Buffer) => Sealer>> = {
  'AES-256-GCM': aes256Gcm,
  SM4: sm4CtrHmacSm3,
};

const missing = () =>
  new Problem('field-keys-missing', {
    detail: 'This server has no keys for sensitive fields; its operator makes them with `create-field-keys`.',
  });

/** The cipher of an installation. Without keys it refuses to seal and to open, and everything else goes on. */
export function createFieldCipher(ring: FieldKeyring | undefined): FieldCipher {
  if (ring === undefined) {
    const refuse = () => {
      throw missing();
    };
    return { seal: refuse, open: refuse, currentPrefix: undefined, digest: () => undefined };
  }
  const sealers = new Map(ring.keys.map(({ id, algorithm, secret }) => [id, SUITES[algorithm](secret)]));
  const current = sealers.get(ring.current);
  if (current === undefined) throw new Error('The current key is not among the keys');
  const currentPrefix = `${VERSION}.${ring.current}.`;
  return {
    currentPrefix,
    seal: (place, text) => currentPrefix + current.seal(Buffer.from(place), Buffer.from(text)).toString('base64url'),
    open(place, sealed) {
      const [version, id = '', body = ''] = sealed.split('.');
      const sealer = version === VERSION ? sealers.get(id) : undefined;
      if (sealer === undefined) throw new Error(`${place} is sealed with a key that this server does not have`);
      try {
        return sealer.open(Buffer.from(place), Buffer.from(body, 'base64url')).toString('utf8');
      } catch {
        throw new Error(`${place} does not open: it was changed, or moved from another place`);
      }
    },
    digest: (kind, text) => createHmac('sm3', ring.indexSecret).update(`${kind}\n${text}`).digest('hex'),
  };
}
