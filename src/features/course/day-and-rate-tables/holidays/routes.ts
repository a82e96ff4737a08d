import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { pageOf } from '../../../../platform/paging.js';
import { runCommand } from '../../../../plugins/idempotency.js';
import { answerVersioned, checkIfMatch, etagOf } from '../../../../plugins/versions.js';
import { followRelease } from '../../releases/release-work.js';
import { releaseBody } from '../schema.js';
import { fixReleasedDueDates } from '../../releases/due-dates.js';
import { calendarYearBody, calendarYearQuery, calendarYearView, type CalendarYearView, yearParams } from './schema.js';
import { decideYear, enterYear, getYear, listYears } from './service.js';

const tags = ['reference'];
const changed = {
  status: 200,
  schema: calendarYearView,
  etag: (year: CalendarYearView) => etagOf(year.version),
} as const;

/** Statutory breaks and adjusted working days by year: one enters, another releases. */
export function holidayRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/v1/holidays',
      {
        schema: {
          operationId: 'enterHolidays',
          summary: 'Enter the breaks of a year',
          tags,
          body: calendarYearBody,
          response: { 201: calendarYearView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { ...changed, status: 201, location: ({ year }) => `/v1/holidays/${year}` },
          (ctx) => enterYear(ctx, request.body),
        ),
    );

    app.get(
      '/v1/holidays',
      {
        schema: {
          operationId: 'listHolidays',
          summary: 'Breaks by year, latest first',
          tags,
          querystring: calendarYearQuery,
          response: { 200: pageOf(calendarYearView) },
        },
      },
      (request) => listYears(request.userContext(), request.query),
    );

    app.get(
      '/v1/holidays/:year',
      {
        schema: {
          operationId: 'readHolidays',
          summary: 'Breaks of one year, the newest entry',
          tags,
          params: yearParams,
          response: { 200: calendarYearView },
        },
      },
      async (request, reply) => {
        const found = await getYear(request.userContext(), request.params.year);
        return answerVersioned(request, reply as never, found.version, found);
      },
    );

    app.post(
      '/v1/holidays/:year/release',
      {
        schema: {
          operationId: 'decideHolidays',
          summary: 'Release or reject the entered breaks of a year',
          tags,
          params: yearParams,
          body: releaseBody,
          response: { 200: calendarYearView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { ...changed, afterCommit: () => followRelease(request, fixReleasedDueDates) },
          (ctx) =>
            decideYear(ctx, request.params.year, request.body, (version) => checkIfMatch(request, version, false)),
        ),
    );
  };
}
