import t from 'tap';
import { checkRefused, refusal, type RefusedRow, refusalOf } from '../../../plugins/refusals.js';
import { setStage } from '../../../plugins/stage.js';
import type { Caller } from '../../../support/app.js';
import { correctClaim, WHY } from '../../../support/corrections.js';
import { expectStatus } from '../../../support/story.js';
import { addAccount } from '../../people/identity/accounts.js';

t.test('one enters a correction, another decides, and no figure moves before', async (t) => {
  const { test, people, caseId } = await setStage(t);
  const { clerk, judge, enterprise, applicant, auditor } = people;
  const chief = await test.as('chief');
  const url = `/v1/cases/${caseId}/claim-corrections`;
  const figures = async () => ({
    ledger: (await clerk.get(`/v1/cases/${caseId}/ledger`)).body,
    claim: (await clerk.get(`/v1/cases/${caseId}`)).body.claim,
    postings: (await test.deps.sql`select id from ledger_postings where case_id = ${caseId} order by id`).map(String),
    told: (await enterprise.get('/v1/notices?kind=CLAIM_CORRECTED')).body.items.length,
  });
  const before = await figures();
  const enter = async (change: object) => expectStatus(await clerk.post(url, { ...WHY, ...change }), 201).body.id;
  const first = await enter({ costsFen: 1 });
  const at = `/v1/claim-corrections/${first}`;

  await t.test('while it waits', async (t) => {
    t.same(await figures(), before);
    t.match((await clerk.get(url)).body.items, [{ id: first, status: 'ENTERED', enteredBy: { name: '王书记员' } }]);
    for (const outside of [enterprise, applicant]) {
      t.same((await outside.get(url)).body.items, [], 'what waits is no matter of the parties');
      t.same(refusalOf(await outside.get(at)), refusal('not-found'));
    }
    t.same(refusalOf(await clerk.post(url, { ...WHY, costsFen: 2 })), refusal('entry-waits'), 'one at a time');
  });

  await t.test('who may decide', async (t) => {
    const both = await addAccount(test, { username: 'both', roles: ['OFFICER', 'JUDGE'], courtCode: '浙0702' });
    const recused = await addAccount(test, { username: 'recused', roles: ['JUDGE'], courtCode: '浙0702' });
    expectStatus(await recused.post(`/v1/cases/${caseId}/recusals`, { ground: '与当事人有近亲属关系' }), 201);
    const approve = { decision: 'APPROVE' };
    const rows: RefusedRow<[Caller, object]>[] = [
      ['the officer who entered it', [clerk, approve], refusal('not-permitted')],
      ['finance', [people.finance, approve], refusal('not-permitted')],
      ['the enterprise', [enterprise, approve], refusal('not-found')],
      ['a judge who is recused', [recused, approve], refusal('not-found')],
      ['an officer of another court', [await test.as('clerk-0703'), approve], refusal('not-found')],
      ['a rejection without a reason', [judge, { decision: 'REJECT' }], refusal('invalid-body', '/reason')],
      ['neither yes nor no', [judge, {}], refusal('invalid-body', '/decision')],
    ];
    await checkRefused(t, test.deps.sql, rows, ([caller, body]) => caller.post(`${at}/decision`, body));
    const stale = await judge.post(`${at}/decision`, approve, { 'if-match': '"v2"' });
    t.same(refusalOf(stale), refusal('stale-version'));
    t.same(refusalOf(await judge.post(url, { ...WHY, costsFen: 3 })), refusal('not-permitted'), 'a judge decides');

    const no = { decision: 'REJECT', reason: '裁定书尚未生效' };
    const rejected = expectStatus(await judge.post(`${at}/decision`, no), 200);
    t.match(rejected.body, { status: 'REJECTED', decidedBy: { name: '陈法官' }, decisionReason: '裁定书尚未生效' });
    t.same(await figures(), before, 'a rejected one leaves no trace in any figure');
    t.same(refusalOf(await chief.post(`${at}/decision`, approve)), refusal('entry-already-decided'));

    const own = expectStatus(await both.post(url, { ...WHY, costsFen: 2 }), 201).body.id;
    t.same(refusalOf(await both.post(`/v1/claim-corrections/${own}/decision`, approve)), refusal('four-eyes'));
    const decided = expectStatus(await chief.post(`/v1/claim-corrections/${own}/decision`, approve), 200).body;
    t.match(decided, { status: 'APPROVED', no: 2, decidedBy: { name: '周局长' } });
  });

  await t.test('an approved one counts, and is read by the parties', async (t) => {
    t.match((await clerk.get(`/v1/cases/${caseId}`)).body.claim, { costsFen: 2 });
    t.match((await applicant.get(url)).body.items, [{ no: 2, status: 'APPROVED' }]);
    const types = (await clerk.get(`/v1/cases/${caseId}/timeline?limit=200`)).body.items.map(
      (event: { type: string }) => event.type,
    );
    for (const type of ['CLAIM_CORRECTION_ENTERED', 'CLAIM_CORRECTION_REJECTED', 'CLAIM_CORRECTED'])
      t.ok(types.includes(type), type);
    t.match(await auditor.post('/v1/audit/verification', {}), { status: 200, body: { result: 'WHOLE' } });
  });

  await t.test('each ground with what it rests on', async (t) => {
    const error = { ground: 'ENTRY_ERROR', reason: '多录一个零', evidence: undefined };
    t.match(await correctClaim(people, caseId, { ...error, costsFen: 3 }), { ground: 'ENTRY_ERROR', evidence: null });
    const waiver = {
      ground: 'WAIVER',
      reason: '申请执行人放弃诉讼费用',
      evidence: '2023年9月28日放弃声明',
      costsFen: 0,
    };
    t.match(await correctClaim(people, caseId, waiver), { ground: 'WAIVER', after: { costsFen: 0 } });
  });

  await t.test('two decisions at once: one of them counts', async (t) => {
    const id = await enter({ costsFen: 5 });
    const answers = await Promise.all(
      [judge, chief].map((who) => who.post(`/v1/claim-corrections/${id}/decision`, { decision: 'APPROVE' })),
    );
    t.same(answers.map(({ status }) => status).sort(), [200, 409]);
  });
});

t.test('a decided correction is changed in the database by nobody', async (t) => {
  const { test, people, caseId } = await setStage(t);
  await correctClaim(people, caseId, { costsFen: 1 });
  for (const [sql, refused] of [
    [test.owner, /^23001$/],
    [test.deps.sql, /^(23001|42501)$/],
  ] as const) {
    for (const statement of [
      "update claim_corrections set status = 'REJECTED'",
      'update claim_corrections set ground = ground',
      'delete from claim_corrections',
    ]) {
      await t.rejects(Promise.resolve(sql.unsafe(statement)), { code: refused }, statement);
    }
  }
});
