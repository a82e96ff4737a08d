import fc from 'fast-check';
import t from 'tap';
import { compareAgreedSum } from '../../../src/law/schedule/agreed-sum.js';
import { needsReason, type WarnedPlan, warnOfPlan } from '../../../src/law/schedule/warnings.js';
import { addDays } from '../../../src/shared/civil-date.js';

t.test('PL-14: the agreed sum beside what is open by the basis', (t) => {
  const rows: [string, bigint, bigint, object][] = [
    ['the same', 370n, 370n, { openFen: 370n, excessFen: 0n, shortfallFen: 0n }],
    ['a fen above', 371n, 370n, { openFen: 370n, excessFen: 1n, shortfallFen: 0n }],
    ['a fen below', 369n, 370n, { openFen: 370n, excessFen: 0n, shortfallFen: 1n }],
    ['nothing open', 1n, 0n, { openFen: 0n, excessFen: 1n, shortfallFen: 0n }],
  ];
  for (const [reason, agreed, open, expected] of rows) t.same(compareAgreedSum(agreed, open), expected, reason);
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 15n), fc.bigInt(0n, 10n ** 15n), (agreed, open) => {
      const { excessFen, shortfallFen } = compareAgreedSum(agreed, open);
      return open + excessFen - shortfallFen === agreed && (excessFen === 0n || shortfallFen === 0n);
    }),
  );
  t.end();
});

const row = (no: number, dueDate: string) => ({ no, dueDate, principalFen: 100n });
const plan = (change: Partial<WarnedPlan> = {}): WarnedPlan => ({
  method: 'EQUAL_PRINCIPAL',
  instalments: [row(1, '2024-01-31'), row(2, '2024-02-29')],
  seizedUntil: undefined,
  signedOn: '2024-01-01',
  claimOpenFen: 200n,
  ...change,
});
const long = (rows: number) =>
  Array.from({ length: rows }, (_, index) => row(index + 1, addDays('2024-01-31', index * 30)));

t.test('what a plan warns of, and what of it only a reason answers (PL-14)', (t) => {
  const rows: [string, WarnedPlan, string[], boolean][] = [
    ['the whole claim in two rows', plan(), [], false],
    ['more than the claim', plan({ claimOpenFen: 199n }), ['ABOVE_CLAIM'], false],
    ['less than the claim', plan({ claimOpenFen: 201n }), ['BELOW_CLAIM'], false],
    ['a sum carried over', plan({ claimOpenFen: null }), [], false],
    ['60 rows', plan({ instalments: long(60), claimOpenFen: null }), [], false],
    ['61 rows', plan({ instalments: long(61), claimOpenFen: null }), ['TOO_MANY_INSTALMENTS'], true],
    ['90 days', plan({ instalments: [row(1, '2024-03-31')], claimOpenFen: null }), [], false],
    ['91 days', plan({ instalments: [row(1, '2024-04-01')], claimOpenFen: null }), ['FIRST_DUE_LATE'], true],
  ];
  for (const [reason, given, codes, asks] of rows) {
    const warnings = warnOfPlan(given);
    t.same(
      warnings.map(({ code }) => code),
      codes,
      reason,
    );
    t.equal(warnings.some(needsReason), asks, reason);
    for (const { detail, detailZh } of warnings) {
      t.match(detail, /^[A-Z].*\.$/);
      t.match(detailZh, /\p{Script=Han}.*。$/u);
    }
  }
  t.match(warnOfPlan(plan({ claimOpenFen: 150n }))[0], { detail: /0\.50 yuan above/, detailZh: /超出.*0\.50 元/ });
  t.end();
});
