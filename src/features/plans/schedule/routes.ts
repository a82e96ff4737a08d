import type { FastifyPluginAsync } from 'fastify';
import { writeExactly } from '../../../plugins/exact-json.js';
import { paper } from '../../../plugins/file-operations.js';
import { MEDIA_TYPES, toSentFile } from '../../papers/statements/exports.js';
import type { PdfRenderer } from '../../papers/statements/pdf-renderer.js';
import { exportSchedule } from '../../papers/statements/schedule-export.js';
import { scheduleQuery, scheduleView } from '../drafting/schema.js';
import { getSchedule } from './service.js';

/** The schedule of a plan as it stands on a day, as JSON or as a file. */
export function scheduleRoutes(renderer: PdfRenderer): FastifyPluginAsync {
  return async (app) => {
    paper(app, {
      act: 'readSchedule',
      path: '/v1/plans/:planId/schedule',
      summary: 'The schedule as it stands at the end of a day',
      tags: ['plans'],
      of: 'plan',
      query: scheduleQuery,
      answer: scheduleView,
      writes: writeExactly,
      describe: 'The schedule; a file is written to the chain of the case before it is sent',
      mediaTypes: [MEDIA_TYPES.csv, MEDIA_TYPES.xlsx, MEDIA_TYPES.pdf, MEDIA_TYPES.ics],
      run: (ctx, { params, query }) => getSchedule(ctx, params.planId, query.asOf),
      file: async (ctx, { params, query }) => toSentFile(await exportSchedule(ctx, renderer, { ...params, ...query })),
    });
  };
}
