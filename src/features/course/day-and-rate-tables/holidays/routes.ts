import type { FastifyPluginAsync } from 'fastify';
import { command } from '../../../../plugins/command.js';
import { list, read } from '../../../../plugins/read.js';
import { fixReleasedDueDates } from '../../releases/due-dates.js';
import { followRelease } from '../../releases/release-work.js';
import { releaseBody } from '../schema.js';
import { calendarYearBody, calendarYearQuery, calendarYearView, type CalendarYearView, yearParams } from './schema.js';
import { decideYear, enterYear, getYear, listYears } from './service.js';

const tags = ['reference'];
const answersYear = { tags, answer: calendarYearView, version: (year: CalendarYearView) => year.version } as const;

/** Statutory breaks and adjusted working days by year: one enters, another releases. */
export const holidayRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersYear,
    act: 'enterHolidays',
    path: '/v1/holidays',
    summary: 'Enter the breaks of a year',
    body: calendarYearBody,
    success: 201,
    location: ({ year }) => `/v1/holidays/${year}`,
    refuses: ['entry-waits'],
    run: (ctx, { body }) => enterYear(ctx, body),
  });
  list(app, {
    act: 'listHolidays',
    path: '/v1/holidays',
    summary: 'Breaks by year, latest first',
    tags,
    query: calendarYearQuery,
    answer: calendarYearView,
    run: (ctx, { query }) => listYears(ctx, query),
  });
  read(app, {
    ...answersYear,
    act: 'readHolidays',
    path: '/v1/holidays/:year',
    summary: 'Breaks of one year, the newest entry',
    of: yearParams,
    run: (ctx, { params }) => getYear(ctx, params.year),
  });
  command(app, {
    ...answersYear,
    act: 'decideHolidays',
    path: '/v1/holidays/:year/release',
    summary: 'Release or reject the entered breaks of a year',
    of: yearParams,
    body: releaseBody,
    refuses: ['entry-already-decided', 'four-eyes'],
    run: (ctx, { params, body }, heed) => decideYear(ctx, params.year, body, heed),
    afterCommit: (ctx, { log }) => followRelease(ctx, log, fixReleasedDueDates),
  });
};
