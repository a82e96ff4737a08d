import type { FastifyPluginAsync } from 'fastify';
import { command } from '../../../plugins/command.js';
import { download } from '../../../plugins/file-operations.js';
import { list, read } from '../../../plugins/read.js';
import type { PdfRenderer } from '../statements/pdf-renderer.js';
import { documentBody, documentView } from './schema.js';
import { draftDocument, getDocument, listDocuments, makeDocument, readDocument } from './service.js';

const tags = ['documents'];
/** A document never changes. */
const answersDocument = { tags, answer: documentView, version: () => 1 } as const;

/** Documents of a case: made of template version and data, kept with the digest of their PDF. */
export function documentRoutes(renderer: PdfRenderer): FastifyPluginAsync {
  return async (app) => {
    command(app, {
      ...answersDocument,
      act: 'makeDocument',
      path: '/v1/cases/:caseId/documents',
      summary: 'Make a document of data as they stand',
      of: 'case',
      body: documentBody,
      success: 201,
      location: (made) => `/v1/documents/${made.id}`,
      refuses: ['document-not-due'],
      prepare: (ctx, { params, body }) => draftDocument(ctx, renderer, params.caseId, body),
      run: (ctx, { params, body }, _heed, draft) => makeDocument(ctx, params.caseId, body, draft),
    });
    list(app, {
      act: 'listDocuments',
      path: '/v1/cases/:caseId/documents',
      summary: 'Documents of a case, newest first',
      tags,
      of: 'case',
      answer: documentView,
      run: (ctx, { params, query }) => listDocuments(ctx, params.caseId, query),
    });
    read(app, {
      ...answersDocument,
      act: 'readDocument',
      path: '/v1/documents/:documentId',
      summary: 'One document',
      of: 'document',
      run: (ctx, { params }) => getDocument(ctx, params.documentId),
    });
    download(app, {
      act: 'readDocumentContent',
      path: '/v1/documents/:documentId/content',
      summary: 'The PDF as it was made',
      tags,
      of: 'document',
      describe: 'The bytes; taking them out is written to the chain of the case before they are sent',
      mediaTypes: ['application/pdf'],
      run: async (ctx, { params }) => {
        const { bytes, title, sm3 } = await readDocument(ctx, params.documentId);
        const name = `${title}_${sm3.slice(0, 8)}.pdf`;
        return { bytes, mediaType: 'application/pdf', name, plainName: `document-${sm3.slice(0, 16)}.pdf` };
      },
    });
  };
}
