import t from 'tap';
import { createTestApp, type TestApp } from '../../../../support/app.js';
import { expectStatus, FILING, PLAN, pay, settleCase, signInAll } from '../../../../support/story.js';

const YEAR_2027 = {
  year: 2027,
  notice: '国办发明电〔2026〕0号',
  offDays: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-04-30', '2027-05-01', '2027-05-02', '2027-05-03'],
  makeupWorkdays: ['2027-01-31', '2027-05-08'],
};
/** Month ends from December 2026 on: only the first lies in a year with a table. */
const LONG_PLAN = { ...PLAN, n: 6, firstDueDate: '2026-12-31', interestFrom: '2026-11-01', signedOn: '2026-11-02' };

async function enterAndRelease(test: TestApp, year: object = YEAR_2027) {
  const [admin, chief] = await Promise.all([test.as('admin'), test.as('chief')]);
  const entered = expectStatus(await admin.post('/v1/holidays', year), 201).body;
  return expectStatus(await chief.post(`/v1/holidays/${entered.year}/release`, {}), 200);
}

async function dueDates(test: TestApp, planId: string): Promise<string[]> {
  const { body } = expectStatus(await (await test.as('clerk')).get(`/v1/plans/${planId}/schedule`), 200);
  return body.instalments.map((one: { dueDate: string }) => one.dueDate);
}

async function eventsOf(test: TestApp, caseId: string, type: string) {
  const { body } = await (await test.as('clerk')).get(`/v1/cases/${caseId}/timeline?limit=200`);
  return body.items.filter((event: { type: string }) => event.type === type);
}

t.test('a year is entered by one person and released by another', async (t) => {
  const test = await createTestApp(t, { clockStart: '2026-11-02' });
  const [admin, chief, security, clerk, enterprise] = await Promise.all(
    ['admin', 'chief', 'security', 'clerk', 'enterprise'].map((name) => test.as(name)),
  );
  const release = '/v1/holidays/2027/release';
  t.match(await chief?.post(release, {}), { status: 404, body: { code: 'not-found' } }, 'nothing to release yet');
  const entered = expectStatus((await admin?.post('/v1/holidays', YEAR_2027))!, 201);
  t.match(entered.headers, { location: '/v1/holidays/2027', etag: '"v1"' });
  t.match(entered.body, { year: 2027, status: 'ENTERED', enteredBy: { name: '系统管理员' }, decidedBy: null });
  t.equal((await enterprise?.get('/v1/holidays/2027'))?.status, 404, 'what waits is not shown to parties');
  t.match(await admin?.get('/v1/holidays/2027'), { status: 200, body: { status: 'ENTERED' } });
  t.match(await admin?.post('/v1/holidays', YEAR_2027), { status: 409, body: { code: 'entry-waits' } });

  t.match(await admin?.post(release, {}), { status: 403, body: { code: 'four-eyes' } });
  t.match(await clerk?.post(release, {}), { status: 403, body: { code: 'not-permitted' } });
  t.match(await chief?.post(release, { decision: 'REJECT' }), {
    status: 400,
    body: { errors: [{ pointer: '/reason' }] },
  });
  t.match(await chief?.post(release, {}, { 'if-match': '"v7"' }), { status: 412, body: { code: 'stale-version' } });
  t.match(await security?.post(release, {}, { 'if-match': '"v1"' }), {
    status: 200,
    body: { status: 'RELEASED', decidedBy: { name: '安全管理员' } },
    headers: { etag: '"v2"' },
  });
  t.match(await chief?.post(release, {}), { status: 409, body: { code: 'entry-already-decided' } });
  t.match(await enterprise?.get('/v1/holidays/2027'), { status: 200, body: { status: 'RELEASED' } });

  const page = expectStatus((await enterprise?.get('/v1/holidays?limit=2'))!, 200).body;
  t.same(
    page.items.map((one: { year: number }) => one.year),
    [2027, 2026],
    'latest first',
  );
  const next = await enterprise?.get(`/v1/holidays?limit=3&cursor=${page.nextCursor}`);
  t.same(
    next?.body.items.map((one: { year: number }) => one.year),
    [2025, 2024, 2023],
  );
});

t.test('what is wrong with a table is said field by field', async (t) => {
  const test = await createTestApp(t, { clockStart: '2026-11-02' });
  const [admin, clerk] = await Promise.all([test.as('admin'), test.as('clerk')]);
  t.equal((await test.stranger.get('/v1/holidays')).status, 401);
  t.equal((await test.stranger.post('/v1/holidays', YEAR_2027)).status, 401);
  t.match(await clerk.post('/v1/holidays', YEAR_2027), { status: 403, body: { code: 'not-permitted' } });
  const wrong: [string, object, string][] = [
    ['a day of another year', { offDays: ['2028-01-01'] }, '/offDays/0'],
    ['a day twice', { offDays: ['2027-01-01', '2027-01-01'] }, '/offDays/1'],
    ['a day that is no day', { offDays: ['2027-02-30'] }, '/offDays/0'],
    ['a weekday worked in exchange', { makeupWorkdays: ['2027-01-29'] }, '/makeupWorkdays/0'],
    ['a day off and worked', { makeupWorkdays: ['2027-05-01'] }, '/makeupWorkdays/0'],
    ['no day off at all', { offDays: [] }, '/offDays'],
    ['no notice', { notice: ' ' }, '/notice'],
    ['an unknown field', { colour: 'red' }, '/colour'],
  ];
  for (const [reason, change, pointer] of wrong) {
    const answer = await admin.post('/v1/holidays', { ...YEAR_2027, ...change });
    t.match(answer, { status: 400, body: { code: 'invalid-body', errors: [{ pointer }] } }, reason);
  }
  t.equal((await admin.get('/v1/holidays/soon')).status, 400);
  t.equal((await admin.get('/v1/holidays/2050')).status, 404);
  const december = { ...YEAR_2027, offDays: [...YEAR_2027.offDays, '2026-12-30'], makeupWorkdays: ['2026-12-26'] };
  t.equal((await admin.post('/v1/holidays', december)).status, 201, 'a break may begin in December');
});

t.test('the release of a year fixes due dates of plans in force that lie ahead', async (t) => {
  const test = await createTestApp(t, { clockStart: '2026-11-02' });
  const people = await signInAll(test);
  const { caseId, planId } = await settleCase(people, FILING, LONG_PLAN);
  const provisional = ['2026-12-31', '2027-02-01', '2027-03-01', '2027-03-31', '2027-04-30', '2027-05-31'];
  t.same(await dueDates(test, planId), provisional, 'weekends only');
  const before = (await people.clerk.get(`/v1/plans/${planId}`)).body;
  await enterAndRelease(test);
  const fixed = ['2026-12-31', '2027-01-31', '2027-03-01', '2027-03-31', '2027-05-04', '2027-05-31'];
  t.same(await dueDates(test, planId), fixed, 'at once, in this process');
  t.same((await people.clerk.get(`/v1/plans/${planId}`)).body, before, 'the plan itself is as it was agreed');
  t.equal((await people.clerk.get(`/v1/cases/${caseId}/plans`)).body.items.length, 1, 'and has no new version');
  const [event, ...more] = await eventsOf(test, caseId, 'DUE_DATES_FIXED');
  t.same(more, []);
  t.match(event, {
    actor: { kind: 'SYSTEM', name: 'holidays' },
    data: {
      planId,
      instalments: [
        { no: 2, from: '2027-02-01', to: '2027-01-31' },
        { no: 5, from: '2027-04-30', to: '2027-05-04' },
      ],
    },
  });

  await test.closeDays('2027-01-02');
  await pay(people, caseId, before.instalments[0].paymentFen, '2027-01-02');
  await test.closeDays('2027-02-05');
  const steps = (await people.clerk.get(`/v1/cases/${caseId}/escalation?limit=200`)).body.items
    .filter((step: { instalmentNo: number; status: string }) => step.instalmentNo === 2 && step.status === 'DONE')
    .map((step: { step: string; fellOn: string }) => `${step.step}@${step.fellOn}`);
  const ladder = [
    'D-15@2027-01-16',
    'D-7@2027-01-24',
    'D-1@2027-01-30',
    'D0@2027-01-31',
    'D+1@2027-02-01',
    'D+3@2027-02-03',
  ];
  t.same(steps, [...ladder, 'D+4@2027-02-04'], 'the ladder counts from the fixed date');
  const { body: schedule } = await people.enterprise.get(`/v1/plans/${planId}/schedule?asOf=2027-02-01`);
  t.match(
    schedule.instalments[1],
    { dueDate: '2027-01-31', status: 'OVERDUE' },
    'so does the schedule of an earlier day',
  );
});

t.test('steps that fell before a late release stay and do not fall again', async (t) => {
  const test = await createTestApp(t, { clockStart: '2026-11-02' });
  const people = await signInAll(test);
  const { caseId, planId } = await settleCase(people, FILING, { ...LONG_PLAN, n: 5 });
  for (const [index, on] of ['2026-12-31', '2027-02-01', '2027-03-01', '2027-03-31'].entries()) {
    await test.closeDays(on);
    const { body } = await people.clerk.get(`/v1/plans/${planId}`);
    await pay(people, caseId, body.instalments[index].paymentFen, on);
  }
  await test.closeDays('2027-04-24');
  await enterAndRelease(test);
  t.equal((await dueDates(test, planId))[4], '2027-05-04');
  await test.closeDays('2027-05-09');
  const steps = (await people.clerk.get(`/v1/cases/${caseId}/escalation?limit=200`)).body.items
    .filter((step: { instalmentNo: number }) => step.instalmentNo === 5)
    .map((step: { step: string; fellOn: string; status: string }) => `${step.step}@${step.fellOn}:${step.status}`);
  t.same(steps, [
    'D-15@2027-04-15:DONE',
    'D-7@2027-04-23:DONE',
    'D-1@2027-05-03:DONE',
    'D0@2027-05-04:DONE',
    'D+1@2027-05-05:DONE',
    'D+3@2027-05-07:DONE',
    'D+4@2027-05-08:DONE',
  ]);
  t.equal((await dueDates(test, planId))[1], '2027-02-01', 'a date that has passed is not touched');
});

t.test('a corrected table moves coming due dates once more', async (t) => {
  const test = await createTestApp(t, { clockStart: '2026-11-02' });
  const people = await signInAll(test);
  const { caseId, planId } = await settleCase(people, FILING, LONG_PLAN);
  await enterAndRelease(test);
  const longer = { ...YEAR_2027, offDays: [...YEAR_2027.offDays, '2027-05-04', '2027-05-05'] };
  const released = await enterAndRelease(test, longer);
  t.equal(released.headers['etag'], '"v4"');
  t.equal((await dueDates(test, planId))[4], '2027-05-06');
  const [latest] = await eventsOf(test, caseId, 'DUE_DATES_FIXED');
  t.match(latest.data.instalments, [{ no: 5, from: '2027-05-04', to: '2027-05-06' }]);
  const { body } = await people.admin.get('/v1/holidays?limit=3');
  t.same(
    body.items.map((one: { year: number; status: string }) => `${one.year} ${one.status}`),
    ['2027 RELEASED', '2027 SUPERSEDED', '2026 RELEASED'],
    'the earlier table stays on record',
  );
});

t.test('a plan drafted before the release is in force with the dates of the table', async (t) => {
  const test = await createTestApp(t, { clockStart: '2026-11-02' });
  const people = await signInAll(test);
  const filed = expectStatus(await people.clerk.post('/v1/cases', FILING), 201).body;
  const drafted = expectStatus(await people.clerk.post(`/v1/cases/${filed.id}/plans`, LONG_PLAN), 201).body;
  t.equal(drafted.instalments[4].provisional, true);
  await enterAndRelease(test);
  const [applicant] = filed.applicants;
  const word = { method: 'SIGNED_RECORD', evidence: '笔录' };
  const consent = { ...word, applicantId: applicant.id, scope: 'SETTLEMENT', givenOn: '2026-11-02' };
  expectStatus(await people.clerk.post(`/v1/cases/${filed.id}/consents`, consent), 201);
  const parties = [
    ['ENTERPRISE', filed.enterprise.id],
    ['APPLICANT', applicant.id],
  ];
  for (const [party, partyId] of parties) {
    const body = { ...word, party, partyId, confirmedOn: '2026-11-02' };
    expectStatus(await people.clerk.post(`/v1/plans/${drafted.id}/confirmations`, body), 200);
  }
  expectStatus(await people.judge.post(`/v1/plans/${drafted.id}/activation`, {}), 200);
  t.equal((await dueDates(test, drafted.id))[4], '2027-05-04');
});

t.test('what a release left over is done by the next daily close', async (t) => {
  const test = await createTestApp(t, { clockStart: '2026-11-02' });
  const people = await signInAll(test);
  const { planId } = await settleCase(people, FILING, LONG_PLAN);
  await test.deps.sql`
    insert into calendar_years (id, year, notice, off_days, makeup_workdays)
    values (gen_random_uuid(), 2027, ${YEAR_2027.notice}, ${YEAR_2027.offDays}::date[],
      ${YEAR_2027.makeupWorkdays}::date[])`;
  await test.closeDays('2026-11-03');
  t.equal((await dueDates(test, planId))[4], '2027-05-04');
});

t.test('the database itself keeps one pair of eyes from releasing', async (t) => {
  const test = await createTestApp(t, { clockStart: '2026-11-02' });
  const admin = await test.as('admin');
  expectStatus(await admin.post('/v1/holidays', YEAR_2027), 201);
  const alone = test.deps.sql`update calendar_years set status = 'RELEASED', decided_by = entered_by where year = 2027`;
  await t.rejects(alone, /calendar_years_four_eyes/);
});
