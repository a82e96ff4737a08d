import t, { type Test } from 'tap';
import { decidePayment } from '../../src/acts/decide-payment.js';
import { closeThrough } from '../../src/features/course/close/close.js';
import { findActor } from '../../src/features/people/identity/repository.js';
import { moveSimulatedDate } from '../../src/platform/clock.js';
import { enterPayment } from '../plugins/stage.js';
import { openTransaction, untilBlocked } from '../support/held-transaction.js';
import { createSettledApp, type SettledApp } from '../support/settled-app.js';
import { P08, pay } from '../support/story.js';

/** Nothing was closed for weeks; on this day the missed days are closed, and somebody approves a payment meanwhile. */
const TODAY = '2023-11-20';
const LAST_DAY = '2023-11-19';

interface Record {
  readonly done: string[];
  readonly voided: string[];
  readonly events: string[];
  readonly told: string[];
  readonly state: string;
  readonly colour: string;
}

/** What stands on record of the case of the main story. */
async function readRecord({ test, people, settled }: SettledApp): Promise<Record> {
  const { sql } = test.deps;
  const steps = await sql<{ step: string; fellOn: string; status: string }[]>`
    select step::text, fell_on::text as "fellOn", status::text from escalation_steps order by fell_on, step`;
  const events = await sql<{ type: string }[]>`select type from case_events order by seq`;
  const notices = await sql<{ told: string }[]>`
    select concat_ws(' ', kind, coalesce(party_id, user_id)::text, facts ->> 'step', facts ->> 'instalmentNo') as told
    from notices where kind in ('OVERDUE','DEMAND','BREACH','STEP_VOIDED','CURED')`;
  const { body } = await people.clerk.get(`/v1/cases/${settled.caseId}`);
  const named = (status: string) =>
    steps.filter((one) => one.status === status).map(({ step, fellOn }) => `${step} ${fellOn}`);
  return {
    done: named('DONE'),
    voided: named('VOIDED'),
    events: events.map(({ type }) => type),
    told: notices.map(({ told }) => told).sort(),
    state: body.state,
    colour: body.colour,
  };
}

/** Closes the missed days up to one, approves what was received on a day, and closes the rest. */
async function play(t: Test, closedBefore: string, receivedOn: string, amountFen: number): Promise<Record> {
  const app = await createSettledApp(t);
  await moveSimulatedDate(app.test.deps.db, TODAY);
  await closeThrough(await app.test.jobContext(), closedBefore);
  await pay(app.people, app.settled.caseId, amountFen, receivedOn);
  const report = await closeThrough(await app.test.jobContext(), LAST_DAY);
  t.same(report.failures, []);
  return readRecord(app);
}

const [[, dueFen] = ['', 0]] = P08;

// The first instalment is due on 2023-10-31, its grace ends on 11-03, the breach falls on 11-04.
const PAYMENTS: readonly (readonly [string, string, number])[] = [
  ['a fen that changes nothing', '2023-11-10', 1],
  ['the whole sum after the breach', '2023-11-10', dueFen],
];

for (const [what, receivedOn, amountFen] of PAYMENTS) {
  t.test(`${what}, approved while missed days are closed, takes back no step that was true`, async (t) => {
    const undisturbed = await play(t, LAST_DAY, receivedOn, amountFen);
    for (const closedBefore of ['2023-10-30', '2023-11-01', '2023-11-05']) {
      const disturbed = await play(t, closedBefore, receivedOn, amountFen);
      t.same(disturbed.done, undisturbed.done, `after ${closedBefore}: the same facts on the same days`);
      t.same(disturbed.voided, [], 'nothing is void');
      t.notOk(disturbed.events.includes('BREACH_UNDONE'), 'no breach is said not to have been');
      t.match(disturbed, { state: undisturbed.state, colour: undisturbed.colour });
      t.equal(new Set(disturbed.told).size, disturbed.told.length, 'nobody is told twice');
    }
  });
}

t.test('a close that waited for an approval goes past the case that it has decided', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  await moveSimulatedDate(test.deps.db, TODAY);
  const ctx = await test.jobContext();
  await closeThrough(ctx, '2023-10-30');
  const paymentId = await enterPayment(people.clerk, settled.caseId, { amountFen: 1, receivedOn: '2023-11-10' });
  const [finance] = await test.deps.sql<{ id: string }[]>`select id from users where username = 'finance'`;
  const actor = await findActor(test.deps.db, finance?.id ?? '');
  if (!actor) throw new Error('There is no account finance');

  const approving = openTransaction(t, test);
  await approving.sql`begin`;
  await decidePayment({ ...ctx, actor, db: approving.db, inTransaction: true }, paymentId, { decision: 'APPROVE' });
  const close = closeThrough(ctx, LAST_DAY);
  await untilBlocked(test);
  await approving.sql`commit`;
  t.same((await close).failures, []);

  const record = await readRecord({ test, people, settled });
  t.same(record.voided, [], 'no true step is taken back');
  t.ok(record.done.includes('D+4 2023-11-04'));
  t.notOk(record.events.includes('BREACH_UNDONE'));
  t.equal(new Set(record.told).size, record.told.length, 'nobody is told twice');
  t.match(record, { state: 'BREACHED', colour: 'RED' });
});
