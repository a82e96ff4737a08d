import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import t from 'tap';
import { formatYuan } from '../../../../src/shared/money.js';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { readFormulas, readPages, readWorkbook, toFen } from '../../../support/papers.js';
import { expectStatus, FILING, P08, pay, type People, PLAN, settleCase, signInAll } from '../../../support/story.js';

const BUCKETS = [
  'EXECUTION_FEE',
  'COSTS',
  'GENERAL_INTEREST',
  'OTHER_MONETARY',
  'PRINCIPAL',
  'DOUBLED_INTEREST',
] as const;

/** A settled case with three instalments paid on their days, on 2 January 2024. */
async function performingCase(t: { teardown(work: () => unknown): void }) {
  const test = await createTestApp(t, { clockStart: '2024-01-02' });
  const people = await signInAll(test);
  const { caseId, planId } = await settleCase(people, FILING, PLAN, { acknowledgeBreach: true });
  for (const [on, amountFen] of P08.slice(0, 3)) await pay(people, caseId, amountFen, on);
  return { test, people, caseId, planId, path: `/v1/cases/${caseId}/statement` };
}

async function countExports(people: People, caseId: string): Promise<number> {
  const { body } = await people.clerk.get(`/v1/cases/${caseId}/timeline?limit=200`);
  return body.items.filter((event: { type: string }) => event.type === 'STATEMENT_EXPORTED').length;
}

/** Every amount of a JSON answer, by its path. */
function amountsOf(value: unknown, path = ''): [string, number][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): [string, number][] => {
    const isAmount = typeof inner === 'number' && (key.endsWith('Fen') || key === key.toUpperCase());
    return isAmount ? [[`${path}/${key}`, inner]] : amountsOf(inner, `${path}/${key}`);
  });
}

t.test('the statement says who, on what basis, what was paid, what is left', async (t) => {
  const { people, caseId, planId, path } = await performingCase(t);
  const { body } = expectStatus(await people.applicant.get(path), 200);
  t.match(body, {
    caseId,
    caseNumber: FILING.caseNumber,
    court: { code: '浙0702', name: '金华市婺城区人民法院' },
    asOf: '2024-01-02',
    enterprise: FILING.enterprise,
    applicants: [{ name: '义乌市宏远建材有限公司' }],
    enforcementBasis: { documentNumber: '（2023）浙0702民初2345号' },
    claim: { principalFen: 370000000, executionFeeFen: 3940000 },
    plan: { planId, planNo: 1, totals: { paidInstalments: 3, outstandingPrincipalFen: 269090911 } },
    marks: [],
  });
  t.match(
    body.original.entries.map((entry: { balances: object }) => entry.balances),
    [
      { PRINCIPAL: 351715664, DOUBLED_INTEREST: 8935500 },
      { PRINCIPAL: 318122834, DOUBLED_INTEREST: 10782007 },
      { PRINCIPAL: 284534493, DOUBLED_INTEREST: 12619166 },
    ],
    'the ledger of the basis equals the worked example P12',
  );
  t.equal(body.original.shadowFen, 5885166, 'the doubled part from the settlement on (97 days)');
  const paid = body.allocations.reduce((sum: number, one: { amountFen: number }) => sum + one.amountFen, 0);
  t.equal(paid, 34720514 + 34590161 + 34580623, 'every fen of every payment has a place');
  const { digest, ...content } = body;
  t.equal(
    digest,
    createHash('sm3')
      .update(canonicalize(content) ?? '')
      .digest('hex'),
    'the digest can be recomputed',
  );
  t.equal(await countExports(people, caseId), 0, 'reading is no export');
});

t.test('the workbook holds the same figures, as numbers, dates and formulas', async (t) => {
  const { people, caseId, path } = await performingCase(t);
  const { body } = expectStatus(await people.clerk.get(path), 200);
  const answer = expectStatus(await people.clerk.get(`${path}?format=xlsx`), 200);
  t.match(answer.headers, {
    'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'content-disposition': /attachment; filename="statement-2024-01-02.xlsx"; filename\*=UTF-8''%E5%AF%B9/,
  });
  const sheets = await readWorkbook(answer.bytes);
  const lines = (name: string) => (sheets[name] ?? []).slice(3);
  const cover = Object.fromEntries((sheets['概要'] ?? []).map(([name, value]) => [name, value]));
  t.match(cover, { 案号: body.caseNumber, 执行法院: body.court.name, '数据摘要(SM3)': body.digest });
  t.match(sheets['概要']?.[0]?.[0], /^导出:王书记员\(clerk\) \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'the watermark');

  const { original, plan } = body;
  const entries = lines('入账').slice(0, original.entries.length);
  t.same(
    entries.map(([on, , general, , doubled, payment, ...rest]) => [
      on,
      ...[general, doubled, payment, ...rest].map(toFen),
    ]),
    original.entries.map((entry: Record<string, unknown> & { allocation: Record<string, number> }) => [
      entry['date'],
      entry['generalInterestFen'],
      entry['doubledFen'],
      entry['paymentFen'],
      ...BUCKETS.map((bucket) => entry.allocation[bucket] ?? 0),
      entry['surplusFen'],
    ]),
  );
  t.same(
    entries.map((row) => [row[1], row[3]]),
    original.entries.map((entry: Record<string, number>) => [entry['generalInterestDays'], entry['doubledDays']]),
  );
  t.same(
    lines('入账后余额').map(([on, ...balances]) => [on, ...balances.map(toFen)]),
    original.entries.map((entry: { date: string; balances: Record<string, number> }) => {
      const balances = BUCKETS.map((bucket) => entry.balances[bucket] ?? 0);
      return [entry.date, ...balances, balances.reduce((sum, one) => sum + one, 0)];
    }),
  );
  const closing = lines('截至日余额').map((row) => toFen(row[1]));
  t.same(closing, [...BUCKETS.map((bucket) => original.closing[bucket]), original.closing.totalFen], 'with the total');
  t.same(
    lines('另行列示')
      .slice(0, 2)
      .map((row) => toFen(row[1])),
    [original.closing.surplusFen, original.shadowFen],
  );
  t.same(
    lines('到账')
      .slice(0, -1)
      .map(([on, amount, , payer, reference]) => [on, toFen(amount), payer, reference]),
    body.payments.map((one: Record<string, unknown>) => [
      one['receivedOn'],
      one['amountFen'],
      one['payerName'],
      one['reference'],
    ]),
  );
  t.same(
    lines('抵充')
      .slice(0, -1)
      .map(([on, , version, no, amount]) => [on, version, no, toFen(amount)]),
    body.allocations.map((one: Record<string, unknown>) => [
      one['receivedOn'],
      one['planNo'],
      one['instalmentNo'],
      one['amountFen'],
    ]),
  );
  const instalments = lines('分期').slice(0, -1);
  const keys = ['principalFen', 'interestFen', 'paymentFen', 'outstandingAfterFen', 'paidFen'] as const;
  t.same(
    instalments.map((row) => [row[0], row[1], row[2], row[3], ...row.slice(4, 9).map(toFen), row[10]]),
    plan.instalments.map((one: Record<string, unknown>) => [
      one['no'],
      one['nominalDueDate'],
      one['dueDate'],
      one['days'],
      ...keys.map((key) => one[key]),
      one['paidInFullOn'],
    ]),
  );
  const { totals } = plan;
  const sums = lines('分期').at(-1) ?? [];
  t.same(
    [4, 5, 6, 8].map((index) => toFen(sums[index])),
    [totals.principalFen, totals.interestFen, totals.paymentFen, totals.paidFen],
  );
  t.same(
    lines('和解余额').map((row) => toFen(row[1])),
    [
      totals.paymentFen,
      totals.paidFen,
      totals.paidPrincipalFen,
      totals.paidInterestFen,
      totals.outstandingFen,
      totals.outstandingPrincipalFen,
      totals.overdueFen,
      plan.surplusFen,
    ],
  );
  const formulas = readFormulas(answer.bytes);
  t.ok(formulas.includes('SUM(E4:E14)'), 'sums are formulas over the lines above them');
  t.equal(formulas.length, 1 + 1 + 1 + 10 + 1 + 4);
  t.equal(await countExports(people, caseId), 1, 'the export stands on the chain of the case');
});

t.test('the PDF shows every figure of the statement, in Chinese, numbered, marked, archivable', async (t) => {
  const { people, caseId, path } = await performingCase(t);
  const { body } = expectStatus(await people.enterprise.get(path), 200);
  const before = (await people.clerk.get(`/v1/cases/${caseId}`)).headers['etag'];
  const answer = expectStatus(await people.enterprise.get(`${path}?format=pdf`), 200);
  t.equal(answer.headers['content-type'], 'application/pdf');
  const raw = answer.bytes.toString('latin1');
  t.match(raw, /pdfaid:part>2</, 'PDF/A-2');
  t.match(raw, /pdfaid:conformance>B</);
  t.same(
    [...new Set(raw.match(/BaseFont \/[A-Z]{6}\+[\w-]+/g))].filter((font) => !font.includes('NotoSans')),
    [],
  );
  const pages = await readPages(answer.bytes);
  const text = pages.join('\n');
  for (const [place, amountFen] of amountsOf(body)) t.ok(text.includes(formatYuan(BigInt(amountFen))), place);
  for (const word of [
    body.caseNumber,
    body.enterprise.name,
    body.applicants[0].name,
    body.enforcementBasis.documentNumber,
  ]) {
    t.ok(text.includes(word), word);
  }
  for (const [index, page] of pages.entries()) {
    t.ok(page.includes(`第 ${index + 1} 页 共 ${pages.length} 页`), `page ${index + 1} says so`);
    t.ok(page.includes(body.digest), 'with the digest');
    t.match(page, /绿景园林\(enterprise\) \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, 'and the watermark');
  }
  t.notMatch(text, '\uFFFD');
  const { body: timeline } = await people.clerk.get(`/v1/cases/${caseId}/timeline?limit=1`);
  t.match(timeline.items[0], {
    type: 'STATEMENT_EXPORTED',
    actor: { name: '绿景园林' },
    data: { format: 'pdf', asOf: '2024-01-02', digest: body.digest },
  });
  t.equal(
    (await people.clerk.get(`/v1/cases/${caseId}`)).headers['etag'],
    before,
    'an export does not change the case',
  );
});

t.test('what people wrote is shown as they wrote it', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const filed = expectStatus(await people.clerk.post('/v1/cases', FILING), 201).body;
  const reference = '=HYPERLINK("http://x") #read("/etc/passwd") *粗* $x$ @y';
  const payment = {
    amountFen: 100,
    receivedOn: '2023-09-28',
    channel: 'CASH',
    reference,
    payerName: '龑𬭎䶮㛃㼆𫍯😀𠀀',
  };
  const entered = await people.clerk.post(`/v1/cases/${filed.id}/payments`, payment, { 'idempotency-key': 'rare' });
  expectStatus(await people.finance.post(`/v1/payments/${expectStatus(entered, 201).body.id}/approval`, {}), 200);
  const pdf = expectStatus(await people.clerk.get(`/v1/cases/${filed.id}/statement?format=pdf`), 200);
  const text = (await readPages(pdf.bytes)).join('').replaceAll(/\s/g, '');
  t.ok(text.includes(reference.replaceAll(' ', '')), 'no markup runs');
  t.ok(text.includes('龑𬭎䶮㛃㼆𫍯〔U+1F600〕〔U+20000〕'), 'rare characters have glyphs; what has none is named');
  const xlsx = expectStatus(await people.clerk.get(`/v1/cases/${filed.id}/statement?format=xlsx`), 200);
  const sheets = await readWorkbook(xlsx.bytes);
  t.equal(sheets['到账']?.[3]?.[4], reference);
  t.notOk(readFormulas(xlsx.bytes).some((formula) => formula.includes('HYPERLINK')));
  t.equal(sheets['分期'], undefined, 'without a settlement there is no plan');
});

t.test('a statement of an earlier day leaves out what came later', async (t) => {
  const { people, path } = await performingCase(t);
  const at = async (asOf: string) => expectStatus(await people.clerk.get(`${path}?asOf=${asOf}`), 200).body;
  t.match(await at('2023-11-29'), {
    payments: [{ receivedOn: '2023-10-31' }],
    plan: { totals: { paidInstalments: 1 } },
  });
  const before = await at('2023-09-27');
  t.match(before, { payments: [], allocations: [], plan: null, original: { shadowFen: 0 } }, 'before the settlement');
  for (const asOf of ['1900-01-01', '2199-12-31']) t.equal((await at(asOf)).asOf, asOf, 'the ends of the calendar');
  t.match((await at('2026-07-01')).marks, ['provisional']);
});

t.test('only who reaches the case gets its statement', async (t) => {
  const { test, people, caseId, path } = await performingCase(t);
  t.equal((await test.stranger.get(path)).status, 401);
  for (const name of ['clerk-0703', 'admin', 'monitor', 'security', 'dept-tax']) {
    const caller = await test.as(name);
    t.equal((await caller.get(path)).status, 404, name);
    t.equal((await caller.get(`${path}?format=pdf`)).status, 404, name);
  }
  for (const name of ['judge', 'finance', 'auditor'])
    t.equal((await (await test.as(name)).get(path)).status, 200, name);
  const wrong: [string, string][] = [
    ['format=docx', '/format'],
    ['asOf=2024-02-30', '/asOf'],
    ['asOf=today', '/asOf'],
    ['page=1', '/page'],
  ];
  for (const [query, pointer] of wrong) {
    t.match(await people.clerk.get(`${path}?${query}`), {
      status: 400,
      body: { code: 'invalid-query', errors: [{ pointer }] },
    });
  }
  t.equal((await people.clerk.get('/v1/cases/7/statement')).status, 400);
  t.equal(await countExports(people, caseId), 0, 'what was refused is no export');
});

t.test('many statements at once are all of one moment each', async (t) => {
  const { test, people, caseId, path }: { test: TestApp; people: People; caseId: string; path: string } =
    await performingCase(t);
  // The tables of days and rates have to be read anew while every connection is in use.
  test.deps.reference.forget?.();
  const [readings] = await Promise.all([
    Promise.all(Array.from({ length: 20 }, () => people.clerk.get(path))),
    pay(people, caseId, 1_000_00, '2024-01-02'),
  ]);
  for (const { status, body } of readings) {
    t.equal(status, 200);
    const sum = (list: { amountFen: number }[]) => list.reduce((total, one) => total + one.amountFen, 0);
    t.equal(sum(body.payments), sum(body.allocations));
    t.equal(sum(body.payments), body.plan.totals.paidFen);
  }
});
