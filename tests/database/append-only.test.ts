import postgres from 'postgres';
import t from 'tap';
import { makeRoot } from '../../src/features/operations/audit/roots.js';
import { recordAccess } from '../../src/features/people/trail/access-log.js';
import { grantApplicationRights, makeApplicationRole, mayChangeEvents } from '../../src/platform/application-role.js';
import { buildFiling } from '../features/dossier/cases/filings.js';
import { enterPayment, setStage } from '../plugins/stage.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { createTestDatabase } from '../support/database.js';
import { payOut } from '../support/payouts.js';
import { COURT_RECORD, MEETING, openReview, OPINION } from '../support/reviews.js';
import { expectStatus, type People } from '../support/story.js';
import { upload } from '../support/uploads.js';
import { refusedBy } from './refused-by.js';
import { readStored } from './stored.js';

/** Tables in which a correction is a new row, never a change. */
const APPEND_ONLY = [
  'case_events',
  'ledger_postings',
  'payments',
  'payment_decisions',
  'disbursement_decisions',
  'documents',
  'relief_requests',
  'department_requests',
  'department_opinions',
  'review_meetings',
  'review_court_records',
  'review_decisions',
  'review_measures',
  'plan_instalments',
  'plan_confirmations',
  'acceleration_notices',
  'acceleration_withdrawals',
  'service_records',
  'consents',
  'file_contents',
  'files',
  'case_files',
  'access_log',
  'access_batches',
  'access_removals',
  'audit_roots',
  'audit_anchors',
] as const;

/** A review in a case of its own, from the request to the decision. */
async function decideReview(test: TestApp, people: People): Promise<void> {
  const { id } = expectStatus(await people.clerk.post('/v1/cases', buildFiling(9)), 201).body;
  const at = `/v1/joint-reviews/${await openReview(people, id)}`;
  expectStatus(await (await test.as('dept-industry')).post(`${at}/opinions`, OPINION), 200);
  expectStatus(await people.clerk.post(`${at}/meeting`, MEETING), 200);
  expectStatus(await people.clerk.post(`${at}/court-record`, COURT_RECORD), 200);
  const measures = [{ departmentCode: 'TAX', measure: '延期缴纳', dueOn: '2023-10-31' }];
  expectStatus(
    await people.judge.post(`${at}/decision`, { outcome: 'REJECT', reasons: '无挽救价值。', measures }),
    200,
  );
}

t.test('what has happened cannot be changed in the database itself', async (t) => {
  const { test, people, caseId, paymentId, applicantId } = await setStage(t);
  const sql = test.owner;
  await people.finance.post(`/v1/payments/${paymentId}/approval`, {});
  await enterPayment(people.clerk, caseId);
  await payOut({ test, people, caseId, applicantId });
  await decideReview(test, people);
  const receipt = { kind: 'PAYMENT_RECEIPT', subjectId: paymentId };
  expectStatus(await people.clerk.post(`/v1/cases/${caseId}/documents`, receipt), 201);
  const { id: fileId } = (await upload(people.clerk)).body;
  const correction = {
    costsFen: 1,
    ground: 'CORRECTION_RULING',
    reason: '补正',
    evidence: '裁定书',
    fileIds: [fileId],
  };
  await people.clerk.post(`/v1/cases/${caseId}/claim-corrections`, correction);
  const ctx = await test.jobContext();
  await recordAccess(ctx, { act: 'test', object: '/v1/cases' });
  await makeRoot(ctx, test.deps.auditKeys, ctx.today);
  // In a case where nothing is late these come about in no other way.
  await sql`insert into acceleration_notices
    select p.court_code, p.id, p.case_id, p.id, p.signed_on, 'x', '{}', p.drafted_by, now() from plans p`;
  await sql`insert into acceleration_withdrawals
    select court_code, id, declared_on, 'x', '{}', recorded_by, now() from acceleration_notices`;
  await sql`insert into service_records
    select court_code, id, case_id, id, 'COURT', 'x', ${applicantId}, 'POST', declared_on, '{}', recorded_by, now()
    from acceleration_notices`;
  await sql`insert into access_removals values ('2020-01-01', 0, null, null, now())`;
  const before = await readStored(sql);
  const columns = await sql<{ table: string; name: string }[]>`
    select table_name as table, column_name as name from information_schema.columns
    where table_schema = 'public' and table_name in ${sql(APPEND_ONLY)} order by ordinal_position`;
  for (const table of APPEND_ONLY) {
    const [row] = await sql.unsafe<{ count: number }[]>(`select count(*)::int as count from ${table}`);
    t.ok((row?.count ?? 0) > 0, `${table} holds something`);
    const refused = `23001 ${table}_append_only`;
    for (const { name } of columns.filter((one) => one.table === table)) {
      t.equal(
        await refusedBy(sql.unsafe(`update ${table} set "${name}" = "${name}"`)),
        refused,
        `update ${table}.${name}`,
      );
    }
    t.equal(await refusedBy(sql.unsafe(`delete from ${table}`)), refused, `delete from ${table}`);
    t.equal(await refusedBy(sql.unsafe(`truncate ${table} cascade`)), refused, `truncate ${table}`);
    const merge = `merge into ${table} a using ${table} b on a.ctid = b.ctid when matched then delete`;
    t.equal(await refusedBy(sql.unsafe(merge)), refused, `merge into ${table}`);
  }
  t.equal(
    await refusedBy(sql.unsafe('truncate cases cascade')),
    '23001 case_events_append_only',
    'nor by way of the case',
  );
  t.match(await refusedBy(sql.unsafe('delete from cases')), /^23503 \w+_case_id_fkey$/, 'nor does a case go');
  t.same(await readStored(sql), before);
});

t.test('a disbursement changes by nothing but a new seal of its number', async (t) => {
  const { test, people, caseId, paymentId, applicantId } = await setStage(t);
  await people.finance.post(`/v1/payments/${paymentId}/approval`, {});
  await payOut({ test, people, caseId, applicantId });
  for (const { sql, who } of [
    { sql: test.owner, who: 'owner' },
    { sql: test.deps.sql, who: 'application' },
  ]) {
    const refused = who === 'owner' ? '23001 disbursements_seal_only' : '42501 undefined';
    for (const change of [`amount_fen = 1`, `payee_name = 'x'`, `payee_number = payee_number || 'A', reason = 'x'`]) {
      t.equal(await refusedBy(sql.unsafe(`update disbursements set ${change}`)), refused, `${who}: ${change}`);
    }
    t.equal(await refusedBy(sql.unsafe('delete from disbursements')), refused, who);
    t.equal(await refusedBy(sql.unsafe(`update disbursements set payee_number = payee_number || 'A'`)), 'not refused');
  }
});

t.test('the application itself is not even allowed to try: PostgreSQL refuses its role', async (t) => {
  const { test } = await setStage(t);
  const { sql } = test.deps;
  const denied = async (statement: string) =>
    t.match(await refusedBy(sql.unsafe(statement)), /^42501 /, `permission denied: ${statement}`);
  const columns = new Map(
    (
      await sql<{ table: string; name: string }[]>`
      select table_name as table, column_name as name from information_schema.columns
      where table_schema = 'public' and ordinal_position = 1`
    ).map(({ table, name }) => [table, name]),
  );
  for (const table of APPEND_ONLY) {
    await denied(`update ${table} set "${columns.get(table)}" = null where false`);
    await denied(`delete from ${table} where false`);
    await denied(`truncate ${table}`);
    await denied(`merge into ${table} a using courts c on false when matched then delete`);
    await denied(`select 1 from ${table} for update`);
    await denied(`alter table ${table} disable trigger ${table}_append_only`);
    await denied(`drop table ${table} cascade`);
    await denied(`drop trigger ${table}_append_only on ${table}`);
  }
  await denied('create table more (one int)');
  await denied('create schema more');
  await denied(
    `create or replace function refuse_change() returns trigger language plpgsql as 'begin return null; end'`,
  );
  await denied('alter table cases add column more int');
  await denied('truncate cases cascade');
  await denied('delete from drizzle.__drizzle_migrations');
  await denied('set session_replication_role = replica');
  await denied('set role reprieve');
  await denied('create role more');
  t.equal(await mayChangeEvents(test.deps.db), false, 'and a start knows the difference');
});

t.test('a table that no list names can be read and added to', async (t) => {
  const { ownerUrl, url } = await createTestDatabase(t);
  const [owner, application] = [ownerUrl, url].map((one) => postgres(one, { max: 1, onnotice: () => undefined }));
  if (!owner || !application) throw new Error('No connections');
  t.teardown(() => Promise.all([owner.end({ timeout: 1 }), application.end({ timeout: 1 })]));
  await owner`create table notes (id int, text text)`;
  await owner`create trigger notes_append_only before update or delete on notes
    for each row execute function refuse_change()`;
  await owner`create table drafts (id int, text text)`;
  await application`insert into notes values (1, 'kept')`;
  await application`insert into drafts values (1, 'kept')`;
  t.match(await refusedBy(application`update notes set text = ''`), /^42501 /);
  t.match(await refusedBy(application`update drafts set text = ''`), /^42501 /, 'nothing more by default');
  await grantApplicationRights(owner, new URL(url).username);
  for (const table of ['notes', 'drafts'])
    t.match(await refusedBy(application`update ${application(table)} set text = ''`), /^42501 /, 'nor for no reason');
  t.same(await application`select text from notes`, [{ text: 'kept' }]);
});

t.test('the role of a real database is made by name and password, and never the owner itself', async (t) => {
  const { ownerUrl } = await createTestDatabase(t);
  const with_ = (username: string, password: string) => Object.assign(new URL(ownerUrl), { username, password }).href;
  const { username: owner, password } = new URL(ownerUrl);
  await t.rejects(makeApplicationRole(ownerUrl, with_(owner, password)), /the same role/);
  await t.rejects(makeApplicationRole(ownerUrl, with_('somebody', '')), /no role with a password/);
  const other = with_('somebody', 'it\'s "long"');
  await t.rejects(
    makeApplicationRole(ownerUrl, other),
    { code: '42501' },
    'an owner who may not make roles is told so',
  );
});

t.test('no append-only table grants the application more than reading and adding', async (t) => {
  const { sql } = (await createTestApp(t, { sampleData: 'none' })).deps;
  const rows = await sql<{ table: string; appendOnly: boolean; rights: string[] }[]>`
    select c.relname as table, exists (select 1 from pg_trigger t
        where t.tgrelid = c.oid and t.tgname = c.relname || '_append_only' and t.tgenabled = 'O') as "appendOnly",
      (select array_agg(r order by r)
        from unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER,MAINTAIN}'::text[]) r
        where has_table_privilege(c.oid, r)
          or (r in ('UPDATE','REFERENCES') and has_any_column_privilege(c.oid, r))) as rights
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;
  const found = rows.filter((row) => row.appendOnly).map(({ table }) => table);
  t.same([...found].sort(), [...APPEND_ONLY].sort(), 'each append-only table is listed here, and the other way round');
  for (const { table, rights } of rows.filter((row) => row.appendOnly)) {
    t.same(rights, table === 'access_removals' ? ['SELECT'] : ['INSERT', 'SELECT'], table);
  }
  const [roles] = await sql`select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as more
    from pg_roles where rolname = current_user`;
  t.match(roles, { more: false });
  t.same(await sql`select 1 from pg_class where relowner = current_user::regrole`, [], 'it owns nothing');
});

t.test('a statement that meets no row changes nothing and is let pass', async (t) => {
  const { test } = await setStage(t);
  for (const table of APPEND_ONLY) {
    t.equal(await refusedBy(test.owner.unsafe(`delete from ${table} where false`)), 'not refused', table);
  }
});

t.test('the database refuses what the rules refuse, should a program forget', async (t) => {
  const { test, caseId, planId, seizureId } = await setStage(t);
  const sql = test.owner;
  const [row] = await sql<{ id: string }[]>`select id from users where username = 'clerk'`;
  const clerk = row?.id ?? '';
  const none = '018f0000-0000-7000-8000-000000000000';
  const payment = (amount: string, court = '浙0702') =>
    sql.unsafe(`insert into payments (court_code, id, case_id, amount_fen, received_on, channel, payer_name,
        entered_by, entered_on, created_at)
      values ('${court}', gen_random_uuid(), '${caseId}', ${amount}, '2023-09-28', 'CASH', 'x',
        '${clerk}', '2023-09-28', now())`);
  // This trigger would be the first to refuse.
  await sql`alter table seizures disable trigger seizures_final`;
  const rows: readonly (readonly [string, PromiseLike<unknown>, string])[] = [
    ['money of nothing', payment('0'), '23514 payments_amount_fen_range'],
    ['negative money', payment('-1'), '23514 payments_amount_fen_range'],
    ['more than 10^15 fen', payment('1000000000000001'), '23514 payments_amount_fen_range'],
    ["money on another court's case", payment('1', '浙0703'), '23503 payments_case_id_fkey'],
    [
      'use while the court keeps the asset',
      sql`update seizures set custodian_kind = 'COURT' where id = ${seizureId}`,
      '23514 seizures_use_debtor_custody',
    ],
    [
      'a seizure that ends before it begins',
      sql`update seizures set to_on = from_on - 1 where id = ${seizureId}`,
      '23514 seizures_term_order',
    ],
    [
      'a second plan in force',
      sql`insert into plans select p.court_code, gen_random_uuid(), p.case_id, 99, p.status, p.terms,
        p.principal_fen, p.interest_fen, p.grace_days, p.prepay_policy, p.acceleration_mode, p.signed_on,
        p.activated_on, p.accelerated_on, p.drafted_by, p.version, p.created_at
        from plans p where p.id = ${planId}`,
      '23505 plans_one_active',
    ],
    ['grace of 91 days', sql`update plans set grace_days = 91 where id = ${planId}`, '23514 plans_grace_days_range'],
    [
      'a reversal of nothing',
      sql`insert into ledger_postings (court_code, id, case_id, kind, bucket, amount_fen, effective_on, created_at)
        values ('浙0702', gen_random_uuid(), ${caseId}, 'REVERSAL', 'PRINCIPAL', -1, '2023-09-28', now())`,
      '23514 ledger_postings_reversal_points',
    ],
    [
      'an allocation of no payment',
      sql`insert into ledger_postings (court_code, id, case_id, kind, bucket, amount_fen, effective_on, created_at)
        values ('浙0702', gen_random_uuid(), ${caseId}, 'ALLOCATION', 'PRINCIPAL', 1, '2023-09-28', now())`,
      '23514 ledger_postings_allocation_payment',
    ],
    [
      'a claim below nothing',
      sql`insert into ledger_postings (court_code, id, case_id, kind, bucket, amount_fen, effective_on, created_at)
        values ('浙0702', gen_random_uuid(), ${caseId}, 'CLAIM', 'PRINCIPAL', -1, '2023-09-28', now())`,
      '23514 ledger_postings_sign',
    ],
    [
      'an event of a case that is not there',
      sql`insert into case_events select court_code, ${none}, 1, type, occurred_at, business_on,
        actor_kind, actor_id, actor_name, request_id, legal_ground, data, before_digest, after_digest,
        previous_hash, hash from case_events limit 1`,
      '23503 case_events_case_id_fkey',
    ],
    ['the same case number', sql`insert into cases select c.* from cases c`, '23505 cases_pkey'],
    ['a case of no listed court', sql`update cases set court_code = '浙9999'`, '23503 cases_court_code_fkey'],
    ['an unknown status of an account', sql`update users set status = 'GONE'`, '23514 users_status_known'],
    ['a second installation', sql`update installations set one = 2`, '23514 installations_one_single'],
  ];
  for (const [reason, statement, expected] of rows) {
    const refused = await refusedBy(statement);
    // A moved case is held by its children or by the table of courts, whichever is asked first.
    if (reason.startsWith('a case of no')) t.match(refused, /^23503 /, reason);
    else t.equal(refused, expected, reason);
  }
});
