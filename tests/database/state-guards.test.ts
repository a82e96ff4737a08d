import type postgres from 'postgres';
import t from 'tap';
import { migrateDatabase } from '../../src/features/operations/migrations/migrate.js';
import { areStepsKnown } from '../../src/features/operations/migrations/state-steps.js';
import { KNOWN_STEPS } from '../../src/law/states/all.js';
import { CASE_TRANSITIONS } from '../../src/law/states/case.js';
import { DISBURSEMENT_TRANSITIONS } from '../../src/law/states/disbursement.js';
import { PAYMENT_TRANSITIONS } from '../../src/law/states/payment.js';
import { PLAN_TRANSITIONS } from '../../src/law/states/plan.js';
import { REFUND_TRANSITIONS } from '../../src/law/states/refund.js';
import { SEIZURE_TRANSITIONS } from '../../src/law/states/seizure.js';
import { STEP_TRANSITIONS } from '../../src/law/states/step.js';
import { isFinal, mayLeave, mayMove, type Transitions } from '../../src/law/states/transitions.js';
import { connectDatabase } from '../../src/platform/database.js';
import { enterPayment, setStage } from '../plugins/stage.js';
import { createTestApp } from '../support/app.js';
import { createTestDatabase, withConnection } from '../support/database.js';
import { payOut } from '../support/payouts.js';
import { refusedBy, undone } from './refused-by.js';

/** Where a state is stored, and a column of the same row that a final state holds fast. */
const STORED: readonly { table: string; column: string; transitions: Transitions<string>; other?: string }[] = [
  { table: 'cases', column: 'state', transitions: CASE_TRANSITIONS },
  { table: 'plans', column: 'status', transitions: PLAN_TRANSITIONS, other: 'grace_days = 7' },
  { table: 'escalation_steps', column: 'status', transitions: STEP_TRANSITIONS, other: `reason = 'another'` },
  { table: 'refund_tasks', column: 'status', transitions: REFUND_TRANSITIONS, other: 'amount_fen = 7' },
  { table: 'seizures', column: 'status', transitions: SEIZURE_TRANSITIONS, other: `ruling_judge = 'another'` },
];

/** Puts all rows of a table into a state, as somebody who switches off what guards it; undone with the transaction. */
async function force(sql: postgres.TransactionSql, table: string, column: string, state: string): Promise<void> {
  await sql.unsafe(`alter table ${table} disable trigger user`);
  await sql.unsafe(`update ${table} set ${column} = '${state}'`);
  await sql.unsafe(`alter table ${table} enable trigger user`);
}

/** What a state needs beside its name is looked at elsewhere; undone with the transaction. */
async function dropChecks(sql: postgres.TransactionSql, table: string): Promise<void> {
  const [found] = await sql<{ drops: string | null }[]>`
    select string_agg(format('drop constraint %I', conname), ', ') as drops from pg_constraint
    where conrelid = ${table}::regclass and contype = 'c'`;
  if (found?.drops) await sql.unsafe(`alter table ${table} ${found.drops}`);
}

/** A case whose first instalment is overdue, with a task to pay back what was paid too much in another. */
async function stageRows(t: Parameters<typeof setStage>[0]) {
  const stage = await setStage(t);
  const { test } = stage;
  await test.closeDays('2023-11-03');
  await test.owner`insert into refund_tasks
      (court_code, id, case_id, payment_id, amount_fen, status, opened_on, version, created_at)
    select court_code, gen_random_uuid(), case_id, id, 1, 'OPEN', received_on, 1, created_at from payments`;
  return stage;
}

t.test('the steps in the database are those of the law, and are brought up to it again (EV-02)', async (t) => {
  const { db, sql } = (await createTestApp(t, { sampleData: 'none' })).deps;
  const stored = await sql<{ step: string }[]>`
    select concat_ws(' ', thing, from_state, to_state) as step from state_steps order by 1`;
  t.same(
    stored.map(({ step }) => step),
    KNOWN_STEPS.map(({ thing, from, to }) => `${thing} ${from} ${to}`).toSorted(),
  );
  t.equal(await areStepsKnown(db), true);
  t.match(await refusedBy(sql`delete from state_steps`), /^42501 /, 'the application cannot teach them');
  t.match(await refusedBy(sql`insert into state_steps values ('case', 'CLOSED', 'FILED')`), /^42501 /);
});

t.test('steps of another version are noticed, and replaced by the next migration run', async (t) => {
  const { url, ownerUrl } = await createTestDatabase(t);
  const other = `update state_steps set to_state = 'FILED' where thing = 'case' and from_state = 'PERFORMED'
    and to_state = 'CLOSED'`;
  await withConnection(ownerUrl, (sql) => sql.unsafe(other));
  const connection = connectDatabase(url, 1);
  t.teardown(() => connection.close());
  t.equal(await areStepsKnown(connection.db), false);
  await migrateDatabase(ownerUrl, new URL(url).username);
  t.equal(await areStepsKnown(connection.db), true);
});

t.test('the database lets a row take the steps that the law knows, and no other (section 4.4)', async (t) => {
  const { test } = await stageRows(t);
  for (const { table, column, transitions } of STORED) {
    const [count] = await test.owner.unsafe<{ rows: number }[]>(`select count(*)::int as rows from ${table}`);
    t.ok((count?.rows ?? 0) > 0, `${table} has rows`);
    for (const from of transitions.states) {
      const refused: string[] = [];
      await undone(test.owner, async (sql) => {
        await dropChecks(sql, table);
        await force(sql, table, column, from);
        for (const to of transitions.states.filter((one) => one !== from)) {
          const answer = await refusedBy(
            sql.savepoint((inner) => inner.unsafe(`update ${table} set ${column} = '${to}'`)),
          );
          if (answer === `23001 ${table}_known_step`) refused.push(to);
          else t.match(answer, /not refused/, `${table}: ${from} → ${to}`);
          await sql.unsafe(`alter table ${table} disable trigger user`);
          await sql.unsafe(`update ${table} set ${column} = '${from}'`);
          await sql.unsafe(`alter table ${table} enable trigger user`);
        }
      });
      const unknown = transitions.states.filter((to) => to !== from && !mayLeave(transitions, from, to));
      t.same(refused, unknown, `${table}: what ${from} does not lead to`);
    }
  }
});

t.test('a row in a final state changes no more, whatever else it holds', async (t) => {
  const { test } = await stageRows(t);
  for (const { table, column, transitions, other } of STORED) {
    if (other === undefined) continue;
    for (const state of transitions.states) {
      await undone(test.owner, async (sql) => {
        await dropChecks(sql, table);
        await force(sql, table, column, state);
        const answer = await refusedBy(sql.savepoint((inner) => inner.unsafe(`update ${table} set ${other}`)));
        const wanted = isFinal(transitions, state) ? `23001 ${table}_final` : 'not refused';
        t.equal(answer, wanted, `${table} in ${state}`);
      });
    }
  }
});

/** Whether decisions may follow each other, by the table of the law; one that is no state moves nothing. */
function isAllowed(transitions: Transitions<string>, decisions: readonly string[]): boolean {
  let state = 'ENTERED';
  for (const decision of decisions.filter((one) => transitions.states.includes(one))) {
    if (!mayMove(transitions, state, decision)) return false;
    state = decision;
  }
  return true;
}

const pairsOf = (values: readonly string[]) =>
  values.flatMap((first) => [[first], ...values.filter((one) => one !== first).map((second) => [first, second])]);

t.test('decisions follow each other as the law knows it, whoever inserts them (CP-01)', async (t) => {
  const { test, people, caseId, applicantId, paymentId } = await setStage(t);
  await people.finance.post(`/v1/payments/${paymentId}/approval`, {});
  await payOut({ test, people, caseId, applicantId });
  await enterPayment(people.clerk, caseId);
  const things = [
    ['payment_decisions', 'payment_id', PAYMENT_TRANSITIONS, ['CONFIRMED']],
    ['disbursement_decisions', 'disbursement_id', DISBURSEMENT_TRANSITIONS, []],
  ] as const;
  for (const [table, key, transitions, more] of things) {
    const decisions = [...transitions.states.filter((state) => state !== 'ENTERED'), ...more];
    for (const sequence of pairsOf(decisions)) {
      const answers: string[] = [];
      await undone(test.owner, async (sql) => {
        await dropChecks(sql, table);
        await sql.unsafe(`create temporary table model on commit drop as select * from ${table} limit 1`);
        await sql.unsafe(`alter table ${table} disable trigger user`);
        await sql.unsafe(`delete from ${table}`);
        await sql.unsafe(`alter table ${table} enable trigger user`);
        for (const decision of sequence) {
          await sql.unsafe(`update model set decision = '${decision}'`);
          answers.push(
            await refusedBy(sql.savepoint((inner) => inner.unsafe(`insert into ${table} select * from model`))),
          );
        }
      });
      const wanted = sequence.map((_, index) => {
        const made = sequence.slice(0, index + 1);
        // One that was refused was never made.
        const [first = '', ...rest] = made;
        const before = isAllowed(transitions, [first]) || rest.length === 0 ? made : rest;
        return isAllowed(transitions, before) ? 'not refused' : `23001 ${table}_known_step`;
      });
      t.same(answers, wanted, `${table} (${key}): ${sequence.join(', then ')}`);
    }
  }
});
