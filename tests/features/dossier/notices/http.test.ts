import path from 'node:path';
import t from 'tap';
import { closeThrough } from '../../../../src/features/course/close/close.js';
import { composeNotice, sayDate } from '../../../../src/features/dossier/notices/texts.js';
import { NOTICE_KINDS } from '../../../../src/law/course/notice-kinds.js';
import { moveSimulatedDate } from '../../../../src/platform/clock.js';
import { type NoticeFacts, noticeFacts } from '../../../../src/tables/notice-json.js';
import { readStored } from '../../../database/stored.js';
import { refusal, refusalOf } from '../../../plugins/refusals.js';
import { PROJECT_DIRECTORY } from '../../../support/services.js';
import { createSettledApp } from '../../../support/settled-app.js';
import { expectStatus, pay, settleCase } from '../../../support/story.js';
import { addAccount } from '../../people/identity/accounts.js';
import { buildFiling } from '../cases/filings.js';

t.test('notices go to their readers, newest first, and are read once', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  const { caseId, enterpriseId } = settled;
  await test.closeDays('2023-11-04');
  const kinds = async (name: 'enterprise' | 'applicant' | 'clerk' | 'judge') =>
    (await people[name].get('/v1/notices')).body.items.map((notice: { kind: string }) => notice.kind);
  t.same(await kinds('enterprise'), ['BREACH', 'DEMAND', 'OVERDUE', 'REMINDER', 'REMINDER', 'PLAN_ACTIVATED']);
  t.same(
    await kinds('applicant'),
    ['BREACH', 'OVERDUE', 'PLAN_ACTIVATED'],
    'the applicant is not told what only asks the debtor',
  );
  t.same(await kinds('clerk'), ['BREACH', 'DEMAND', 'OVERDUE'], 'the officer in charge is told of what happened');
  t.same(await kinds('judge'), []);

  const { body } = await people.enterprise.get('/v1/notices?kind=DEMAND');
  const [demand] = body.items;
  t.match(demand, {
    kind: 'DEMAND',
    caseId,
    caseNumber: '（2023）浙0702执1234号',
    channel: 'INBOX',
    title: '催告:请于 2023年11月3日(周五) 前付清第 1 期',
    body: /347,205\.14 元/,
    delivery: 'DELIVERED',
    readAt: null,
  });
  t.same(Object.keys(demand).sort(), [
    'body',
    'caseId',
    'caseNumber',
    'channel',
    'createdAt',
    'delivery',
    'id',
    'kind',
    'readAt',
    'title',
  ]);

  const read = expectStatus(await people.enterprise.post(`/v1/notices/${demand.id}/reading`, {}), 200).body;
  t.match(read.readAt, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  const before = await readStored(test.deps.sql);
  const again = expectStatus(await people.enterprise.post(`/v1/notices/${demand.id}/reading`), 200).body;
  t.equal(again.readAt, read.readAt, 'the first reading stands');
  t.same(await readStored(test.deps.sql), before);
  t.equal((await people.enterprise.get('/v1/notices?unread=true')).body.items.length, 5);
  t.equal((await people.enterprise.get('/v1/notices?unread=false')).body.items.length, 6, 'all of them');
  t.match(
    (await people.clerk.get('/v1/notices?kind=DEMAND')).body.items,
    [{ readAt: null }],
    'another reader has a notice of his own',
  );

  const colleague = await addAccount(test, { username: 'colleague', roles: ['ENTERPRISE'], partyId: enterpriseId });
  t.match(
    (await colleague.get(`/v1/notices/${demand.id}`)).body,
    { id: demand.id, readAt: read.readAt },
    'who acts for the same party shares its inbox',
  );
  t.same(refusalOf(await people.enterprise.get(`/v1/notices?cursor=x`)), refusal('invalid-cursor', '/cursor'));
});

t.test('notices of one case are found among those of several', async (t) => {
  const { test, people, settled: one } = await createSettledApp(t);
  const two = await settleCase(people, buildFiling(1));
  await test.closeDays('2023-11-01');
  for (const { caseId } of [one, two]) {
    const { items } = (await people.clerk.get(`/v1/notices?caseId=${caseId}&kind=OVERDUE`)).body;
    t.match(items, [{ caseId }]);
    t.equal(items.length, 1);
  }
  const first = (await people.clerk.get('/v1/notices?limit=1')).body;
  const cursor = encodeURIComponent(first.nextCursor);
  t.same(
    refusalOf(await people.clerk.get(`/v1/notices?kind=OVERDUE&cursor=${cursor}`)),
    refusal('invalid-cursor', '/cursor'),
  );
  t.same(
    refusalOf(await people.enterprise.get(`/v1/notices?cursor=${cursor}`)),
    refusal('invalid-cursor', '/cursor'),
    "another reader's page",
  );
});

t.test('a reminder whose day has passed is kept, marked, and not counted as unread', async (t) => {
  const { test, people } = await createSettledApp(t);
  await moveSimulatedDate(test.deps.db, '2023-11-02');
  await closeThrough(await test.jobContext(), '2023-11-01');
  const { items } = (await people.enterprise.get('/v1/notices')).body;
  t.same(
    items.map((one: { kind: string; delivery: string }) => `${one.kind} ${one.delivery}`),
    ['OVERDUE DELIVERED', 'REMINDER SUPERSEDED', 'REMINDER SUPERSEDED', 'PLAN_ACTIVATED DELIVERED'],
  );
  const unread = (await people.enterprise.get('/v1/notices?unread=true')).body.items;
  t.same(
    unread.map((one: { kind: string }) => one.kind),
    ['OVERDUE', 'PLAN_ACTIVATED'],
  );
});

t.test('money that is booked or taken back is told to both parties', async (t) => {
  const { people, settled } = await createSettledApp(t);
  const { caseId } = settled;
  const paymentId = await pay(people, caseId, 100, '2023-09-28');
  expectStatus(await people.finance.post(`/v1/payments/${paymentId}/reversal`, { reason: '银行退票' }), 200);
  for (const name of ['enterprise', 'applicant'] as const) {
    const { items } = (await people[name].get('/v1/notices?limit=2')).body;
    t.match(
      items,
      [
        { kind: 'PAYMENT_REVERSED', body: /银行退票/ },
        { kind: 'PAYMENT_BOOKED', body: /1\.00 元/ },
      ],
      name,
    );
  }
});

const FACTS: NoticeFacts = {
  caseNumber: '（2023）浙0702执1234号',
  step: 'D+7',
  instalmentNo: 9,
  dueOn: '2024-07-01',
  amountFen: 33932040n,
  outstandingFen: 33932040n,
  curesFen: 67864080n,
  wentTo: '第 9 期 339,320.40 元',
  remainsFen: 33827123n,
  graceEndsOn: '2024-07-04',
  receivedOn: '2024-07-06',
  paymentFen: 33932040n,
  declaredOn: '2024-07-06',
  wholeFen: 101796120n,
  reason: '银行退票',
};

t.test('the texts of the notices', (t) => {
  t.snapshotFile = path.join(PROJECT_DIRECTORY, 'tests/features/dossier/notices/texts.snap');
  for (const kind of NOTICE_KINDS) {
    const { title, body } = composeNotice(kind, FACTS);
    t.matchSnapshot(`${title}\n${body}`, kind);
    t.ok(title.length <= 200 && body.length <= 2000, `${kind} fits its column`);
    t.notMatch(`${title}${body}`, /undefined|null|NaN|\$\{/, kind);
  }
  t.end();
});

t.test('dates and figures are said as people say them', (t) => {
  t.equal(sayDate('2024-07-01'), '2024年7月1日(周一)');
  t.equal(sayDate('2023-12-31'), '2023年12月31日(周日)');
  t.same(noticeFacts.encode({ caseNumber: 'x', amountFen: 1n, dueOn: '2024-07-01' }), {
    caseNumber: 'x',
    amountFen: 1,
    dueOn: '2024-07-01',
  });
  t.end();
});
