import { sql } from 'drizzle-orm';
import { paymentsOfVersion } from '../../../law/amendment/versions.js';
import type { Acceleration } from '../../../law/schedule/acceleration.js';
import { applyPlanPayments, toPlanPayment } from '../../../law/schedule/payments.js';
import { personsOf, type UserContext } from '../../../platform/context.js';
import { addDays, type CivilDate } from '../../../shared/civil-date.js';
import { requireAccepted, requireFound } from '../../../shared/require.js';
import { listCountedPayments } from '../../money/payments/counting.js';
import { readAcceleration } from '../acceleration/terms.js';
import { listInstalments } from '../amendments/balance.js';
import { listVersions } from '../amendments/versions.js';
import type { ScheduleView } from '../drafting/schema.js';
import { getPlanRow } from '../drafting/service.js';
import { type PaidInstalment, viewSchedule } from './view.js';

/** One row per instalment, with the plan's own columns beside it: a schedule is read in one prepared statement. */
interface ScheduleRow extends Record<string, unknown> {
  readonly courtCode: string;
  readonly caseId: string;
  readonly version: number;
  readonly graceDays: number;
  readonly prepayPolicy: 'NEXT_FIRST' | 'LAST_FIRST';
  readonly accelerationMode: 'NONE' | 'ON_NOTICE' | 'AUTOMATIC';
  readonly signedOn: CivilDate;
  readonly acceleratedOn: CivilDate | null;
  readonly amendsPlanId: string | null;
  readonly supersededOn: CivilDate | null;
  readonly no: number;
  readonly nominalDueOn: CivilDate;
  readonly dueOn: CivilDate;
  readonly days: number | null;
  readonly principalFen: string;
  readonly interestFen: string;
  readonly outstandingAfterFen: string;
  readonly paidFen: string | null;
  readonly droppedInterestFen: string | null;
  readonly paidInFullOn: CivilDate | null;
}

/** An array of texts of our own (codes, ids) as PostgreSQL writes it. */
const arrayOf = (texts: readonly string[]) => `{${texts.join(',')}}`;

/**
 * Reads a schedule within the actor's reach (`withinReach`, by hand in one statement); the condition on the court lets
 * the primary key find the plan.
 */
async function readRows({ db, actor }: UserContext, planId: string): Promise<readonly ScheduleRow[]> {
  const columns = sql`
    p.court_code as "courtCode", p.case_id as "caseId", p.version, p.grace_days as "graceDays",
    p.prepay_policy as "prepayPolicy", p.acceleration_mode as "accelerationMode", p.signed_on::text as "signedOn",
    p.accelerated_on::text as "acceleratedOn", p.amends_plan_id as "amendsPlanId",
    p.superseded_on::text as "supersededOn", i.no, i.nominal_due_on::text as "nominalDueOn",
    coalesce(g.due_on, i.due_on)::text as "dueOn",
    i.days, i.principal_fen as "principalFen", i.interest_fen as "interestFen",
    i.outstanding_after_fen as "outstandingAfterFen", g.paid_fen as "paidFen",
    g.dropped_interest_fen as "droppedInterestFen",
    g.paid_in_full_on::text as "paidInFullOn"`;
  const joins = sql`
    plans p
    join plan_instalments i on i.court_code = p.court_code and i.plan_id = p.id
    left join instalment_progress g on g.court_code = i.court_code and g.plan_id = i.plan_id and g.no = i.no`;
  if (actor.courts.length > 0) {
    return db.execute<ScheduleRow>(sql`
      select ${columns} from ${joins}
      where p.court_code = any(${arrayOf(actor.courts)}::varchar[]) and p.id = ${planId}
        and not exists (select from recusals r
          where r.court_code = p.court_code and r.case_id = p.case_id 
            and r.user_id = any(${arrayOf(personsOf(actor))}::uuid[]) and r.lifted_at is null)
      order by i.no`);
  }
  const parties = arrayOf(actor.partyIds);
  return db.execute<ScheduleRow>(sql`
    select ${columns} from ${joins}
    where p.id = ${planId}
      and p.court_code in (select court_code from case_parties where party_id = any(${parties}::uuid[]))
      and exists (select from case_parties m
        where m.court_code = p.court_code and m.case_id = p.case_id and m.party_id = any(${parties}::uuid[]))
    order by i.no`);
}

function toInstalment(row: ScheduleRow): PaidInstalment {
  return {
    no: row.no,
    nominalDueDate: row.nominalDueOn,
    dueDate: row.dueOn,
    days: row.days,
    principalFen: BigInt(row.principalFen),
    interestFen: BigInt(row.interestFen),
    outstandingAfterFen: BigInt(row.outstandingAfterFen),
    paidFen: BigInt(row.paidFen ?? 0),
    droppedInterestFen: BigInt(row.droppedInterestFen ?? 0),
    paidInFullOn: row.paidInFullOn,
  };
}

/**
 * The payments that the version has to show for: those from its signing on, or its share of a settlement with
 * versions.
 */
async function listPaymentsOfVersion(ctx: UserContext, planId: string, first: ScheduleRow) {
  const payments = await listCountedPayments(ctx, first.courtCode, [first.caseId]);
  if (first.amendsPlanId === null && first.supersededOn === null) {
    return payments.filter((payment) => payment.receivedOn >= first.signedOn);
  }
  return paymentsOfVersion(payments, await listVersions(ctx, first, planId));
}

/** How the whole sum of the plan falls due; of hardly any schedule is more to be read for it. */
async function accelerationOfPlan(ctx: UserContext, planId: string, first: ScheduleRow): Promise<Acceleration> {
  if (first.accelerationMode === 'NONE') return { mode: 'NONE' };
  const plan = await getPlanRow(ctx, planId);
  return readAcceleration(ctx, plan, await listInstalments(ctx, plan));
}

/** What was paid up to an earlier day, from the payments themselves. */
async function rewind(
  ctx: UserContext,
  planId: string,
  first: ScheduleRow,
  instalments: readonly PaidInstalment[],
  asOf: CivilDate,
) {
  const payments = await listPaymentsOfVersion(ctx, planId, first);
  const outcome = applyPlanPayments({
    instalments: instalments.map(({ no, dueDate, principalFen, interestFen }) => ({
      no,
      dueDate,
      amountFen: principalFen + interestFen,
    })),
    graceDays: first.graceDays,
    prepayPolicy: first.prepayPolicy,
    acceleration: await accelerationOfPlan(ctx, planId, first),
    payments: payments.map(toPlanPayment),
    asOf,
  });
  requireAccepted(outcome, 'A stored plan breaks a rule');
  const states = new Map(outcome.value.instalments.map((state) => [state.no, state]));
  return {
    acceleratedOn: outcome.value.acceleration?.fellDueOn ?? null,
    instalments: instalments.map((one) => ({
      ...one,
      paidFen: states.get(one.no)?.paidFen ?? 0n,
      droppedInterestFen: states.get(one.no)?.droppedFen ?? 0n,
      paidInFullOn: states.get(one.no)?.paidInFullDate ?? null,
    })),
  };
}

/**
 * The schedule of a plan as it stood at the end of a day.
 * @param asOf - default today; payments with a value date up to it count when they are approved by now
 * Refuses: `not-found`.
 * Law: PL-03; contract section 1 (`asOf`).
 */
export async function getSchedule(
  ctx: UserContext,
  planId: string,
  asOf: CivilDate = ctx.today,
): Promise<ScheduleView> {
  const rows = await readRows(ctx, planId);
  const [first] = rows;
  requireFound(first, 'plan');
  const instalments = rows.map(toInstalment);
  const known = { acceleratedOn: first.acceleratedOn, instalments };
  const state =
    asOf < ctx.today && first.paidFen !== null ? await rewind(ctx, planId, first, instalments, asOf) : known;
  const { version, supersededOn } = first;
  if (supersededOn === null || asOf < supersededOn) return viewSchedule({ planId, version, asOf, ...state });
  // A superseded version stands still on its last day: what was open went over to the next one.
  return { ...viewSchedule({ planId, version, asOf: addDays(supersededOn, -1), ...state }), asOf };
}
