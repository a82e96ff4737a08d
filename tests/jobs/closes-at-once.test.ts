import t from 'tap';
import { closeThrough } from '../../src/features/course/close/close.js';
import { moveSimulatedDate } from '../../src/platform/clock.js';
import { enterPayment } from '../plugins/stage.js';
import { type TestApp } from '../support/app.js';
import { openTransaction, untilBlocked } from '../support/held-transaction.js';
import { createSettledApp } from '../support/settled-app.js';

async function readSteps({ deps: { sql } }: TestApp) {
  return sql`select instalment_no, step, fell_on::text as "fellOn", status
    from escalation_steps order by fell_on, step, id`;
}

t.test('a close that was held up behind a later one undoes nothing of it', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  const { caseId } = settled;
  await test.closeDays('2023-10-30');
  await moveSimulatedDate(test.deps.db, '2023-11-06');
  const ctx = await test.jobContext();

  const fast = openTransaction(t, test);
  await fast.sql`begin`;
  await fast.sql`select from cases where id = ${caseId} for update`;
  const slow = closeThrough(ctx, '2023-10-31');
  await untilBlocked(test);
  await closeThrough({ ...ctx, db: fast.db, inTransaction: true }, '2023-11-05');
  const steps = await (async () => {
    await fast.sql`commit`;
    return readSteps(test);
  })();
  t.ok(steps.some((step) => step['step'] === 'D+4'));
  await slow;
  t.same(await readSteps(test), steps, 'nothing is voided, nothing is recorded twice');
  t.match((await people.clerk.get(`/v1/cases/${caseId}`)).body, { state: 'BREACHED', colour: 'RED' });
});

t.test('an approval that was held up behind a close decides no earlier morning than is on record', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  const { caseId } = settled;
  await test.closeDays('2023-11-03');
  const paymentId = await enterPayment(people.clerk, caseId, { amountFen: 1, receivedOn: '2023-11-03' });

  const closing = openTransaction(t, test);
  await closing.sql`begin`;
  await closing.sql`select from cases where id = ${caseId} for update`;
  const approval = people.finance.post(`/v1/payments/${paymentId}/approval`, {});
  await untilBlocked(test);
  await moveSimulatedDate(test.deps.db, '2023-11-04');
  const ctx = { ...(await test.jobContext()), db: closing.db, inTransaction: true };
  await closeThrough(ctx, '2023-11-03');
  await closing.sql`commit`;
  t.match(await approval, { status: 200, body: { status: 'APPROVED' } });
  const late = (await readSteps(test)).filter((step) => step['fellOn'] > '2023-11-03');
  t.match(late, [{ step: 'D+4', fellOn: '2023-11-04', status: 'DONE' }]);
  t.match((await people.clerk.get(`/v1/cases/${caseId}`)).body, { state: 'BREACHED', colour: 'RED' });
  t.same(
    (await people.enterprise.get('/v1/notices?kind=STEP_VOIDED')).body.items,
    [],
    'nobody is told of a correction',
  );
});
