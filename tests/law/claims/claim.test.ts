import t from 'tap';
import { type Claim, type ClaimChange, correctClaim, feeOfClaim } from '../../../src/law/claims/claim.js';
import { calculationTerms } from '../../../src/law/claims/terms.js';
import { refusalOf, valueOf } from '../../support/law-references.js';

const CLAIM: Claim = {
  principalFen: 370_000_000n,
  otherMonetaryFen: 0n,
  costsFen: 3_640_000n,
  feeBaseFen: 370_000_000n,
  executionFeeFen: 3_940_000n,
  generalInterest: null,
  calculation: calculationTerms.parse({}),
};
const RECOVERED: Claim = {
  ...CLAIM,
  executionFeeFen: 0n,
  calculation: calculationTerms.parse({ feeBase: 'RECOVERED' }),
};

t.test('FE-02: base and fee follow the claim unless somebody has set them apart', async (t) => {
  const cases: readonly [reason: string, claim: Claim, change: ClaimChange, expected: Partial<Claim>][] = [
    ['nothing changes', CLAIM, {}, CLAIM],
    [
      'the principal',
      CLAIM,
      { principalFen: 50_000_000n },
      { principalFen: 50_000_000n, feeBaseFen: 50_000_000n, executionFeeFen: 740_000n },
    ],
    [
      'other money',
      CLAIM,
      { otherMonetaryFen: 130_000_000n },
      { otherMonetaryFen: 130_000_000n, feeBaseFen: 500_000_000n, executionFeeFen: 5_240_000n },
    ],
    ['costs are no part of the base', CLAIM, { costsFen: 0n }, { costsFen: 0n, executionFeeFen: 3_940_000n }],
    ['a base of its own', CLAIM, { feeBaseFen: 50_000_000n }, { feeBaseFen: 50_000_000n, executionFeeFen: 740_000n }],
    [
      'which stays when the principal changes',
      { ...CLAIM, feeBaseFen: 50_000_000n, executionFeeFen: 740_000n },
      { principalFen: 1n },
      { feeBaseFen: 50_000_000n, executionFeeFen: 740_000n },
    ],
    ['a fee of the court', CLAIM, { executionFeeFen: 5n }, { executionFeeFen: 5n, feeBaseFen: 370_000_000n }],
    [
      'which stays as well',
      { ...CLAIM, executionFeeFen: 5n },
      { principalFen: 50_000_000n },
      { executionFeeFen: 5n, feeBaseFen: 50_000_000n },
    ],
    [
      'until the court decides again',
      { ...CLAIM, executionFeeFen: 5n },
      { executionFeeFen: 6n },
      { executionFeeFen: 6n },
    ],
    ['on what is recovered', CLAIM, { calculation: { feeBase: 'RECOVERED' } }, { executionFeeFen: 0n }],
    [
      'a fee of the court goes with it',
      { ...CLAIM, executionFeeFen: 5n },
      { calculation: { feeBase: 'RECOVERED' } },
      { executionFeeFen: 0n },
    ],
    ['and back', RECOVERED, { calculation: { feeBase: 'APPLIED' } }, { executionFeeFen: 3_940_000n }],
    [
      'back with a fee of the court',
      RECOVERED,
      { calculation: { feeBase: 'APPLIED' }, executionFeeFen: 7n },
      { executionFeeFen: 7n },
    ],
    ['a recovered base stays without fee', RECOVERED, { principalFen: 1n }, { executionFeeFen: 0n, feeBaseFen: 1n }],
  ];
  for (const [reason, claim, change, expected] of cases) {
    t.match(valueOf(correctClaim(claim, change)), expected, reason);
  }
  t.equal(feeOfClaim(0n, { feeBase: 'APPLIED' }), 5_000n, 'no amount: the lowest fee');
  for (const field of ['executionFeeFen', 'feeBaseFen']) {
    t.equal(refusalOf(correctClaim(RECOVERED, { [field]: 1n })), `fee-of-recovered-sum /${field}`);
  }
});

t.test('switches: what is given replaces what stands, null takes it away', async (t) => {
  const order = [...CLAIM.calculation.order].reverse();
  const agreed = { ...CLAIM, calculation: { ...CLAIM.calculation, order, agreementReference: '协议' } };
  const read = (claim: Claim, calculation: ClaimChange['calculation']) =>
    valueOf(correctClaim(claim, { calculation })).calculation;
  t.same(read(CLAIM, { order, agreementReference: '协议' }), agreed.calculation);
  t.same(read(agreed, { includeCosts: true }), { ...agreed.calculation, includeCosts: true }, 'the others stay');
  t.same(
    read(agreed, { order: CLAIM.calculation.order, agreementReference: null }),
    CLAIM.calculation,
    'back to the order of AL-04',
  );
  t.same(
    read(
      { ...CLAIM, calculation: { ...CLAIM.calculation, bankruptcyAcceptedOn: '2024-01-05' } },
      { bankruptcyAcceptedOn: null },
    ),
    CLAIM.calculation,
  );
  const orphan = correctClaim(agreed, { calculation: { agreementReference: null } });
  t.match(orphan, { ok: false, code: 'calculation-terms-invalid', pointer: '/calculation/agreementReference' });
  t.match(correctClaim(CLAIM, { calculation: { order: order.slice(1), agreementReference: '协议' } }), {
    ok: false,
    pointer: '/calculation/order',
  });
});

t.test('the interest clause is replaced, taken away, or left', async (t) => {
  const clause = {
    from: '2023-03-01',
    rate: { type: 'FIXED_DAILY', dailyPercent: '0.01' },
    paymentDay: 'INCLUDE',
  } as const;
  const withInterest = valueOf(correctClaim(CLAIM, { generalInterest: clause }));
  t.same(withInterest.generalInterest, clause);
  t.same(valueOf(correctClaim(withInterest, { costsFen: 1n })).generalInterest, clause);
  t.equal(valueOf(correctClaim(withInterest, { generalInterest: null })).generalInterest, null);
});
