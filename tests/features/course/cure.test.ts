import t from 'tap';
import { createSettledApp } from '../../support/settled-app.js';
import { expectStatus, P08, pay } from '../../support/story.js';

/** The sum that the newest notice of a kind says has to be paid, in fen. */
function sumOf(body: string): number {
  const [, sum = ''] = /到期应付合计 ([\d,.]+) 元/.exec(body) ?? [];
  return Number(sum.replace(/[,.]/g, ''));
}

t.test('who pays exactly what the demand says is no longer in breach', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  const { caseId } = settled;
  const [first, second] = [P08[0]?.[1] ?? 0, P08[1]?.[1] ?? 0];
  const newest = async (kind: string): Promise<string> =>
    expectStatus(await people.enterprise.get(`/v1/notices?kind=${kind}`), 200).body.items[0].body;
  await test.closeDays('2023-11-04');
  t.equal(sumOf(await newest('BREACH')), first);
  t.notMatch(await newest('BREACH'), /含此前各期欠款/);
  await pay(people, caseId, 10_000_000, '2023-11-04');
  await test.closeDays('2023-12-03');
  const demand = await newest('DEMAND');
  t.equal(sumOf(demand), first - 10_000_000 + second, 'the older arrears are part of it');
  t.match(demand, /含此前各期欠款/);
  t.equal(sumOf(await newest('OVERDUE')), first - 10_000_000 + second);
  t.match((await people.clerk.get(`/v1/cases/${caseId}`)).body, { state: 'BREACHED' });

  await pay(people, caseId, second, '2023-12-03');
  t.match(
    (await people.clerk.get(`/v1/cases/${caseId}`)).body,
    { state: 'BREACHED' },
    'the instalment alone cures nothing',
  );
  await pay(people, caseId, sumOf(demand) - second, '2023-12-03');
  t.match((await people.clerk.get(`/v1/cases/${caseId}`)).body, { state: 'PERFORMING' });
  t.equal((await people.enterprise.get('/v1/notices?kind=CURED')).body.items.length, 1);
});

t.test('a receipt says where the money went and what is left', async (t) => {
  const { people, settled } = await createSettledApp(t);
  const first = P08[0]?.[1] ?? 0;
  const whole = P08.reduce((sum, [, fen]) => sum + fen, 0);
  await pay(people, settled.caseId, first + 1_000_000, '2023-09-28');
  for (const who of [people.enterprise, people.applicant]) {
    const { body } = expectStatus(await who.get('/v1/notices?kind=PAYMENT_BOOKED'), 200).body.items[0];
    t.match(body, /其中第 1 期 347,205\.14 元、第 2 期 10,000\.00 元。/);
    const left = ((whole - first - 1_000_000) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
    t.ok(body.includes(`入账后尚欠 ${left} 元。`), body);
  }
  await pay(people, settled.caseId, whole - first - 1_000_000 + 7, '2023-09-28');
  const { body } = (await people.enterprise.get('/v1/notices?kind=PAYMENT_BOOKED')).body.items[0];
  t.match(body, /溢付款 0\.07 元。入账后尚欠 0\.00 元。/);
});
