import { checkDates } from '../../../law/dates/check.js';
import { buildSchedule, checkPlanDates, type Schedule } from '../../../law/schedule/schedule.js';
import { CASE_INSTALMENTS_MAX } from '../../../law/schedule/terms.js';
import { type CaseState, isEnded } from '../../../law/states/case.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { fieldProblem, Problem, problemOf, valueOrProblem } from '../../../shared/problems.js';
import { invariant, requireFound } from '../../../shared/require.js';
import type { CaseRow } from '../../../tables/cases.js';
import { planBody, type PlanInput } from '../../../tables/plan-json.js';
import { daysOfCase } from '../../dossier/cases/days.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { openCase } from '../../dossier/cases/open-case.js';
import { requireStateFor } from '../../dossier/cases/policy.js';
import { listCaseParties } from '../../dossier/cases/repository.js';
import { getCaseRow } from '../../dossier/cases/service.js';
import { attachFiles } from '../../dossier/files/service.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { readClaimOpen, requireExcess, requireWithinClaim } from './agreed-sum.js';
import * as repository from './repository.js';
import type { PlanView } from './schema.js';

/**
 * The schedule of a plan by its terms.
 * Refuses: `invalid-body` (a term that contradicts another), and what `checkDates` and `checkPlanDates` refuse.
 */
export async function schedulePlan(ctx: UserContext, input: PlanInput): Promise<Schedule> {
  if (Number(input.receiptsPercent ?? 0) > 0) {
    throw fieldProblem(
      '/receiptsPercent',
      'nobody records receipts in a case, so that no share of them could fall due',
    );
  }
  const references = { rates: await ctx.reference.rates(), calendar: await ctx.reference.calendar() };
  const schedule = buildSchedule({ ...input, rowsMax: CASE_INSTALMENTS_MAX }, references);
  if (!schedule.ok) {
    throw new Problem('invalid-body', {
      detail: schedule.detail,
      errors: [{ pointer: schedule.pointer ?? '', detail: schedule.detail }],
    });
  }
  const { instalments } = schedule.value;
  const days = checkDates('schedule', { firstDueOn: instalments[0]?.nominalDueDate, signedOn: input.signedOn });
  if (!days.ok) throw problemOf({ ...days, pointer: pointToFirstDueDate(input) });
  valueOrProblem(checkPlanDates(instalments));
  return schedule.value;
}

/** Refuses a plan, or a new version of one, whose signing lies where it cannot. Refuses: what `checkDates` refuses. */
export function requireSigned(ctx: UserContext, owner: CaseRow, { signedOn }: Pick<PlanInput, 'signedOn'>): void {
  const { today, basisEffectiveOn } = daysOfCase(ctx, owner);
  valueOrProblem(checkDates('plan', { today, basisEffectiveOn, signedOn }));
}

/** Where the first due date stands in the terms of a plan. */
export function pointToFirstDueDate(input: Pick<PlanInput, 'lumpSum' | 'dueDates'>): string {
  if (input.lumpSum) return '/lumpSum/dueDate';
  return input.dueDates ? '/dueDates/0' : '/firstDueDate';
}

/** The terms with what is meant where it is not stated: every month, and no interest of later days (PL-10). */
export function completeTerms(input: PlanInput): PlanInput {
  const stated = input.intervalMonths ?? input.intervalWeeks ?? input.dueDates;
  const { acceleration } = input;
  return {
    ...input,
    ...(stated === undefined && { intervalMonths: 1 }),
    acceleration: acceleration.mode === 'NONE' ? acceleration : { futureInterest: 'EXCLUDED', ...acceleration },
  };
}

/** The applicants whom the plan binds: those named, or all of the case. Refuses: `applicant-unknown`. */
async function namedApplicants(ctx: UserContext, owner: CaseRow, input: PlanInput): Promise<string[]> {
  const members = await listCaseParties(ctx, owner.courtCode, [owner.id]);
  const all = members.filter((one) => one.role === 'APPLICANT').map((one) => one.id);
  const named = [...new Set(input.applicantIds ?? all)];
  const stranger = named.findIndex((id) => !all.includes(id));
  if (stranger >= 0) {
    throw new Problem('applicant-unknown', {
      errors: [{ pointer: `/applicantIds/${stranger}`, detail: 'not an applicant of this case' }],
    });
  }
  return named;
}

/**
 * Drafts a plan: the next numbered version of the case, with its schedule to the fen and the day.
 * Refuses: `not-found`, `not-permitted`, `case-closed`, `applicant-unknown`, `file-unknown` (of those that show why
 * the claim is exceeded), and what `requireSigned`, `schedulePlan`, `requireWithinClaim` and
 * `requireExcess` refuse.
 * Law: PL-01 to PL-03, PL-14, ST-05, ST-09.
 */
export function draftPlan(ctx: UserContext, caseId: string, input: PlanInput): Promise<PlanView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    requireMay(tx.actor, 'draftPlan');
    requireStateFor(owner, 'draftPlan');
    requireSigned(tx, owner, input);
    const terms = completeTerms(input);
    const schedule = await schedulePlan(tx, terms);
    const claimOpenFen = await readClaimOpen(tx, owner, input.signedOn);
    requireWithinClaim(input, claimOpenFen);
    requireExcess(input, claimOpenFen);
    const files = await attachFiles(tx, owner, input.exceedsClaim?.fileIds, 'PARTY', '/exceedsClaim/fileIds');
    const row: repository.PlanRow = {
      courtCode: owner.courtCode,
      id: newId(),
      caseId: owner.id,
      no: await repository.nextPlanNo(tx, owner),
      status: 'DRAFT',
      terms: planBody.encode(terms),
      principalFen: schedule.totals.principalFen,
      interestFen: schedule.totals.interestFen,
      graceDays: input.graceDays,
      prepayPolicy: input.prepayPolicy,
      accelerationMode: input.acceleration.mode,
      signedOn: input.signedOn,
      claimOpenFen,
      activatedOn: null,
      acceleratedOn: null,
      amendsPlanId: null,
      effectiveOn: null,
      amendment: null,
      supersededOn: null,
      receivedFen: null,
      draftedBy: tx.actor.id,
      version: 1,
      createdAt: tx.clock.now(),
    };
    await repository.insertPlan(tx, row, schedule.instalments, await namedApplicants(tx, owner, input));
    const data = {
      planId: row.id,
      no: row.no,
      principalFen: Number(row.principalFen),
      instalments: schedule.instalments.length,
      ...(files.length > 0 && { files }),
    };
    file.record({ type: 'PLAN_DRAFTED', data, ground: GROUNDS.settlement, after: row.terms });
    return viewPlan(tx, row);
  });
}

export async function viewPlan(ctx: UserContext, row: repository.PlanRow): Promise<PlanView> {
  const [view] = await repository.viewPlans(ctx, [row]);
  invariant(view, 'A plan vanished');
  return view;
}

/** A plan of a case within reach. Refuses: `not-found`. */
export async function getPlanRow(ctx: UserContext, planId: string): Promise<repository.PlanRow> {
  const row = await repository.findPlan(ctx, planId);
  requireFound(row, 'plan');
  return row;
}

/** Refuses a plan that is not in force. Refuses: `plan-not-active`. */
export function requireInForce({ status }: repository.PlanRow): void {
  if (status !== 'ACTIVE') throw new Problem('plan-not-active', { detail: `The plan is ${status}.` });
}

export async function getPlan(ctx: UserContext, planId: string): Promise<PlanView> {
  return viewPlan(ctx, await getPlanRow(ctx, planId));
}

/** Plans of a case within reach, oldest first. */
export async function listPlans(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  const list = `plans:${owner.id}`;
  const after = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const rows = await repository.listPlanRows(ctx, owner, { after, limit: query.limit + 1 });
  return toPage(await repository.viewPlans(ctx, rows), query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}

/** The plan of a case that was completed last; undefined where none was, as in every case that is not performed. */
export async function findCompletedPlan(
  ctx: UserContext,
  found: { readonly courtCode: string; readonly id: string; readonly state: CaseState },
): Promise<string | undefined> {
  return isEnded(found.state) ? repository.findCompletedPlanId(ctx, found) : undefined;
}
