import { fileTypeFromBuffer } from 'file-type';
import { namesInCompoundFile } from './compound-file.js';

/**
 * What evidence may be: papers, photos and recordings that courts receive. The ending is the one a file is saved
 * with.
 */
const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/ofd': 'ofd',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/msword': 'doc',
  'application/vnd.ms-excel': 'xls',
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
const COMPOUND_FILE = 'application/x-cfb';
/** The part that makes a compound file a document or a workbook; a workbook before 1997 calls it otherwise. */
const COMPOUND_TYPES: Readonly<Record<string, string>> = {
  WordDocument: 'application/msword',
  Workbook: 'application/vnd.ms-excel',
  Book: 'application/vnd.ms-excel',
};
const SPACE = 0x20;
/** Tab, line feed and carriage return are text; other control characters are not. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d]);

function isText(bytes: Buffer): boolean {
  if (bytes.some((byte) => byte < SPACE && !TEXT_CONTROLS.has(byte))) return false;
  return (decode('utf-8', bytes) ?? '').length > 0 || isChineseText(decode('gb18030', bytes));
}

function decode(charset: 'utf-8' | 'gb18030', bytes: Buffer): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What is not written in a text: controls of other codes, and places without a character. */
const NO_WRITING = /[\u0080-\u009f\p{Co}\p{Cn}]/u;
/** What Chinese texts of banks and offices are written with. */
const CHINESE = /[\p{Script=Han}\p{P}\p{S}\p{N}\uff00-\uffef\u3000-\u303f]/u;

/** Banks send their lines in GB18030, where almost any bytes are something: it has to be mostly Chinese as well. */
function isChineseText(text: string | undefined): boolean {
  if (text === undefined || text === '' || NO_WRITING.test(text)) return false;
  const beyondAscii = Array.from(text).filter((one) => one > '\u007f');
  return beyondAscii.filter((one) => CHINESE.test(one)).length >= beyondAscii.length * 0.9;
}

/** A page or a drawing with script in it would be text as well. */
const looksLikeMarkup = (bytes: Buffer) => /^\s*(<|\ufeff\s*<)/.test(bytes.subarray(0, 1024).toString('utf8'));

/**
 * What a file is by its content, whatever name and type it was sent under.
 * @returns a media type that is accepted; undefined for everything else
 */
export async function sniffMediaType(bytes: Buffer): Promise<string | undefined> {
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  if (found === COMPOUND_FILE) {
    const names = namesInCompoundFile(bytes);
    return Object.entries(COMPOUND_TYPES).find(([name]) => names.has(name))?.[1];
  }
  if (found === ZIP) return bytes.includes(OFD_ENTRY) ? 'application/ofd' : undefined;
  if (found !== undefined) return found in ENDINGS ? found : undefined;
  return isText(bytes) && !looksLikeMarkup(bytes) ? 'text/plain' : undefined;
}

/** The name under which a file is saved: it ends as its content is. */
export function nameWithEnding(name: string, mediaType: string): string {
  const ending = ENDINGS[mediaType] ?? 'bin';
  const same: Readonly<Record<string, readonly string[]>> = {
    jpg: ['jpeg'],
    tiff: ['tif'],
    txt: ['csv', 'log', 'md'],
    doc: ['wps'],
    xls: ['et'],
  };
  const last = name.toLowerCase().split('.').at(-1) ?? '';
  return name.includes('.') && (last === ending || same[ending]?.includes(last)) ? name : `${name}.${ending}`;
}
