import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgTable, varchar } from 'drizzle-orm/pg-core';
import { civilDateColumn, idColumn, momentColumn } from './columns.js';
import type { StoredCounts, StoredFailures } from './installation-json.js';

/** Runs of jobs: the record of what was asked for, whether the queue still knows it or not. */
export const jobRuns = pgTable(
  'job_runs',
  {
    id: idColumn().primaryKey(),
    job: varchar('job', { length: 32 }).notNull(),
    asOf: civilDateColumn('as_of').notNull(),
    status: varchar('status', { length: 16 }).notNull(),
    requestedBy: varchar('requested_by', { length: 128 }).notNull(),
    createdAt: momentColumn('created_at').notNull(),
    publishedAt: momentColumn('published_at'),
    startedAt: momentColumn('started_at'),
    finishedAt: momentColumn('finished_at'),
    counts: jsonb('counts').$type<StoredCounts>().notNull().default({}),
    failures: jsonb('failures').$type<StoredFailures>().notNull().default([]),
  },
  (table) => [
    check('job_runs_status_known', sql`${table.status} in ('QUEUED','RUNNING','DONE','FAILED')`),
    index('job_runs_open')
      .on(table.createdAt)
      .where(sql`${table.status} in ('QUEUED','RUNNING')`),
  ],
);
