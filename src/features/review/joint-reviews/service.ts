import { and, eq, isNotNull, isNull, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { checkDates } from '../../../law/dates/check.js';
import { REVIEW_TRANSITIONS, type ReviewStatus, reviewStatusOf } from '../../../law/states/review.js';
import { mayMove } from '../../../law/states/transitions.js';
import { insertRows } from '../../../platform/bulk-insert.js';
import { flush, inTransaction, officeHolderOf, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { fieldProblem, Problem, problemOf, valueOrProblem } from '../../../shared/problems.js';
import { placeUnder } from '../../../shared/refusal.js';
import { invariant, requireFound } from '../../../shared/require.js';
import type { CaseRow } from '../../../tables/cases.js';
import {
  departmentOpinions,
  departmentRequests,
  jointReviews,
  reviewMeetings,
  UNANSWERED,
} from '../../../tables/joint-reviews.js';
import type { CaseFile } from '../../dossier/cases/case-file.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { openCase, openKnownCase } from '../../dossier/cases/open-case.js';
import { getCaseRow } from '../../dossier/cases/service.js';
import { attachFiles } from '../../dossier/files/service.js';
import { giveNotices } from '../../dossier/notices/outgoing.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { listContacts, refuseUnknownDepartment } from './contacts.js';
import { readerOf, showReview } from './policy.js';
import { findReview, listReviewRows, type ReviewRow, viewReviews } from './repository.js';
import type { MeetingInput, OpinionInput, RequestView, ReviewInput, ReviewQuery, ReviewView } from './schema.js';

/** Time for an opinion, in working days (section 8.3). */
const OPINION_WORKING_DAYS = 5;

async function view(ctx: UserContext, rows: readonly ReviewRow[]): Promise<ReviewView[]> {
  const reader = readerOf(ctx.actor);
  const courts = [...new Set(rows.map(({ courtCode }) => courtCode))];
  const all = await Promise.all(
    courts.map((court) =>
      viewReviews(
        ctx,
        rows.filter((row) => row.courtCode === court),
      ),
    ),
  );
  const views = new Map(all.flat().map((one) => [one.id, one]));
  return rows.flatMap(({ id }) => {
    const found = views.get(id);
    return found ? [showReview(found, reader, ctx.actor.departmentCode)] : [];
  });
}

/** The review as the caller may see it. */
export async function viewOne(ctx: UserContext, row: ReviewRow): Promise<ReviewView> {
  const [found] = await view(ctx, [row]);
  invariant(found, 'A review vanished');
  return found;
}

async function requireReview(ctx: UserContext, reviewId: string): Promise<ReviewRow> {
  const row = await findReview(ctx, reviewId);
  requireFound(row, 'joint review');
  return row;
}

/** One review, as much of it as is for the caller. Refuses: `not-found`. */
export async function getReview(ctx: UserContext, reviewId: string): Promise<ReviewView> {
  return viewOne(ctx, await requireReview(ctx, reviewId));
}

/** Condition: the review is in this status. */
function inStatus(status: ReviewStatus): SQL | undefined {
  if (status === 'DECIDED') return isNotNull(jointReviews.decidedOn);
  if (status === 'SETTLED_BY_PAYMENT') return isNotNull(jointReviews.settledByPaymentOn);
  return and(isNull(jointReviews.decidedOn), isNull(jointReviews.settledByPaymentOn));
}

/** Reviews within reach, newest first: of a department those in which it is asked. */
export async function listReviews(ctx: UserContext, query: ReviewQuery) {
  const { limit, cursor, status } = query;
  const list = `joint-reviews:${status ?? ''}`;
  const before = cursor === undefined ? undefined : ctx.cursors.read(list, cursor)[0];
  const where = status === undefined ? undefined : inStatus(status);
  const rows = await listReviewRows(ctx, { where, before, limit: limit + 1 });
  return toPage(await view(ctx, rows), limit, (last) => ctx.cursors.sign(list, [last.id]));
}

/** Reviews of a case within reach, newest first. Refuses: `not-found`. */
export async function listReviewsOfCase(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  const list = `joint-reviews:${owner.id}`;
  const before = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const where = and(eq(jointReviews.courtCode, owner.courtCode), eq(jointReviews.caseId, owner.id));
  const rows = await listReviewRows(ctx, { where, before, limit: query.limit + 1 });
  return toPage(await view(ctx, rows), query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}

/** Asks the departments; each hears of it by name of the case and nothing else. */
async function askDepartments(ctx: UserContext, owner: CaseRow, reviewId: string, input: ReviewInput) {
  const codes = input.departments.map(({ departmentCode }) => departmentCode);
  const contacts = await listContacts(ctx, owner.courtCode, codes);
  refuseUnknownDepartment(contacts, input.departments, 'departments');
  const calendar = await ctx.reference.calendar();
  const dueOn = calendar.addWorkingDays(ctx.today, OPINION_WORKING_DAYS);
  const rows = input.departments.map((one, index) => {
    const days = checkDates('departmentRequest', { today: ctx.today, dueOn: one.dueOn });
    if (!days.ok) throw problemOf(placeUnder(days, `/departments/${index}`));
    return {
      ...one,
      dueOn: one.dueOn ?? dueOn,
      courtCode: owner.courtCode,
      id: newId(),
      reviewId,
      createdAt: ctx.clock.now(),
    };
  });
  await insertRows(ctx.db, departmentRequests, rows);
  await giveNotices(
    ctx,
    contacts.map(({ id, departmentCode }) => ({
      courtCode: owner.courtCode,
      caseId: owner.id,
      kind: 'DEPARTMENT_ASKED',
      reader: { userId: id },
      facts: {
        caseNumber: owner.caseNumber,
        dueOn: rows.find((row) => row.departmentCode === departmentCode)?.dueOn ?? dueOn,
      },
    })),
  );
  return rows;
}

/**
 * Opens the joint review of a case for which relief was asked, and asks the departments; each sees what its request
 * names.
 * Refuses: `not-found`, `not-permitted`, `case-state-forbids`, `department-unknown` (nobody answers for it at this
 * court), and what `checkDates` refuses.
 * Law: 法发〔2019〕35号 item 12, JR-01, JR-02; section 8.3.
 */
export function openReview(ctx: UserContext, caseId: string, input: ReviewInput): Promise<ReviewView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    requireMay(tx.actor, 'openReview');
    file.move('JOINT_REVIEW', GROUNDS.relief);
    const row = {
      courtCode: owner.courtCode,
      id: newId(),
      caseId: owner.id,
      openedOn: tx.today,
      openedBy: officeHolderOf(tx.actor),
      decidedOn: null,
      settledByPaymentOn: null,
      createdAt: tx.clock.now(),
    };
    await tx.db.insert(jointReviews).values(row);
    const asked = await askDepartments(tx, owner, row.id, input);
    const requests = asked.map(({ id, departmentCode, shownFields, dueOn }) => ({
      requestId: id,
      departmentCode,
      shownFields,
      dueOn,
    }));
    // Every outside request about a case is on record (JR-01).
    const data = { reviewId: row.id, requests };
    file.record({ type: 'JOINT_REVIEW_OPENED', data, ground: GROUNDS.relief, after: data });
    await flush(tx);
    return viewOne(tx, row);
  });
}

/**
 * Opens the case of a review and reads the review under the lock. A department reaches the review in which it is
 * asked, and not its case.
 * Refuses: `not-found`, `not-permitted`.
 */
export async function openCaseOfReview(
  ctx: UserContext,
  reviewId: string,
): Promise<{ row: ReviewRow; file: CaseFile }> {
  const found = await requireReview(ctx, reviewId);
  const file =
    ctx.actor.departmentCode === null
      ? await openCase(ctx, found.caseId)
      : await openKnownCase(ctx, found.courtCode, found.caseId);
  return { row: await requireReview(ctx, reviewId), file };
}

/** What is added to a review is added before it is decided, and it is decided once. Refuses: `review-decided`. */
export function requireUndecided(row: ReviewRow): void {
  if (mayMove(REVIEW_TRANSITIONS, reviewStatusOf(row), 'DECIDED')) return;
  const detail =
    row.settledByPaymentOn === null
      ? `The court decided on ${row.decidedOn}.`
      : `The debt was found paid on ${row.settledByPaymentOn}.`;
  throw new Problem('review-decided', { detail });
}

/** Files that a department proves its word with; it attaches its own uploads to the case. */
async function attach(ctx: UserContext, owner: CaseRow, ids: readonly string[] | undefined) {
  const files = await attachFiles(ctx, owner, ids, 'COURT');
  return { files, fileIds: files.map(({ fileId }) => fileId) };
}

/**
 * Gives the opinion of the caller's department, once; it advises and decides nothing (JR-01).
 * Refuses: `not-found` (the department was not asked), `not-permitted`, `review-decided`, `opinion-given`,
 * `data-not-asked`, `file-unknown`.
 * Law: JR-01, JR-02.
 */
export function giveOpinion(ctx: UserContext, reviewId: string, input: OpinionInput): Promise<ReviewView> {
  return inTransaction(ctx, async (tx) => {
    const { row, file } = await openCaseOfReview(tx, reviewId);
    requireMay(tx.actor, 'giveOpinion');
    requireUndecided(row);
    const before = await viewOne(tx, row);
    const [request] = before.requests;
    invariant(request, 'A department reads a review in which it is not asked');
    if (request.opinion) throw new Problem('opinion-given', { detail: 'Your department has given its opinion.' });
    refuseUnasked(request, input);
    const { files, fileIds } = await attach(tx, file.row, input.fileIds);
    const { position, data: facts = {}, unanswered = {}, text, handledBy, reviewedBy } = input;
    await tx.db.insert(departmentOpinions).values({
      courtCode: row.courtCode,
      requestId: request.id,
      position,
      data: z.record(z.string(), z.string()).parse(facts),
      unanswered: z.record(z.string(), z.enum(UNANSWERED)).parse(unanswered),
      text,
      handledBy,
      reviewedBy,
      fileIds,
      givenBy: tx.actor.id,
      givenOn: tx.today,
      createdAt: tx.clock.now(),
    });
    // The words themselves are the department's: the chain, which parties read, holds that they were said, and their
    // digest.
    const { departmentCode } = request;
    const data = { reviewId, requestId: request.id, departmentCode, files };
    const after = { position, facts, unanswered, text, handledBy, reviewedBy };
    file.record({ type: 'DEPARTMENT_OPINION_GIVEN', data, ground: GROUNDS.relief, after });
    return viewOne(tx, row);
  });
}

/** What was asked for is answered, or said not to be; nothing else is. */
function refuseUnasked(request: RequestView, { data = {}, unanswered = {} }: OpinionInput): void {
  const places = [
    ...Object.keys(data).map((name) => ['data', name]),
    ...Object.keys(unanswered).map((name) => ['unanswered', name]),
  ];
  const [part, unasked] = places.find(([, name]) => !request.askedData.some((asked) => asked === name)) ?? [];
  if (unasked !== undefined) {
    const detail = 'this was not asked for, and is not needed (PIPL 28)';
    throw new Problem('data-not-asked', { detail, errors: [{ pointer: `/${part}/${unasked}`, detail }] });
  }
  const both = Object.keys(unanswered).find((name) => Object.hasOwn(data, name));
  if (both !== undefined) throw fieldProblem(`/unanswered/${both}`, 'this is answered in data');
}

/** Opinions come from departments that were asked. Refuses: `department-not-asked`. */
function refuseStrangers({ requests }: ReviewView, { opinions }: MeetingInput): void {
  const index = opinions.findIndex((one) => !requests.some((asked) => asked.departmentCode === one.departmentCode));
  if (index < 0) return;
  const detail = `${opinions[index]?.departmentCode} was not asked in this review`;
  throw new Problem('department-not-asked', {
    detail,
    errors: [{ pointer: `/opinions/${index}/departmentCode`, detail }],
  });
}

const ADVICE = '以上意见供人民法院参考';

/** Whatever was said in it, the meeting advises (JR-01). */
const endMinutes = (minutes: string) =>
  new RegExp(`${ADVICE}[。.]?$`).test(minutes) ? minutes : `${minutes}\n${ADVICE}。`;

/**
 * Records the meeting of a review, once.
 * Refuses: `not-found`, `not-permitted`, `review-decided`, `meeting-recorded`, `department-not-asked` (an opinion of
 * one that was not asked), `file-unknown`, and what `checkDates` refuses.
 * Law: section 8.3, JR-01.
 */
export function recordMeeting(ctx: UserContext, reviewId: string, input: MeetingInput): Promise<ReviewView> {
  return inTransaction(ctx, async (tx) => {
    const { row, file } = await openCaseOfReview(tx, reviewId);
    requireMay(tx.actor, 'recordMeeting');
    requireUndecided(row);
    const before = await viewOne(tx, row);
    if (before.meeting) throw new Problem('meeting-recorded', { detail: 'The meeting is on record.' });
    const { openedOn } = row;
    valueOrProblem(checkDates('meeting', { today: tx.today, openedOn, heldOn: input.heldOn }));
    refuseStrangers(before, input);
    const { files, fileIds } = await attach(tx, file.row, input.fileIds);
    const { heldOn, attendees, opinions, dissent = null } = input;
    const minutes = endMinutes(input.minutes);
    await tx.db.insert(reviewMeetings).values({
      courtCode: row.courtCode,
      reviewId,
      heldOn,
      attendees,
      minutes,
      opinions,
      dissent,
      fileIds,
      recordedBy: tx.actor.id,
      createdAt: tx.clock.now(),
    });
    const after = { heldOn, attendees, minutes, opinions, dissent };
    const data = { reviewId, heldOn, files };
    file.record({ type: 'JOINT_REVIEW_MEETING_HELD', data, ground: GROUNDS.relief, after });
    return viewOne(tx, row);
  });
}
