import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { contentDigestOf } from '../../../plugins/content-digest.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { acceptOneFile, formFileOf } from '../../../plugins/multipart-form.js';
import { sendFile } from '../../../plugins/send-file.js';
import { answerVersioned, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { fileView, uploadBody } from './schema.js';
import { getFile, listFiles, readContent, uploadFile } from './service.js';

/** Largest file (contract section 1). */
const FILE_BYTES_MAX = 20 * 1024 * 1024;

const fileParams = z.object({ fileId: id });
/** A file never changes. */
const ONLY_VERSION = 1;

/** Evidence: files as they were received. */
export function fileRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    const tags = ['documents'];
    acceptOneFile(app, FILE_BYTES_MAX);

    app.post(
      '/v1/files',
      {
        schema: {
          operationId: 'uploadFile',
          summary: 'Send in a file',
          tags,
          consumes: ['multipart/form-data'],
          body: uploadBody,
          response: { 201: fileView },
        },
      },
      (request, reply) => {
        const upload = formFileOf(request.body);
        // What a repeat is compared with: a boundary is new each time, the file is not.
        request.rawWireBody = { name: upload.name, digest: contentDigestOf(upload.bytes) };
        return runCommand(
          request,
          reply as never,
          {
            status: 201,
            schema: fileView,
            location: (made) => `/v1/files/${made.id}`,
            etag: () => etagOf(ONLY_VERSION),
          },
          (ctx) => uploadFile(ctx, upload),
        );
      },
    );

    app.get(
      '/v1/files/:fileId',
      {
        schema: {
          operationId: 'readFile',
          summary: 'What is known of a file',
          tags,
          params: fileParams,
          response: { 200: fileView },
        },
      },
      async (request, reply) => {
        const found = await getFile(request.userContext(), request.params.fileId);
        return answerVersioned(request, reply as never, ONLY_VERSION, found);
      },
    );

    app.get(
      '/v1/files/:fileId/content',
      {
        schema: {
          operationId: 'readFileContent',
          summary: 'A file as it was received',
          tags,
          params: fileParams,
          response: {
            200: {
              description: 'The bytes; for evidence of a case it is written to its chain before they are sent',
              content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
            },
          },
        },
      },
      async (request, reply) => {
        const { bytes, mediaType, name, sha256 } = await readContent(request.userContext(), request.params.fileId);
        const ending = /\.[A-Za-z0-9]+$/.exec(name)?.[0] ?? '';
        return sendFile(reply, {
          bytes,
          mediaType,
          name,
          plainName: `${sha256.slice(0, 16)}${ending}`,
        }) as never;
      },
    );

    app.get(
      '/v1/cases/:caseId/files',
      {
        schema: {
          operationId: 'listFiles',
          summary: 'Evidence in the case',
          tags,
          params: z.object({ caseId: id }),
          querystring: pageQuery,
          response: { 200: pageOf(fileView) },
        },
      },
      (request) => listFiles(request.userContext(), request.params.caseId, request.query),
    );
  };
}
