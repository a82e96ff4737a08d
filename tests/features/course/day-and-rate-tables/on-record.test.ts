import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import t from 'tap';
import { createTestApp } from '../../../support/app.js';
import { expectStatus } from '../../../support/story.js';

const MAY = { announcedOn: '2026-05-20', lpr1Y: '2.90', lpr5Y: '3.40' };
const YEAR = { year: 2027, notice: '国办发明电〔2026〕8号', offDays: ['2027-01-01'], makeupWorkdays: [] };

const sm3 = (figures: object) =>
  createHash('sm3')
    .update(canonicalize(figures) ?? '')
    .digest('hex');

t.test(
  'entering and releasing rates and days is on record: who, what, and a digest of it (CP-01, CP-04)',
  async (t) => {
    const test = await createTestApp(t, { clockStart: '2026-06-10' });
    const { clerk, admin, chief, auditor } = Object.fromEntries(
      await Promise.all(
        ['clerk', 'admin', 'chief', 'auditor'].map(async (name) => [name, await test.as(name)] as const),
      ),
    );
    if (!clerk || !admin || !chief || !auditor) throw new Error('a sample account is missing');
    const { id } = expectStatus(await admin.post('/v1/lending-rates', MAY), 201).body;
    expectStatus(await admin.post('/v1/lending-rates', MAY), 409);
    expectStatus(await clerk.post(`/v1/lending-rates/${id}/release`, {}), 403);
    expectStatus(await chief.post(`/v1/lending-rates/${id}/release`, {}), 200);
    expectStatus(await admin.post('/v1/holidays', YEAR), 201);
    const why = { decision: 'REJECT', reason: '与通知不符' };
    expectStatus(await chief.post('/v1/holidays/2027/release', why), 200);

    const read = async (act: string) =>
      expectStatus(await auditor.get(`/v1/audit-events?log=ACCESS&type=${act}`), 200).body.items;
    const enteredBy = (await admin.get('/v1/me')).body.id;
    const rate = { entryId: id, enteredBy, figures: MAY, sm3: sm3(MAY) };
    t.match(await read('enterLendingRate'), [{ data: rate }]);
    t.match(await read('decideLendingRate'), [{ data: { ...rate, decision: 'RELEASE' } }]);
    const year = { enteredBy, figures: YEAR, sm3: sm3(YEAR) };
    t.match(await read('enterHolidays'), [{ data: year }]);
    t.match(await read('decideHolidays'), [{ data: { ...year, decision: 'REJECT' }, purpose: why.reason }]);
    t.match(expectStatus(await auditor.post('/v1/audit/verification', {}), 200).body, { result: 'WHOLE' });
  },
);
