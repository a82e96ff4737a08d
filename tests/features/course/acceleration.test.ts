import t from 'tap';
import { createTestApp } from '../../support/app.js';
import { expectStatus, FILING, pay, PLAN, settleCase, signInAll } from '../../support/story.js';

t.test('AUTOMATIC: after a breach everything speaks of the whole sum (PL-10)', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const { caseId, planId } = await settleCase(people, FILING, { ...PLAN, acceleration: { mode: 'AUTOMATIC' } });
  await test.closeDays('2023-11-05');
  const caseOf = async () => expectStatus(await people.clerk.get(`/v1/cases/${caseId}`), 200).body;
  const schedule = async () => expectStatus(await people.clerk.get(`/v1/plans/${planId}/schedule`), 200).body;
  t.match(await caseOf(), { state: 'BREACHED', colour: 'RED' });
  const { totals } = await schedule();
  t.equal(totals.overdueFen, totals.outstandingFen, 'the whole sum is overdue');

  const told = await test.deps
    .sql`select distinct facts -> 'wholeFen' as "wholeFen", body from notices where kind = 'BREACH'`;
  t.match(told, [{ wholeFen: totals.outstandingFen, body: /剩余各期款项已全部到期/ }]);

  const [first] = (await schedule()).instalments;
  await pay(people, caseId, first.paymentFen, '2023-11-05');
  await test.closeDays('2023-12-10');
  t.match(await caseOf(), { state: 'BREACHED', colour: 'RED' }, 'one instalment does not cure');
  const reminded = await test.deps
    .sql`select 1 from escalation_steps where instalment_no > 1 and fell_on > '2023-11-04'`;
  t.equal(reminded.length, 0, 'nobody is told that a later instalment could still be paid in time');

  const { totals: open } = await schedule();
  t.equal(open.overdueFen, open.outstandingFen);
  await pay(people, caseId, open.outstandingFen, '2023-12-10');
  t.match(await caseOf(), { state: 'PERFORMING', colour: 'RED' }, 'the colour falls after seven clean mornings');
  t.match((await schedule()).totals, { outstandingFen: 0, overdueFen: 0 });
  await test.closeDays('2023-12-17');
  t.match(await caseOf(), { colour: 'GREEN' });
});
