import t from 'tap';
import { createSettledApp } from '../../../support/settled-app.js';
import { expectStatus, FILING } from '../../../support/story.js';
import { createVisitor } from '../../../support/visitor.js';
import { buildFiling } from '../../dossier/cases/filings.js';
import { addAccount } from './accounts.js';

/** One person who acts for the enterprises of two cases. */
async function setPerson(t: { teardown(work: () => unknown): void }) {
  const { test, people, settled: first } = await createSettledApp(t);
  const second = expectStatus(await people.clerk.post('/v1/cases', buildFiling(1)), 201).body;
  const roles = ['ENTERPRISE'];
  const person = await addAccount(test, { username: 'both', roles, partyId: first.enterpriseId });
  await test.deps.sql`insert into user_parties values (${person.id}, ${second.enterprise.id})`;
  test.app.forgetActor(person.id);
  return { test, people, person, first, second };
}

const idsOf = (items: { id: string }[]) => items.map(({ id }) => id).sort();

t.test('whoever acts for several parties may act for one, and reaches nothing of the others', async (t) => {
  const { people, person, first, second } = await setPerson(t);
  t.same(idsOf((await person.get('/v1/cases')).body.items), [first.caseId, second.id].sort());
  const one = { 'acting-party': second.enterprise.id };
  t.same(idsOf((await person.get('/v1/cases', one)).body.items), [second.id]);
  expectStatus(await person.get(`/v1/cases/${first.caseId}`, one), 404);
  expectStatus(await person.get(`/v1/plans/${first.planId}`, one), 404);
  t.ok((await person.get('/v1/notices')).body.items.length > 0);
  t.same((await person.get('/v1/notices', one)).body.items, []);
  t.equal((await person.get('/v1/me', one)).body.parties.length, 2, 'who one is stays the same');
  const other = expectStatus(await people.clerk.get(`/v1/cases/${first.caseId}`), 200).body.applicants[0].id;
  for (const party of [other, 'nobody', '']) {
    t.match(
      expectStatus(await person.get('/v1/cases', { 'acting-party': party }), 403).body,
      { code: 'not-permitted' },
      party,
    );
  }
  t.match(
    expectStatus(await people.clerk.get('/v1/cases', { 'acting-party': first.enterpriseId }), 403).body,
    { code: 'not-permitted' },
    'a court acts for no party',
  );
});

t.test('the same in the portal, until another is chosen', async (t) => {
  const { test, first, second } = await setPerson(t);
  const visitor = createVisitor(test.app);
  await visitor.signIn('both');
  const all = await visitor.get('/enterprise');
  t.ok(all.html.includes(FILING.caseNumber) && all.html.includes(second.caseNumber));
  const page = await visitor.get('/account');
  t.match(page.html, /代表的当事人/);
  t.match(await visitor.submit('/account/party', { party: second.enterprise.id }), { status: 303 });
  const one = await visitor.get('/enterprise');
  t.ok(!one.html.includes(FILING.caseNumber) && one.html.includes(second.caseNumber));
  t.equal((await visitor.get(`/enterprise/cases/${first.caseId}`)).status, 404);
  await visitor.get('/account');
  t.match(await visitor.submit('/account/party', { party: first.caseId }), { status: 403 });
  await visitor.get('/account');
  t.match(await visitor.submit('/account/party', { party: '' }), { status: 303 });
  t.ok((await visitor.get('/enterprise')).html.includes(FILING.caseNumber));
  const single = createVisitor(test.app);
  await single.signIn('enterprise');
  t.notMatch((await single.get('/account')).html, /代表的当事人/, 'nothing to choose for whoever has one party');
});
