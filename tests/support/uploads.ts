import type { Caller, TestAnswer } from './app.js';

const BOUNDARY = 'boundary-of-a-test';

/** A part of a form: a file where it has a name. */
export interface Part {
  readonly field?: string;
  readonly name?: string;
  readonly type?: string;
  readonly bytes: Buffer | string;
}

/** A multipart body of these parts. */
export function toForm(parts: readonly Part[]): Buffer {
  const pieces = parts.flatMap(({ field = 'file', name, type, bytes }) => [
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${field}"`,
    name === undefined ? '' : `; filename="${name}"`,
    type === undefined ? '' : `\r\ncontent-type: ${type}`,
    '\r\n\r\n',
    bytes,
    '\r\n',
  ]);
  return Buffer.concat([...pieces, `--${BOUNDARY}--\r\n`].map((piece) => Buffer.from(piece)));
}

export const FORM = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };

/** The smallest PDF that says of itself what it is; the text makes it another file. */
export const pdfOf = (text: string) => Buffer.from(`%PDF-1.4\n% ${text}\n%%EOF\n`);

/** Uploads one file. */
export function upload(
  caller: Pick<Caller, 'post'>,
  part: Part = { name: '笔录.pdf', type: 'application/pdf', bytes: pdfOf('笔录') },
  headers: Record<string, string> = {},
): Promise<TestAnswer> {
  return caller.post('/v1/files', toForm([part]), { ...FORM, ...headers });
}
