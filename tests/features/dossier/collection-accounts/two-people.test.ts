import t from 'tap';
import { checkRefused, refusal, type RefusedRow, refusalOf } from '../../../plugins/refusals.js';
import { setStage } from '../../../plugins/stage.js';
import { changeAccount } from '../../../support/accounts-to-pay-to.js';
import type { Caller } from '../../../support/app.js';
import { expectStatus, FILING } from '../../../support/story.js';
import { addAccount } from '../../people/identity/accounts.js';

const OTHER = { bank: '农行金华婺城支行', name: '执行款专户', number: '19640101040012345' };
const WISH = { collectionAccount: OTHER, reason: '原账户停用' };
const ANY = { 'if-match': '*' };
const APPROVE = { decision: 'APPROVE' };

t.test('one asks for another account, a second person decides, and the old one holds until then', async (t) => {
  const { test, people, caseId } = await setStage(t);
  const { clerk, judge, finance, enterprise, applicant } = people;
  const url = `/v1/cases/${caseId}`;
  const whereToPay = async () => (await enterprise.get(url)).body.collectionAccount;
  const told = async (who: Caller) => (await who.get('/v1/notices?kind=COLLECTION_ACCOUNT_CHANGED')).body.items;
  const asked = await judge.patch(url, WISH, ANY);
  const { id } = expectStatus(asked, 202).body;
  const at = `/v1/collection-account-changes/${id}`;
  t.match(asked.headers, { location: at });
  t.match(asked.body, {
    caseId,
    ...OTHER,
    number: '*************2345',
    status: 'ENTERED',
    enteredBy: { name: '陈法官' },
  });

  await t.test('while it waits', async (t) => {
    t.same(await whereToPay(), FILING.collectionAccount, 'the old one holds');
    t.same(await told(enterprise), []);
    t.same(refusalOf(await clerk.patch(url, WISH, ANY)), refusal('entry-waits'), 'one at a time');
    t.match((await finance.get(`${url}/collection-account-changes`)).body.items, [{ id, status: 'ENTERED' }]);
    t.match((await (await test.as('secretariat')).get(at)).body, { id, number: null }, 'it sees no bank data');
    for (const path of [at, `${url}/collection-account-changes`])
      t.same(refusalOf(await enterprise.get(path)), refusal('not-permitted'), path);
  });

  await t.test('who may decide', async (t) => {
    const both = await addAccount(test, { username: 'both', roles: ['OFFICER', 'FINANCE'], courtCode: '浙0702' });
    const recused = await addAccount(test, { username: 'recused', roles: ['FINANCE'], courtCode: '浙0702' });
    expectStatus(await recused.post(`${url}/recusals`, { ground: '与当事人有近亲属关系' }), 201);
    const rows: RefusedRow<[Caller, object]>[] = [
      ['the officer', [clerk, APPROVE], refusal('not-permitted')],
      ['the judge who asked', [judge, APPROVE], refusal('not-permitted')],
      ['the enterprise', [enterprise, APPROVE], refusal('not-permitted')],
      ['somebody recused', [recused, APPROVE], refusal('not-found')],
      ['another court', [await test.as('clerk-0703'), APPROVE], refusal('not-found')],
      ['a rejection without a reason', [finance, { decision: 'REJECT' }], refusal('invalid-body', '/reason')],
    ];
    await checkRefused(t, test.deps.sql, rows, ([caller, body]) => caller.post(`${at}/decision`, body));
    t.same(refusalOf(await finance.post(`${at}/decision`, APPROVE, { 'if-match': '"v2"' })), refusal('stale-version'));
    const no = { decision: 'REJECT', reason: '账户未经核实' };
    t.match(expectStatus(await finance.post(`${at}/decision`, no), 200).body, { status: 'REJECTED' });
    t.same(await whereToPay(), FILING.collectionAccount, 'a rejected one leaves it as it was');
    t.same(refusalOf(await finance.post(`${at}/decision`, APPROVE)), refusal('entry-already-decided'));
    const own = expectStatus(await both.patch(url, WISH, ANY), 202).body.id;
    const decide = (who: Caller) => who.post(`/v1/collection-account-changes/${own}/decision`, APPROVE);
    t.same(refusalOf(await decide(both)), refusal('four-eyes'));
    expectStatus(await decide(await test.as('chief')), 200);
  });

  await t.test('once approved it holds, and all are told, without its number', async (t) => {
    t.same(await whereToPay(), OTHER);
    for (const who of [enterprise, applicant]) {
      const [notice, ...more] = await told(who);
      t.match(notice, { caseId, title: '本案收款账户已变更', body: /农行金华婺城支行 执行款专户/ });
      t.same(more, []);
      t.notMatch(JSON.stringify(notice), /2345/);
    }
    t.match(await people.auditor.post('/v1/audit/verification', {}), { status: 200, body: { result: 'WHOLE' } });
  });
});

t.test('a decided change is altered in the database by nobody, but for its seal', async (t) => {
  const { test, people, caseId } = await setStage(t);
  await changeAccount(people, caseId, OTHER);
  for (const statement of [
    "update collection_account_changes set status = 'REJECTED'",
    "update collection_account_changes set bank = 'x'",
    'delete from collection_account_changes',
  ]) {
    await t.rejects(Promise.resolve(test.owner.unsafe(statement)), { code: '23001' }, statement);
  }
  await test.deps.sql`update collection_account_changes set number = number || 'A'`;
  const verified = await people.auditor.post('/v1/audit/verification', {});
  t.match(verified, { status: 200, body: { result: 'BROKEN' } }, 'a seal that does not open is found');
});
