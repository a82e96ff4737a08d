import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { noticeQuery, noticeView, type NoticeView } from './schema.js';
import { getNotice, listNotices, markNoticeRead } from './service.js';

/** A notice changes once: when it is read. */
const versionOf = (notice: NoticeView) => (notice.readAt === null ? 1 : 2);

/** Notices of the caller and of the parties the caller acts for. */
export function noticeRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    const tags = ['documents'];
    const params = z.object({ noticeId: id });
    app.get(
      '/v1/notices',
      {
        schema: {
          operationId: 'listNotices',
          summary: 'My notices, newest first',
          tags,
          querystring: noticeQuery,
          response: { 200: pageOf(noticeView) },
        },
      },
      (request) => listNotices(request.userContext(), request.query),
    );

    app.get(
      '/v1/notices/:noticeId',
      { schema: { operationId: 'readNotice', summary: 'One notice', tags, params, response: { 200: noticeView } } },
      async (request, reply) => {
        const found = await getNotice(request.userContext(), request.params.noticeId);
        return answerVersioned(request, reply as never, versionOf(found), found);
      },
    );

    app.post(
      '/v1/notices/:noticeId/reading',
      {
        schema: {
          operationId: 'markNoticeRead',
          summary: 'Note that the notice was read',
          tags,
          params,
          body: z.strictObject({}),
          response: { 200: noticeView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { status: 200, schema: noticeView, etag: (notice) => etagOf(versionOf(notice)) },
          (ctx) => markNoticeRead(ctx, request.params.noticeId),
        ),
    );
  };
}
