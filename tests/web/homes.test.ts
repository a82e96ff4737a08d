import t from 'tap';
import { SAMPLE_ACCOUNTS } from '../../drizzle/sample/accounts.js';
import { createTestApp } from '../support/app.js';
import { OPINION, openReview } from '../support/reviews.js';
import { createSettledApp } from '../support/settled-app.js';
import { expectStatus, FILING, signInAll } from '../support/story.js';
import { createVisitor } from '../support/visitor.js';

t.test('everybody lands on a page of his own after sign-in', async (t) => {
  const { app } = await createTestApp(t);
  for (const { username } of SAMPLE_ACCOUNTS) {
    const visitor = createVisitor(app);
    const { headers } = await visitor.signIn(username);
    const home = await visitor.get(String(headers['location']));
    t.equal(home.status, 200, `${username} at ${String(headers['location'])}`);
    t.match(await visitor.get('/'), { status: 303, headers: { location: headers['location'] } });
  }
});

t.test('a department sees what it is asked, by when, and what it has answered', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const { id } = expectStatus(await people.clerk.post('/v1/cases', FILING), 201).body;
  const reviewId = await openReview(people, id);
  const tax = createVisitor(test.app);
  t.match(await tax.signIn('dept-tax'), { headers: { location: '/department' } });
  const page = await tax.get('/department');
  for (const shown of [
    '待答复 1',
    FILING.caseNumber,
    FILING.enterprise.name,
    '近24个月纳税与欠税情况',
    '2023年10月10日',
    reviewId,
  ]) {
    t.ok(page.html.includes(shown), shown);
  }
  t.notMatch(page.html, /在手订单与产能/, 'not what others are asked');
  t.match((await tax.get('/department', { 'accept-language': 'en' })).html, /Waiting for your answer 1/);

  const industry = await test.as('dept-industry');
  expectStatus(await industry.post(`/v1/joint-reviews/${reviewId}/opinions`, OPINION), 200);
  const other = createVisitor(test.app);
  await other.signIn('dept-industry');
  t.match((await other.get('/department')).html, /待答复 0[^]*已答复，尚未决定 1[^]*在手订单、产能利用率/);
  const housing = createVisitor(test.app);
  await housing.signIn('dept-housing');
  t.match((await housing.get('/department')).html, /目前没有待贵单位答复的征询/);

  t.equal((await housing.get('/monitor')).status, 403);
  t.equal((await housing.get('/console')).status, 403);

  await test.app.close();
  const read = await test.owner`select actor_name from access_log where act = 'page /department' order by read_at`;
  t.same(new Set(read.map((row) => row['actor_name'])), new Set(['税务局联络员', '经信局联络员', '住建局联络员']));
});

t.test('a monitor sees the cases that it reaches, and no colour', async (t) => {
  const { test, settled } = await createSettledApp(t);
  const monitor = createVisitor(test.app);
  t.match(await monitor.signIn('monitor'), { headers: { location: '/monitor' } });
  t.match((await monitor.get('/monitor')).html, /目前没有由贵单位监管的案件/);
  await test.deps.sql`
    insert into user_parties (user_id, party_id)
    select u.id, p.party_id from users u, case_parties p
    where u.username = 'monitor' and p.case_id = ${settled.caseId} and p.role = 'ENTERPRISE'`;
  const { html } = await monitor.get('/monitor');
  t.match(html, new RegExp(FILING.caseNumber));
  t.match(html, /履行中/);
  t.notMatch(html, /正常/);
  t.equal((await monitor.get('/department')).status, 403);
});
