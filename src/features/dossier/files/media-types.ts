import { fileTypeFromBuffer } from 'file-type';

/**
 * What evidence may be: papers, photos and recordings that courts receive. The ending is the one a file is saved
 * with.
 */
const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/ofd': 'ofd',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/heic': 'heic',
  'image/tiff': 'tiff',
  'image/webp': 'webp',
  'audio/mpeg': 'mp3',
  'audio/x-m4a': 'm4a',
  'audio/wav': 'wav',
  'audio/amr': 'amr',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'text/plain': 'txt',
};

/** Names for people who ask what they may send. */
export const ACCEPTED_ENDINGS = Object.values(ENDINGS).join(', ');

const ZIP = 'application/zip';
/** The entry that makes a ZIP archive an OFD document (GB/T 33190). */
const OFD_ENTRY = Buffer.from('OFD.xml');
const SPACE = 0x20;
/** Tab, line feed and carriage return are text; other control characters are not. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d]);

function isText(bytes: Buffer): boolean {
  if (bytes.some((byte) => byte < SPACE && !TEXT_CONTROLS.has(byte))) return false;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).length > 0;
  } catch {
    return false;
  }
}

/** A page or a drawing with script in it would be text as well. */
const looksLikeMarkup = (bytes: Buffer) => /^\s*(<|\ufeff\s*<)/.test(bytes.subarray(0, 1024).toString('utf8'));

/**
 * What a file is by its content, whatever name and type it was sent under.
 * @returns a media type that is accepted; undefined for everything else
 */
export async function sniffMediaType(bytes: Buffer): Promise<string | undefined> {
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  if (found === ZIP) return bytes.includes(OFD_ENTRY) ? 'application/ofd' : undefined;
  if (found !== undefined) return found in ENDINGS ? found : undefined;
  return isText(bytes) && !looksLikeMarkup(bytes) ? 'text/plain' : undefined;
}

/** The name under which a file is saved: it ends as its content is. */
export function nameWithEnding(name: string, mediaType: string): string {
  const ending = ENDINGS[mediaType] ?? 'bin';
  const same: Readonly<Record<string, readonly string[]>> = { jpg: ['jpeg'], tiff: ['tif'], txt: ['csv', 'log', 'md'] };
  const last = name.toLowerCase().split('.').at(-1) ?? '';
  return name.includes('.') && (last === ending || same[ending]?.includes(last)) ? name : `${name}.${ending}`;
}
