import type { FastifyPluginAsync } from 'fastify';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { noticeQuery, noticeView, type NoticeView } from './schema.js';
import { getNotice, listNotices, markNoticeRead } from './service.js';

const tags = ['documents'];
/** A notice changes once: when it is read. */
const versionOf = (notice: NoticeView) => (notice.readAt === null ? 1 : 2);
const ofNotice = { tags, of: 'notice', answer: noticeView, version: versionOf } as const;

/** Notices of the caller and of the parties the caller acts for. */
export const noticeRoutes: FastifyPluginAsync = async (app) => {
  list(app, {
    act: 'listNotices',
    path: '/v1/notices',
    summary: 'My notices, newest first',
    tags,
    query: noticeQuery,
    answer: noticeView,
    run: (ctx, { query }) => listNotices(ctx, query),
  });
  read(app, {
    ...ofNotice,
    act: 'readNotice',
    path: '/v1/notices/:noticeId',
    summary: 'One notice',
    run: (ctx, { params }) => getNotice(ctx, params.noticeId),
  });
  command(app, {
    ...ofNotice,
    act: 'markNoticeRead',
    path: '/v1/notices/:noticeId/reading',
    summary: 'Note that the notice was read',
    run: (ctx, { params }) => markNoticeRead(ctx, params.noticeId),
  });
};
