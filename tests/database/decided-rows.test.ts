import t from 'tap';
import { createTestApp } from '../support/app.js';
import { refusedBy } from './refused-by.js';

/** An entry with its decision in each table where two people decide, and in what is lifted or set aside. */
const DECIDED: readonly { table: string; row: string; change: string }[] = [
  {
    table: 'court_limits',
    row: `(court_code, id, approval_limit_fen, status, reason, entered_by, entered_at, decided_by, decided_at)
      select '浙0702', gen_random_uuid(), 1, 'APPROVED', 'r', one, now(), two, now() from people`,
    change: 'approval_limit_fen = 2',
  },
  {
    table: 'directory_changes',
    row: `(court_code, id, subject, change, code, name, status, reason, entered_by, entered_at, decided_by, decided_at)
      select '浙0702', gen_random_uuid(), 'COURT', 'ADD', 'x', 'y', 'REJECTED', 'r', one, now(), two, now()
      from people`,
    change: `status = 'APPROVED'`,
  },
  {
    table: 'escalation_policies',
    row: `(court_code, id, offsets, effective_on, status, reason, entered_by, entered_at, decided_by, decided_at)
      select '浙0702', gen_random_uuid(), '{}', '2023-10-01', 'APPROVED', 'r', one, now(), two, now() from people`,
    change: `offsets = '{"D0": 1}'`,
  },
  {
    table: 'account_requests',
    row: `(court_code, id, kind, username, wanted, user_id, status, reason, entered_by, entered_at, decided_by,
        decided_at)
      select '浙0702', gen_random_uuid(), 'CREATE', 'x', '{}', one, 'REJECTED', 'r', one, now(), two, now()
      from people`,
    change: 'decided_by = entered_by',
  },
  {
    table: 'delegations',
    row: `(court_code, id, principal_id, deputy_id, roles, from_on, to_on, status, reason, entered_by, entered_at,
        decided_by, decided_at)
      select '浙0702', gen_random_uuid(), one, two, '{JUDGE}', '2023-10-01', '2023-10-02', 'APPROVED', 'r', one, now(),
        three, now() from people`,
    change: `to_on = '2030-01-01'`,
  },
  {
    table: 'recusals',
    row: `(court_code, id, case_id, user_id, ground, recorded_by, recorded_at, lifted_by, lifted_at, lift_reason)
      select court_code, gen_random_uuid(), cases.id, one, 'g', two, now(), two, now(), 'r'
      from people, cases limit 1`,
    change: 'lifted_by = null, lifted_at = null, lift_reason = null',
  },
  {
    table: 'performance_findings',
    row: `(court_code, id, case_id, found_on, paid_by, waived, shadow_fen, reason, found_by, created_at, set_aside_on,
        set_aside_reason, set_aside_by)
      select court_code, gen_random_uuid(), cases.id, '2023-10-01', 'BASIS', '{}', 0, 'r', one, now(), '2023-10-02',
        'r', two from people, cases limit 1`,
    change: `set_aside_reason = 'another'`,
  },
  {
    table: 'joint_reviews',
    row: `(court_code, id, case_id, opened_on, opened_by, decided_on, created_at)
      select court_code, gen_random_uuid(), cases.id, '2023-10-01', one, '2023-10-02', now()
      from people, cases limit 1`,
    change: 'decided_on = null',
  },
];

t.test('what is decided, lifted or set aside is not changed, not even by the owner (CP-01, EV-02)', async (t) => {
  const { owner } = await createTestApp(t, { sampleData: 'load' });
  await owner`create view people as select
    (select id from users where username = 'clerk') as one, (select id from users where username = 'chief') as two,
    (select id from users where username = 'president') as three`;
  for (const { table, row, change } of DECIDED) {
    await owner.unsafe(`insert into ${table} ${row}`);
    const [last] = await owner.unsafe<{ place: string }[]>(`select max(ctid)::text as place from ${table}`);
    const answer = await refusedBy(owner.unsafe(`update ${table} set ${change} where ctid = '${last?.place}'`));
    t.equal(answer, `23001 ${table}_decided`, table);
  }
});

t.test('a delegation in force may still be ended, once', async (t) => {
  const { owner } = await createTestApp(t);
  await owner`create view people as select
    (select id from users where username = 'clerk') as one, (select id from users where username = 'chief') as two,
    (select id from users where username = 'president') as three`;
  await owner.unsafe(`insert into delegations ${DECIDED.find(({ table }) => table === 'delegations')?.row}`);
  const end = () =>
    refusedBy(owner`update delegations set ended_at = now(), end_reason = 'over', ended_by = entered_by`);
  t.equal(await end(), 'not refused');
  t.equal(await end(), '23001 delegations_decided');
});

t.test('released days and rates keep their figures, and go out of use once', async (t) => {
  const { owner } = await createTestApp(t, { sampleData: 'none' });
  const of = (table: string) => async (change: string) =>
    refusedBy(owner.unsafe(`update ${table} set ${change} where id = (select id from ${table} order by id limit 1)`));
  const [rates, years] = [of('lending_rates'), of('calendar_years')];
  t.equal(await rates(`lpr_1y = '0.01'`), '23001 lending_rates_decided');
  t.equal(await rates(`status = 'ENTERED'`), '23001 lending_rates_decided');
  t.equal(await rates('settled = not settled'), 'not refused', 'whether its consequences are drawn');
  t.equal(await years(`off_days = '{}'`), '23001 calendar_years_decided');
  for (const [change, table] of [
    [rates, 'lending_rates'],
    [years, 'calendar_years'],
  ] as const) {
    t.equal(await change(`status = 'SUPERSEDED'`), 'not refused');
    t.equal(await change(`status = 'RELEASED'`), `23001 ${table}_decided`);
  }
});
