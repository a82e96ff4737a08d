import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf } from '../../../platform/paging.js';
import { answerVersioned } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { refundTaskQuery, refundTaskView } from './schema.js';
import { getRefundTask, listRefundTasks } from './service.js';

/** Money that was paid beyond what is owed, and has to go back. */
export function refundRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    const tags = ['payments'];
    app.get(
      '/v1/refund-tasks',
      {
        schema: {
          operationId: 'listRefundTasks',
          summary: 'Refund tasks within reach, newest first',
          tags,
          querystring: refundTaskQuery,
          response: { 200: pageOf(refundTaskView) },
        },
      },
      (request) => listRefundTasks(request.userContext(), request.query),
    );

    app.get(
      '/v1/refund-tasks/:taskId',
      {
        schema: {
          operationId: 'readRefundTask',
          summary: 'One refund task',
          tags,
          params: z.object({ taskId: id }),
          response: { 200: refundTaskView },
        },
      },
      async (request, reply) => {
        const found = await getRefundTask(request.userContext(), request.params.taskId);
        return answerVersioned(request, reply as never, found.version, found);
      },
    );
  };
}
