import { AssertionError } from 'node:assert/strict';
import { decideCourse } from '../../../law/course/course.js';
import { isEnded } from '../../../law/states/case.js';
import { inTransaction, type Context } from '../../../platform/context.js';
import { databaseFault } from '../../../platform/database.js';
import { addDays, type CivilDate } from '../../../shared/civil-date.js';
import { messageOf } from '../../../shared/text.js';
import type { CaseFile } from '../../dossier/cases/case-file.js';
import { openCases } from '../../dossier/cases/open-case.js';
import { leaveCases } from '../../plans/progress/progress.js';
import { outcomeOf } from '../bring-up-to-date/outcome.js';
import { loadCourses } from '../bring-up-to-date/repository.js';
import { storeOutcomes } from '../bring-up-to-date/store.js';
import { fixReleasedDueDates } from '../releases/due-dates.js';
import { reallocateByReleasedRates } from '../releases/reallocation.js';
import {
  clearFailures,
  listDueCases,
  listWatermarks,
  raiseWatermark,
  readWatermark,
  recordFailure,
} from './repository.js';

/** Cases in one transaction. */
const BATCH = 500;

export interface CloseFailure {
  readonly courtCode: string;
  readonly caseId: string;
  readonly day: CivilDate;
  readonly error: string;
}

export interface CloseCounts {
  courts: number;
  days: number;
  cases: number;
  steps: number;
  notices: number;
}

export interface CloseReport {
  readonly counts: CloseCounts;
  readonly failures: CloseFailure[];
}

/** What one batch has done. */
interface ClosedBatch {
  readonly cases: number;
  readonly steps: number;
  readonly notices: number;
  /** Cases for which a later morning is decided already: nothing of an earlier one falls on them. */
  readonly ahead: readonly string[];
}

/**
 * Decides and stores the morning of a day for some cases of one court, in one transaction.
 * @returns undefined when another close has gone past this morning meanwhile. It raises the watermark before it goes
 * on, and the cases are locked here, so nothing of a later morning can be on record for them otherwise.
 */
function closeBatch(
  ctx: Context,
  courtCode: string,
  caseIds: readonly string[],
  day: CivilDate,
): Promise<ClosedBatch | undefined> {
  return inTransaction(ctx, async (tx) => {
    const files = await openCases(tx, courtCode, caseIds);
    const isAhead = ({ row }: CaseFile) => row.morningOn !== null && row.morningOn > day;
    // On an ended case nothing falls any more, whatever its plan says; it is taken off the watch below.
    const living = files.filter((file) => !isAhead(file) && !isEnded(file.row.state));
    const courses = await loadCourses(tx, courtCode, living);
    if ((await readWatermark(tx, courtCode)) >= day) return undefined;
    const now = tx.clock.now();
    const outcomes = courses.map((course) => outcomeOf(course, decideCourse(course.facts, day), day, tx.today, now));
    await storeOutcomes(tx, courtCode, outcomes);
    const watched = new Set(courses.map(({ file }) => file));
    const left = files.filter((file) => !watched.has(file) && !isAhead(file));
    await leaveCases(
      tx,
      courtCode,
      left.map(({ row }) => row.id),
    );
    for (const file of left) file.decideMorning(day, { colour: file.row.colour, colourReviewOn: null });
    await clearFailures(tx, courtCode, caseIds);
    return {
      cases: outcomes.length,
      steps: sumOf(outcomes, ({ stepRows }) => stepRows.length),
      notices: sumOf(outcomes, ({ notices }) => notices.length),
      ahead: files.filter(isAhead).map(({ row }) => row.id),
    };
  });
}

const sumOf = <T>(all: readonly T[], count: (one: T) => number) => all.reduce((sum, one) => sum + count(one), 0);

function addCounts(report: CloseReport, batch: ClosedBatch): void {
  report.counts.cases += batch.cases;
  report.counts.steps += batch.steps;
  report.counts.notices += batch.notices;
}

/**
 * Whether an error lies in the data of the case. When the database is away or busy, the whole run has to come again.
 */
function isFaultOfCase(error: unknown): boolean {
  const state = databaseFault(error)?.code;
  if (state !== undefined) return !/^(08|40|53|55|57|58)/.test(state);
  // A broken invariant is of the case, though its error has a code like those of the system.
  if (error instanceof AssertionError) return true;
  return error instanceof Error && !('errno' in error) && !('code' in error);
}

/** Closes cases one by one after their batch failed, so that one bad case does not hold up the others. */
async function closeOneByOne(
  ctx: Context,
  courtCode: string,
  caseIds: readonly string[],
  day: CivilDate,
  report: CloseReport,
): Promise<void> {
  for (const caseId of caseIds) {
    try {
      const batch = await closeBatch(ctx, courtCode, [caseId], day);
      if (batch) addCounts(report, batch);
    } catch (error) {
      if (!isFaultOfCase(error)) throw error;
      const message = messageOf(error);
      report.failures.push({ courtCode, caseId, day: addDays(day, -1), error: message });
      await recordFailure(ctx, { courtCode, caseId, lastClosedOn: addDays(day, -2), error: message });
    }
  }
}

async function openMorning(ctx: Context, courtCode: string, day: CivilDate, report: CloseReport): Promise<void> {
  const passedBy: string[] = [];
  for (;;) {
    const failed = report.failures.filter((one) => one.courtCode === courtCode).map((one) => one.caseId);
    const due = await listDueCases(ctx, courtCode, day, [...failed, ...passedBy], BATCH);
    if (due.length === 0) return;
    try {
      const batch = await closeBatch(ctx, courtCode, due, day);
      if (!batch) return;
      addCounts(report, batch);
      passedBy.push(...batch.ahead);
    } catch (error) {
      if (!isFaultOfCase(error)) throw error;
      await closeOneByOne(ctx, courtCode, due, day, report);
    }
  }
}

/** Draws what is left of the consequences of released tables: due dates first, since the ladder counts from them. */
async function followReleases(ctx: Context, day: CivilDate): Promise<CloseFailure[]> {
  const works = [await fixReleasedDueDates(ctx), await reallocateByReleasedRates(ctx)];
  return works
    .flatMap((work) => work.faults)
    .map(({ courtCode, caseId, error }) => {
      if (!isFaultOfCase(error)) throw error;
      return { courtCode, caseId, day, error: messageOf(error) };
    });
}

/**
 * Closes every court up to a day: for each day not yet closed, in order, the steps and the colours of the morning after
 * it, with all payments received through the day. Closing a day again changes nothing.
 * @param asOf - the last day to close; the caller has checked that it is over
 * @returns counts, and the cases that could not be closed; they stay at the day before and are tried again next time
 * Law: section 10.1, ES-01; contract section 4.
 */
export async function closeThrough(ctx: Context, asOf: CivilDate): Promise<CloseReport> {
  const report: CloseReport = { counts: { courts: 0, days: 0, cases: 0, steps: 0, notices: 0 }, failures: [] };
  const unfollowed = await followReleases(ctx, asOf);
  for (const { courtCode, lastClosedOn } of await listWatermarks(ctx)) {
    report.counts.courts += 1;
    // The newest morning is gone through again: a run that died half way left cases behind.
    let day = lastClosedOn < asOf ? addDays(lastClosedOn, 1) : asOf;
    for (; day <= asOf; day = addDays(day, 1)) {
      await openMorning(ctx, courtCode, addDays(day, 1), report);
      await raiseWatermark(ctx, courtCode, day);
      report.counts.days += 1;
    }
  }
  report.failures.push(...unfollowed);
  return report;
}

/** A court that has not been closed up to a day; undefined when all have. */
export async function findCourtBehind(ctx: Context, asOf: CivilDate): Promise<string | undefined> {
  return (await listWatermarks(ctx)).find(({ lastClosedOn }) => lastClosedOn < asOf)?.courtCode;
}
