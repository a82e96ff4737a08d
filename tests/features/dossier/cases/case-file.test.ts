import t from 'tap';
import { GROUNDS } from '../../../../src/features/dossier/cases/grounds.js';
import { openCase, openCases } from '../../../../src/features/dossier/cases/open-case.js';
import { flush, inTransaction } from '../../../../src/platform/context.js';
import { addDays } from '../../../../src/shared/civil-date.js';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { contextOf } from '../../../support/context.js';
import { expectStatus, FILING, PLAN, signInAll } from '../../../support/story.js';

async function stored(test: TestApp, caseId: string) {
  const [row] = await test.deps.sql<{ state: string; version: number; length: number; events: string[] }[]>`
    select state::text, version, chain_length as length,
      array(select type::text from case_events e where e.case_id = c.id order by seq) as events
    from cases c where id = ${caseId}`;
  if (!row) throw new Error('The case is not stored');
  return row;
}

t.test('an act writes its case once, whatever it did', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const caseId: string = expectStatus(await clerk.post('/v1/cases', FILING), 201).body.id;
  const before = await stored(test, caseId);
  const ctx = await contextOf(test, 'clerk');

  await inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    t.equal(await openCase(tx, caseId), file, 'opened again it is the same file');
    t.same(await openCases(tx, file.row.courtCode, [caseId]), [file], 'for the machine as well');
    file.move('RELIEF_REQUESTED', GROUNDS.relief);
    t.equal(file.row.state, 'RELIEF_REQUESTED', 'what follows sees what is not written yet');
    await flush(tx);
    file.move('JOINT_REVIEW', GROUNDS.relief);
    file.note({
      type: 'FILE_EXPORTED',
      data: { fileId: caseId, name: 'a', sha256: '0'.repeat(64) },
      ground: GROUNDS.fileExport,
    });
  });
  const after = await stored(test, caseId);
  t.equal(after.version, before.version + 1, 'one version for one act, however often it was written');
  t.same(after.events.slice(before.length), ['CASE_RELIEF_REQUESTED', 'CASE_JOINT_REVIEW', 'FILE_EXPORTED']);
  t.match(after, { state: 'JOINT_REVIEW', length: before.length + 3 });

  await inTransaction(ctx, async (tx) => void (await openCase(tx, caseId)));
  t.same(await stored(test, caseId), after, 'a file that nobody touched writes nothing');

  await inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    file.note({
      type: 'FILE_EXPORTED',
      data: { fileId: caseId, name: 'b', sha256: '0'.repeat(64) },
      ground: GROUNDS.fileExport,
    });
  });
  t.equal((await stored(test, caseId)).version, after.version, 'reading raises no version');
});

t.test('what the tables do not know is not done, and nothing of it stays', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const caseId: string = expectStatus(await clerk.post('/v1/cases', FILING), 201).body.id;
  const before = await stored(test, caseId);
  const ctx = await contextOf(test, 'clerk');
  const attempt = (work: (file: Awaited<ReturnType<typeof openCase>>) => void) =>
    inTransaction(ctx, async (tx) => {
      const file = await openCase(tx, caseId);
      file.move('RELIEF_REQUESTED', GROUNDS.relief);
      work(file);
    });
  await t.rejects(
    attempt((file) => file.move('CLOSED', GROUNDS.relief)),
    { code: 'case-state-forbids' },
    'a person is refused',
  );
  await t.rejects(
    attempt((file) =>
      file.enter({ type: 'CASE_PERFORMING', data: { from: 'SETTLED', to: 'PERFORMING' } }, 'PERFORMING'),
    ),
    /does not become PERFORMING/,
    'a rule that asks for it is a fault',
  );
  t.same(await stored(test, caseId), before);
  await t.rejects(openCase(ctx, caseId), /in a transaction/, 'a case is opened in a transaction only');
  const stranger = await contextOf(test, 'clerk-0703');
  await t.rejects(
    inTransaction(stranger, (tx) => openCase(tx, caseId)),
    { code: 'not-found' },
  );
});

t.test('of two who changed the same version one is told that it is stale', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const filed = expectStatus(await people.clerk.post('/v1/cases', FILING), 201).body;
  const drafted = expectStatus(await people.clerk.post(`/v1/cases/${filed.id}/plans`, PLAN), 201);
  const tag = { 'if-match': String(drafted.headers['etag']) };
  const path = `/v1/plans/${drafted.body.id}/confirmations`;
  const word = { method: 'SIGNED_RECORD', confirmedOn: '2023-09-28' };
  const answers = await Promise.all([
    people.enterprise.post(path, { ...word, party: 'ENTERPRISE', partyId: filed.enterprise.id }, tag),
    people.applicant.post(path, { ...word, party: 'APPLICANT', partyId: filed.applicants[0].id }, tag),
  ]);
  t.same(answers.map(({ status }) => status).sort(), [200, 412]);
  const { body } = await people.clerk.get(`/v1/plans/${drafted.body.id}`);
  t.equal(body.confirmations.length, 1);
});

t.test('a case knows the morning that has to be decided: today, or a later one that a close has decided', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const caseId: string = expectStatus(await clerk.post('/v1/cases', FILING), 201).body.id;
  const ctx = await contextOf(test, 'clerk');
  const later = addDays(ctx.today, 2);

  await inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    t.equal(file.morning, ctx.today, 'nothing is decided yet');
    file.decideMorning(addDays(ctx.today, -1), file.row);
    t.equal(file.morning, ctx.today, 'an earlier one is past');
    file.decideMorning(later, file.row);
    file.decideMorning(ctx.today, file.row);
    t.equal(file.morning, later, 'an act that was held up behind a close does not undo it');
  });
  await inTransaction(ctx, async (tx) => t.equal((await openCase(tx, caseId)).morning, later, 'and it is kept'));
});
