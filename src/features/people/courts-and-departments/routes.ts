import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { decisionBody, versionOfEntry } from '../four-eyes/schema.js';
import { decideDirectoryChange, enterDirectoryChange, getDirectoryChange, listDirectoryChanges } from './changes.js';
import {
  courtCode,
  courtView,
  departmentCode,
  departmentView,
  directoryChangeBody,
  directoryChangeQuery,
  directoryChangeView,
} from './schema.js';
import { getCourt, getDepartment, listCourts, listDepartments } from './service.js';

const tags = ['accounts'];
const answersChange = { tags, answer: directoryChangeView, version: versionOfEntry } as const;
const IMPOSSIBLE = ['code-taken', 'directory-unlisted', 'court-not-listed'] as const;

/** The lists of courts, and of departments that they ask. */
export const directoryRoutes: FastifyPluginAsync = async (app) => {
  list(app, {
    act: 'listCourts',
    path: '/v1/courts',
    summary: 'Courts by code, closed ones too',
    tags,
    answer: courtView,
    run: (ctx, { query }) => listCourts(ctx, query),
  });
  read(app, {
    act: 'readCourt',
    path: '/v1/courts/:courtCode',
    summary: 'One court',
    tags,
    of: z.object({ courtCode }),
    answer: courtView,
    run: (ctx, { params }) => getCourt(ctx, params.courtCode),
  });
  list(app, {
    act: 'listDepartments',
    path: '/v1/departments',
    summary: 'Departments of the own court by code, closed ones too',
    tags,
    answer: departmentView,
    run: (ctx, { query }) => listDepartments(ctx, query),
  });
  read(app, {
    act: 'readDepartment',
    path: '/v1/departments/:departmentCode',
    summary: 'One department of the own court',
    tags,
    of: z.object({ departmentCode }),
    answer: departmentView,
    run: (ctx, { params }) => getDepartment(ctx, params.departmentCode),
  });
};

/** Changes of courts and departments: one asks, another decides. */
export const directoryChangeRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersChange,
    act: 'enterDirectoryChange',
    path: '/v1/directory-changes',
    summary: 'Ask to add, rename or close a court or a department',
    body: directoryChangeBody,
    success: 201,
    location: (made) => `/v1/directory-changes/${made.id}`,
    refuses: ['entry-waits', ...IMPOSSIBLE],
    run: (ctx, { body }) => enterDirectoryChange(ctx, body),
  });
  list(app, {
    act: 'listDirectoryChanges',
    path: '/v1/directory-changes',
    summary: 'Changes of courts and departments that the court asked for, newest first',
    tags,
    query: directoryChangeQuery,
    answer: directoryChangeView,
    run: (ctx, { query }) => listDirectoryChanges(ctx, query),
  });
  read(app, {
    ...answersChange,
    act: 'readDirectoryChange',
    path: '/v1/directory-changes/:changeId',
    summary: 'One change',
    of: 'directoryChange',
    run: (ctx, { params }) => getDirectoryChange(ctx, params.changeId),
  });
  command(app, {
    ...answersChange,
    act: 'decideDirectoryChange',
    path: '/v1/directory-changes/:changeId/decision',
    summary: 'Approve or reject a change of courts or departments',
    of: 'directoryChange',
    body: decisionBody,
    refuses: ['entry-already-decided', 'four-eyes', ...IMPOSSIBLE],
    run: (ctx, { params, body }) => decideDirectoryChange(ctx, params.changeId, body),
  });
};
