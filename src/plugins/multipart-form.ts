import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { Busboy } from '@fastify/busboy';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fieldProblem, Problem } from '../shared/problems.js';

/** The file of a form, as it was sent. */
export interface FormFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Room for the boundary and the headers of the part around a file. */
const FRAME_BYTES = 16 * 1024;
const FILE_FIELD = 'file';

const malformed = (detail: string) => new Problem('malformed-form', { detail });

/** Reads a form that has one file and nothing else. */
async function readForm(request: FastifyRequest, body: Buffer, fileBytesMax: number): Promise<{ file: FormFile }> {
  const type = request.headers['content-type'] ?? '';
  let form: InstanceType<typeof Busboy>;
  try {
    form = new Busboy({
      headers: { ...request.headers, 'content-type': type },
      limits: { files: 2, fields: 1, parts: 2, fileSize: fileBytesMax + 1, headerPairs: 20 },
    });
  } catch {
    throw malformed('The content type names no boundary.');
  }
  const parts: { field: string; name: string; content: Promise<Buffer | undefined> }[] = [];
  const fields: string[] = [];
  form.on('file', (field, stream, name) => {
    // A part that ends early fails by itself, before anybody waits for it.
    parts.push({ field, name, content: buffer(stream).catch(() => undefined) });
  });
  form.on('field', (field) => fields.push(field));
  // A fault that comes after the end is nobody's; without a listener it would end the process.
  form.on('error', () => undefined);
  const finished = once(form, 'finish');
  form.end(body);
  try {
    await finished;
    const [part, more] = parts;
    const unknown = fields[0] ?? [part, more].find((one) => one !== undefined && one.field !== FILE_FIELD)?.field;
    if (unknown !== undefined) throw fieldProblem(`/${unknown}`, 'unknown field');
    if (part === undefined) throw fieldProblem(`/${FILE_FIELD}`, 'send one file under this name');
    if (more !== undefined) throw fieldProblem(`/${FILE_FIELD}`, 'send one file at a time');
    const bytes = await part.content;
    if (bytes === undefined) throw new Error('the part ends early');
    if (bytes.length > fileBytesMax) throw new Problem('body-too-large');
    return { file: { name: part.name ?? '', bytes } };
  } catch (error) {
    throw error instanceof Problem ? error : malformed('The form ends early, or its parts are not well formed.');
  }
}

/**
 * Lets the routes of this instance, and no others, take `multipart/form-data` with one file.
 * Refuses: `malformed-form`, `body-too-large`, `invalid-body` (no file, more than one, other fields).
 */
export function acceptOneFile(app: Pick<FastifyInstance, 'addContentTypeParser'>, fileBytesMax: number): void {
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: fileBytesMax + FRAME_BYTES },
    (request: FastifyRequest, body: Buffer) => readForm(request, body, fileBytesMax),
  );
}

/** The file of a body that came as a form. Refuses: `invalid-body` for one that came as anything else, such as JSON. */
export function formFileOf({ file }: { readonly file: unknown }): FormFile {
  if (!isFormFile(file)) throw fieldProblem(`/${FILE_FIELD}`, 'send it as a file in multipart/form-data');
  return file;
}

/** Only the parser of forms puts bytes into a body. */
function isFormFile(file: unknown): file is FormFile {
  return typeof file === 'object' && file !== null && 'bytes' in file && file.bytes instanceof Uint8Array;
}
