import fc from 'fast-check';
import t from 'tap';
import { FIXED_TABLE_NAMES, fixedColumnsOf, newestSet } from '../../../src/law/record/fixed-columns.js';
import { type Fix, FixedRows, fixRows, keyOfRow, RECORD_BASELINED } from '../../../src/law/record/row-digests.js';

const CONSENT = {
  court_code: '浙0702',
  id: '018f0000-0000-7000-8000-000000000001',
  case_id: '018f0000-0000-7000-8000-000000000002',
  applicant_id: '018f0000-0000-7000-8000-000000000003',
  scope: 'RELIEF',
  method: 'SIGNED_RECORD',
  given_on: '2023-09-28',
  evidence: null,
  file_ids: [],
  recorded_by: '018f0000-0000-7000-8000-000000000004',
  created_at: new Date('2023-09-28T01:02:03.004Z'),
};
const instalment = (no: number, principal = 1n) => ({
  court_code: '浙0702',
  plan_id: 'p',
  no,
  nominal_due_on: '2023-10-31',
  due_on: '2023-10-31',
  days: 31,
  principal_fen: principal,
  interest_fen: 0n,
  outstanding_after_fen: 0n,
  provisional: false,
});

/** A record that fixes these rows with its first event. */
function recordOf(fixes: readonly Fix[], type = 'CASE_FILED', seq = 1): FixedRows {
  const fixed = new FixedRows();
  fixed.add({ seq, type, fixes });
  return fixed;
}

t.test('a row is what its event fixed, or it is named', (t) => {
  const fixed = recordOf(fixRows('consents', 1, [CONSENT]));
  const compare = (rows: readonly object[]) =>
    fixed.compare((table) => (table === 'consents' ? (rows as Record<string, unknown>[]) : []));
  const row = `consents ${CONSENT.id}`;
  t.equal(compare([CONSENT]), undefined);
  t.equal(compare([{ ...CONSENT, more: 1 }]), undefined, 'a column that no set has says nothing');
  t.match(compare([{ ...CONSENT, scope: 'SETTLEMENT' }]), { fault: 'ROW_CHANGED', row, seq: 1 });
  t.match(compare([{ ...CONSENT, evidence: '' }]), { fault: 'ROW_CHANGED' }, 'nothing and an empty text differ');
  t.match(compare([{ ...CONSENT, file_ids: ['x'] }]), { fault: 'ROW_CHANGED' });
  t.match(compare([]), { fault: 'ROW_MISSING', row, seq: 1, found: 'no such row' });
  t.match(compare([CONSENT, { ...CONSENT, id: 'another' }]), { fault: 'ROW_UNKNOWN', row: 'consents another' });
  t.end();
});

t.test('the last word counts', (t) => {
  const fixed = recordOf(fixRows('consents', 1, [CONSENT]));
  const later = { ...CONSENT, scope: 'SETTLEMENT' };
  fixed.add({ seq: 2, type: 'X', fixes: null });
  fixed.add({ seq: 3, type: 'X', fixes: fixRows('consents', 1, [later]) });
  const compare = (row: object) => fixed.compare((table) => (table === 'consents' ? [{ ...row }] : []));
  t.equal(compare(later), undefined);
  t.match(compare(CONSENT), { fault: 'ROW_CHANGED', seq: 3 });
  t.end();
});

t.test('of the rows of an older case nothing is known until they are brought on record', (t) => {
  const fixed = new FixedRows();
  fixed.add({ seq: 1, type: 'CASE_FILED', fixes: null });
  const compare = () => fixed.compare((table) => (table === 'consents' ? [CONSENT] : []));
  t.equal(compare(), undefined);
  fixed.add({ seq: 2, type: RECORD_BASELINED, fixes: [] });
  t.match(compare(), { fault: 'ROW_UNKNOWN', seq: 2 });
  t.end();
});

t.test('rows of a group are fixed together, in the order of their numbers', (t) => {
  const rows = [instalment(10), instalment(2), instalment(1)];
  const fixes = fixRows('plan_instalments', 1, rows);
  t.equal(fixes.length, 1);
  t.equal(fixes[0]?.key, 'p');
  t.same(fixes, fixRows('plan_instalments', 1, rows.toReversed()), 'however they are read');
  t.not(fixes[0]?.digest, fixRows('plan_instalments', 1, rows.slice(1))[0]?.digest, 'one less');
  t.not(fixes[0]?.digest, fixRows('plan_instalments', 1, [...rows.slice(0, 2), instalment(1, 2n)])[0]?.digest);
  t.end();
});

t.test('another value of any column of the set gives another digest', (t) => {
  for (const table of FIXED_TABLE_NAMES) {
    const set = newestSet(table);
    const columns = fixedColumnsOf(table).sets[set] ?? [];
    const row = Object.fromEntries(columns.map((column) => [column, column]));
    const [whole] = fixRows(table, set, [row]);
    for (const column of columns) {
      const [changed] = fixRows(table, set, [{ ...row, [column]: null }]);
      t.not(changed?.digest, whole?.digest, `${table}.${column}`);
    }
  }
  t.throws(() => fixRows('consents', 99, [CONSENT]), /no set 99/);
  t.end();
});

t.test('a digest depends on values alone, not on the order of columns', (t) => {
  fc.assert(
    fc.property(fc.shuffledSubarray(Object.entries(CONSENT), { minLength: Object.keys(CONSENT).length }), (entries) => {
      const shuffled = Object.fromEntries(entries) as typeof CONSENT;
      return fixRows('consents', 1, [shuffled])[0]?.digest === fixRows('consents', 1, [CONSENT])[0]?.digest;
    }),
  );
  t.equal(keyOfRow('payment_decisions', { payment_id: 'a', decision: 'APPROVED' }), 'a/APPROVED');
  t.end();
});
