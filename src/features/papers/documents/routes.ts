import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { sendFile } from '../../../plugins/send-file.js';
import { answerVersioned, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import type { PdfRenderer } from '../statements/pdf-renderer.js';
import { documentBody, documentView } from './schema.js';
import { getDocument, listDocuments, makeDocument, readDocument } from './service.js';

const tags = ['documents'];
const caseParams = z.object({ caseId: id });
const params = z.object({ documentId: id });
/** A document never changes. */
const VERSION = 1;

/** Documents of a case: made of template version and data, kept with the digest of their PDF. */
export function documentRoutes(renderer: PdfRenderer): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/v1/cases/:caseId/documents',
      {
        schema: {
          operationId: 'makeDocument',
          summary: 'Make a document of data as they stand',
          tags,
          params: caseParams,
          body: documentBody,
          response: { 201: documentView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          {
            status: 201,
            schema: documentView,
            etag: () => etagOf(VERSION),
            location: (made) => `/v1/documents/${made.id}`,
          },
          (ctx) => makeDocument(ctx, renderer, request.params.caseId, request.body),
        ),
    );

    app.get(
      '/v1/cases/:caseId/documents',
      {
        schema: {
          operationId: 'listDocuments',
          summary: 'Documents of a case, newest first',
          tags,
          params: caseParams,
          querystring: pageQuery,
          response: { 200: pageOf(documentView) },
        },
      },
      (request) => listDocuments(request.userContext(), request.params.caseId, request.query),
    );

    app.get(
      '/v1/documents/:documentId',
      {
        schema: {
          operationId: 'readDocument',
          summary: 'One document',
          tags,
          params,
          response: { 200: documentView },
        },
      },
      async (request, reply) => {
        const found = await getDocument(request.userContext(), request.params.documentId);
        return answerVersioned(request, reply as never, VERSION, found);
      },
    );

    app.get(
      '/v1/documents/:documentId/content',
      {
        schema: {
          operationId: 'readDocumentContent',
          summary: 'The PDF as it was made',
          tags,
          params,
          response: {
            200: {
              description: 'The bytes; taking them out is written to the chain of the case before they are sent',
              content: { 'application/pdf': { schema: z.string().meta({ format: 'binary' }) } },
            },
          },
        },
      },
      async (request, reply) => {
        const { bytes, title, sm3 } = await readDocument(request.userContext(), request.params.documentId);
        const name = `${title}_${sm3.slice(0, 8)}.pdf`;
        const plainName = `document-${sm3.slice(0, 16)}.pdf`;
        return sendFile(reply, { bytes, mediaType: 'application/pdf', name, plainName }) as never;
      },
    );
  };
}
