import type { FastifyPluginAsync } from 'fastify';
import { download, upload } from '../../../plugins/file-operations.js';
import { list, read } from '../../../plugins/read.js';
import { fileView, uploadBody } from './schema.js';
import { getFile, listFiles, readContent, uploadFile } from './service.js';

const tags = ['documents'];
/** A file never changes. */
const answersFile = { tags, answer: fileView, version: () => 1 } as const;

/** Evidence: files as they were received. */
export const fileRoutes: FastifyPluginAsync = async (app) => {
  upload(app, {
    ...answersFile,
    act: 'uploadFile',
    path: '/v1/files',
    summary: 'Send in a file',
    body: uploadBody,
    // Contract section 1.
    bytesMax: 20 * 1024 * 1024,
    success: 201,
    location: (made) => `/v1/files/${made.id}`,
    refuses: ['malformed-form', 'file-type-refused'],
    run: (ctx, sent) => uploadFile(ctx, sent),
  });
  read(app, {
    ...answersFile,
    act: 'readFile',
    path: '/v1/files/:fileId',
    summary: 'What is known of a file',
    of: 'file',
    run: (ctx, { params }) => getFile(ctx, params.fileId),
  });
  download(app, {
    act: 'readFileContent',
    path: '/v1/files/:fileId/content',
    summary: 'A file as it was received',
    tags,
    of: 'file',
    describe: 'The bytes; for evidence of a case it is written to its chain before they are sent',
    mediaTypes: ['application/octet-stream'],
    run: async (ctx, { params }) => {
      const { bytes, mediaType, name, sha256 } = await readContent(ctx, params.fileId);
      const ending = /\.[A-Za-z0-9]+$/.exec(name)?.[0] ?? '';
      return { bytes, mediaType, name, plainName: `${sha256.slice(0, 16)}${ending}` };
    },
  });
  list(app, {
    act: 'listFiles',
    path: '/v1/cases/:caseId/files',
    summary: 'Evidence in the case',
    tags,
    of: 'case',
    answer: fileView,
    run: (ctx, { params, query }) => listFiles(ctx, params.caseId, query),
  });
};
