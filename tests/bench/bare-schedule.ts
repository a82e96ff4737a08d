import Fastify from 'fastify';
import postgres from 'postgres';

// What the schedule is measured against: one prepared query, one JSON, nothing else.
const [url = '', planId = '', port = '0'] = process.argv.slice(2);
const sql = postgres(url, { max: 10 });
const app = Fastify();

app.get('/', async () => {
  const rows = await sql`
    select p.id as "planId", p.version, i.no, i.nominal_due_on::text as "nominalDueDate", i.due_on::text as "dueDate",
      i.days,
      i.principal_fen::float8 as "principalFen", i.interest_fen::float8 as "interestFen",
      (i.principal_fen + i.interest_fen)::float8 as "paymentFen",
      i.outstanding_after_fen::float8 as "outstandingAfterFen",
      g.paid_fen::float8 as "paidFen", g.paid_in_full_on::text as "paidInFullOn"
    from plans p
    join plan_instalments i on i.court_code = p.court_code and i.plan_id = p.id
    join instalment_progress g on g.court_code = i.court_code and g.plan_id = i.plan_id and g.no = i.no
    where p.court_code = '浙0702' and p.id = ${planId} order by i.no`;
  return { planId, version: rows[0]?.['version'], instalments: rows };
});
app.get('/readyz', async () => ({ status: 'ok' }));

process.on('SIGTERM', () => {
  void app.close().then(() => sql.end());
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
