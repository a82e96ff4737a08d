import type { FastifyPluginAsync } from 'fastify';
import { list, read } from '../../../plugins/read.js';
import { refundTaskQuery, refundTaskView } from './schema.js';
import { getRefundTask, listRefundTasks } from './service.js';

const tags = ['payments'];

/** Money that was paid beyond what is owed, and has to go back. */
export const refundRoutes: FastifyPluginAsync = async (app) => {
  list(app, {
    act: 'listRefundTasks',
    path: '/v1/refund-tasks',
    summary: 'Refund tasks within reach, newest first',
    tags,
    query: refundTaskQuery,
    answer: refundTaskView,
    run: (ctx, { query }) => listRefundTasks(ctx, query),
  });
  read(app, {
    act: 'readRefundTask',
    path: '/v1/refund-tasks/:taskId',
    summary: 'One refund task',
    tags,
    of: 'refundTask',
    answer: refundTaskView,
    version: (found) => found.version,
    run: (ctx, { params }) => getRefundTask(ctx, params.taskId),
  });
};
