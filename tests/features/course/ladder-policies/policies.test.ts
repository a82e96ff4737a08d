import t from 'tap';
import { setStage } from '../../../plugins/stage.js';
import { expectStatus } from '../../../support/story.js';
import { addAccount } from '../../people/identity/accounts.js';

const URL = '/v1/escalation-policies';
const EARLIER = {
  steps: [
    { step: 'D-15', offsetDays: -20 },
    { step: 'D-7', offsetDays: -10 },
    { step: 'D+7', offsetDays: 6 },
  ],
  reason: '本院执行局2023年第3次会议纪要',
};
const APPROVE = { decision: 'APPROVE' };

async function setCourt(t: { teardown(work: () => unknown): void }) {
  const stage = await setStage(t);
  const { test, people } = stage;
  const chief = await test.as('chief');
  return {
    ...stage,
    ...people,
    chief,
    president: await test.as('president'),
    security: await test.as('security'),
    /** Enters a policy and has it approved. */
    putInForce: async (body: object) => {
      const { id } = expectStatus(await people.admin.put(URL, body, { 'if-match': '*' }), 200).body;
      return expectStatus(await chief.post(`${URL}/${id}/decision`, APPROVE), 200).body;
    },
    stepsOf: async (instalmentNo: number) => {
      const all = (await people.clerk.get(`/v1/cases/${stage.caseId}/escalation?limit=200`)).body.items;
      return all
        .filter((one: { instalmentNo: number }) => one.instalmentNo === instalmentNo)
        .map((one: { step: string; fellOn: string }) => `${one.step} ${one.fellOn}`);
    },
  };
}

t.test('ES-01: instalments due from two months on follow the new days, earlier ones the old', async (t) => {
  const { test, putInForce, stepsOf, people, planId } = await setCourt(t);
  const policy = await putInForce(EARLIER);
  t.match(policy, { status: 'APPROVED', effectiveOn: '2023-11-28', enteredBy: { name: '系统管理员' } });
  t.match(policy.steps.slice(0, 3), [
    { step: 'D-15', offsetDays: -20 },
    { step: 'D-7', offsetDays: -10 },
    { step: 'D-1', offsetDays: -1 },
  ]);
  const next = async (no: number) =>
    String(
      (
        await test.owner`select next_step_on::text as day from instalment_progress
          where plan_id = ${planId} and no = ${no}`
      )[0]?.['day'],
    );
  t.same([await next(1), await next(2), await next(3)], ['2023-10-16', '2023-11-10', '2023-12-13']);
  await test.closeDays('2023-12-08');
  t.same(await stepsOf(1), [
    'D-15 2023-10-16',
    'D-7 2023-10-24',
    'D-1 2023-10-30',
    'D0 2023-10-31',
    'D+1 2023-11-01',
    'D+3 2023-11-03',
    'D+4 2023-11-04',
    'D+7 2023-11-07',
    'D+10 2023-11-10',
    'D+15 2023-11-15',
    'D+20 2023-11-20',
    'D+30 2023-11-30',
  ]);
  t.same(
    await stepsOf(2),
    [
      'D-15 2023-11-10',
      'D-7 2023-11-20',
      'D-1 2023-11-29',
      'D0 2023-11-30',
      'D+1 2023-12-01',
      'D+3 2023-12-03',
      'D+4 2023-12-04',
      'D+7 2023-12-06',
    ],
    'due on 2023-11-30, after the policy took effect',
  );
  const again = await putInForce({ steps: [], reason: '恢复原期限' });
  t.match(again, { effectiveOn: '2024-02-07' }, 'and back');
  await test.closeDays('2023-12-13');
  t.same(await stepsOf(3), ['D-15 2023-12-13'], 'an instalment keeps the days of its due date');
  const reminders = (await people.enterprise.get('/v1/notices?kind=REMINDER')).body.items;
  t.ok(reminders.length > 0);
});

t.test('CP-01: entered by one against the list that he saw, approved by another, of one court', async (t) => {
  const { test, admin, chief, president, security, clerk, enterprise } = await setCourt(t);
  const empty = expectStatus(await admin.get(URL), 200);
  t.equal(empty.headers['etag'], '"v0"');
  t.match(empty.body, { items: [], nextCursor: null });
  const { steps } = expectStatus(await admin.get('/v1/escalation-ladder'), 200).body;
  t.match(steps[1], {
    step: 'D-7',
    offsetDays: -7,
    movable: true,
    automatic: true,
    recipients: ['ENTERPRISE'],
  });
  t.match(
    steps.filter((one: { movable: boolean }) => !one.movable).map((one: { step: string }) => one.step),
    ['D0', 'D+1', 'D+3', 'D+4'],
  );
  for (const caller of [clerk, chief, security]) {
    t.match(expectStatus(await caller.put(URL, EARLIER, { 'if-match': '*' }), 403).body, { code: 'not-permitted' });
  }
  expectStatus(await enterprise.get(URL), 403);
  expectStatus(await admin.put(URL, EARLIER), 428);
  expectStatus(await admin.put(URL, EARLIER, { 'if-match': '"v7"' }), 412);
  const bad: readonly [string, object, string][] = [
    ['a step of the plan', { ...EARLIER, steps: [{ step: 'D+4', offsetDays: 9 }] }, '/steps/0/step'],
    ['a step twice', { ...EARLIER, steps: [EARLIER.steps[0], EARLIER.steps[0]] }, '/steps'],
    ['half a day', { ...EARLIER, steps: [{ step: 'D-7', offsetDays: -7.5 }] }, '/steps/0/offsetDays'],
    ['out of order', { ...EARLIER, steps: [{ step: 'D+7', offsetDays: 12 }] }, '/steps'],
    ['without the decision behind it', { steps: [] }, '/reason'],
  ];
  for (const [reason, body, pointer] of bad) {
    t.match(
      expectStatus(await admin.put(URL, body, { 'if-match': '"v0"' }), 400).body,
      { errors: [{ pointer }] },
      reason,
    );
  }
  t.same(await test.deps.sql`select 1 from escalation_policies`, []);

  const made = expectStatus(await admin.put(URL, EARLIER, { 'if-match': '"v0"' }), 200);
  t.match(made, { body: { status: 'ENTERED', effectiveOn: null }, headers: { etag: '"v1"' } });
  const url = `${URL}/${made.body.id}`;
  expectStatus(await admin.put(URL, EARLIER, { 'if-match': '"v0"' }), 412);
  t.match(expectStatus(await admin.put(URL, EARLIER, { 'if-match': '"v1"' }), 409).body, { code: 'entry-waits' });
  for (const caller of [admin, security, clerk]) {
    t.match(expectStatus(await caller.post(`${url}/decision`, APPROVE), 403).body, { code: 'not-permitted' });
  }
  const there = await addAccount(test, { username: 'chief-0703', roles: ['BUREAU_CHIEF'], courtCode: '浙0703' });
  expectStatus(await there.post(`${url}/decision`, APPROVE), 404);
  expectStatus(await there.get(url), 404);
  t.match(expectStatus(await chief.post(`${url}/decision`, { decision: 'REJECT' }), 400).body, {
    errors: [{ pointer: '/reason' }],
  });
  expectStatus(await chief.post(`${url}/decision`, { decision: 'REJECT', reason: '过早' }), 200);
  t.match(expectStatus(await president.post(`${url}/decision`, APPROVE), 409).body, { code: 'entry-already-decided' });
  const both = await addAccount(test, { username: 'both', roles: ['ADMIN', 'BUREAU_CHIEF'], courtCode: '浙0702' });
  const own = expectStatus(await both.put(URL, EARLIER, { 'if-match': '"v2"' }), 200).body;
  t.match(expectStatus(await both.post(`${URL}/${own.id}/decision`, APPROVE), 403).body, { code: 'four-eyes' });
  expectStatus(await president.post(`${URL}/${own.id}/decision`, APPROVE), 200);
  const list = expectStatus(await clerk.get(URL), 200);
  t.match(list, { headers: { etag: '"v4"' }, body: { items: [{ id: own.id }, { status: 'REJECTED' }] } });
  const [log] = await test.deps.sql`select purpose from access_log where act = 'decideEscalationPolicy' limit 1`;
  t.equal(log?.['purpose'], EARLIER.reason);
});
