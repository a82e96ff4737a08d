import t from 'tap';
import { createTestApp } from '../../../support/app.js';
import { readFormulas, readPages, readWorkbook, toFen } from '../../../support/papers.js';
import { createSettledApp } from '../../../support/settled-app.js';
import { expectStatus, FILING, P08, pay, PLAN, settleCase, signInAll } from '../../../support/story.js';

t.test('the schedule comes as CSV, XLSX, PDF and calendar with the figures of the JSON', async (t) => {
  const test = await createTestApp(t, { clockStart: '2023-10-31' });
  const people = await signInAll(test);
  const { caseId, planId } = await settleCase(people, FILING, PLAN);
  const [first] = P08;
  await pay(people, caseId, first?.[1] ?? 0, '2023-10-31');
  const path = `/v1/plans/${planId}/schedule`;
  const { body } = expectStatus(await people.enterprise.get(path), 200);
  const get = async (format: string) => expectStatus(await people.enterprise.get(`${path}?format=${format}`), 200);

  await t.test('as CSV that a spreadsheet opens', async (t) => {
    const { headers, bytes } = await get('csv');
    t.equal(headers['content-type'], 'text/csv; charset=utf-8');
    t.same([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'with a byte order mark');
    const [titles, ...lines] = bytes
      .toString('utf8')
      .slice(1)
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    t.match(titles, ['期次', '约定日', '到期日']);
    t.equal(titles?.length, 13);
    t.same(
      lines.map(([no, , due, days, ...amounts]) => [
        Number(no),
        due,
        Number(days),
        ...amounts.slice(0, 5).map((one) => toFen(Number(one))),
      ]),
      body.instalments.map((one: Record<string, number>) => [
        one['no'],
        one['dueDate'],
        one['days'],
        one['principalFen'],
        one['interestFen'],
        one['paymentFen'],
        one['outstandingAfterFen'],
        one['paidFen'],
      ]),
    );
    t.match(lines[0]?.slice(-4), ['已付', '2023-10-31', '绿景园林(enterprise)', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/]);
  });

  await t.test('as XLSX with sums', async (t) => {
    const { bytes } = await get('xlsx');
    const rows = (await readWorkbook(bytes))['分期']?.slice(3) ?? [];
    t.same(
      rows.slice(0, -1).map((row) => [row[0], row[2], toFen(row[6]), toFen(row[8])]),
      body.instalments.map((one: Record<string, number>) => [
        one['no'],
        one['dueDate'],
        one['paymentFen'],
        one['paidFen'],
      ]),
    );
    t.same([toFen(rows.at(-1)?.[6]), toFen(rows.at(-1)?.[8])], [body.totals.paymentFen, body.totals.paidFen]);
    t.equal(readFormulas(bytes).length, 4);
  });

  await t.test('as PDF', async (t) => {
    const { headers, bytes } = await get('pdf');
    t.equal(headers['content-type'], 'application/pdf');
    const text = (await readPages(bytes)).join('\n');
    for (const [due, amountFen] of P08) {
      t.ok(text.includes(due));
      t.ok(text.includes(new Intl.NumberFormat('en', { minimumFractionDigits: 2 }).format(amountFen / 100)));
    }
  });

  await t.test('as calendar whose days no time zone moves', async (t) => {
    const { headers, bytes } = await get('ics');
    t.equal(headers['content-type'], 'text/calendar; charset=utf-8');
    const text = bytes.toString('utf8').replaceAll('\r\n ', '');
    t.same(
      [...text.matchAll(/DTSTART;VALUE=DATE:(\d+)/g)].map(([, day]) => day),
      P08.map(([due]) => due.replaceAll('-', '')),
    );
    t.notMatch(text, 'TZID');
    t.notMatch(text, /DTSTART:\d/);
    t.match(text, `UID:${planId}-9@reprieve`);
    t.match(text, '第 9 期应付 339\\,320.40 元');
  });

  const { body: timeline } = await people.clerk.get(`/v1/cases/${caseId}/timeline?limit=4`);
  t.same(
    timeline.items
      .map((event: { type: string; data: { format: string } }) => `${event.type} ${event.data.format}`)
      .reverse(),
    ['csv', 'xlsx', 'pdf', 'ics'].map((format) => `SCHEDULE_EXPORTED ${format}`),
    'each export stands on the chain',
  );
});

t.test('a schedule file is refused like the schedule itself', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  const { planId } = settled;
  const path = `/v1/plans/${planId}/schedule?format=csv`;
  t.equal((await test.stranger.get(path)).status, 401);
  t.equal((await (await test.as('clerk-0703')).get(path)).status, 404);
  t.equal((await people.admin.get(path)).status, 404);
  t.match(await people.clerk.get(path.replace('csv', 'docx')), {
    status: 400,
    body: { errors: [{ pointer: '/format' }] },
  });
  const late = expectStatus(await people.clerk.get(`${path}&asOf=2024-12-31`), 200);
  t.match(late.bytes.toString('utf8'), '逾期');
});
