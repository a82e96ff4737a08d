import t from 'tap';
import { seizureBody } from '../../../src/features/dossier/seizures/schema.js';
import { decideSeizure, latestTermEnd } from '../../../src/law/seizures/order.js';
import type { AssetKind } from '../../../src/law/seizures/terms.js';
import { SEIZURE } from '../../support/story.js';

t.test('the longest term of a seizure (LS-01)', (t) => {
  const rows: readonly (readonly [AssetKind, string, string, string])[] = [
    ['BANK_DEPOSIT', '2023-09-06', '2024-09-06', 'a year for money in a bank'],
    ['MOVABLE', '2023-09-06', '2025-09-06', 'two years for movables'],
    ['IMMOVABLE', '2023-09-06', '2026-09-06', 'three years for land and houses'],
    ['OTHER_RIGHT', '2023-09-06', '2026-09-06', 'three years for other rights'],
    ['BANK_DEPOSIT', '2024-02-29', '2025-02-28', '29 February becomes 28 February'],
    ['MOVABLE', '2024-02-29', '2026-02-28', 'also after two years'],
    ['IMMOVABLE', '2021-02-28', '2024-02-28', '28 February stays, also in a leap year'],
    ['MOVABLE', '2023-12-31', '2025-12-31', 'the end of a year'],
  ];
  for (const [kind, from, latest, reason] of rows) t.equal(latestTermEnd(kind, from), latest, reason);
  t.end();
});

t.test('what an order may say, and what none may say', (t) => {
  const live = (overrides: object) => seizureBody.decode({ ...SEIZURE, ...overrides } as never);
  const keptBy = (kind: string) => ({ custodian: { kind, name: '某人' } });
  const dead = { mode: 'DEAD', usePermitted: false };
  const rows: readonly (readonly [string, object, string])[] = [
    ['the order of the main story', {}, 'ORDERED'],
    ['a live seizure that the court keeps', keptBy('COURT'), 'use-needs-debtor-custody'],
    ['a live seizure that the applicant keeps', keptBy('APPLICANT'), 'use-needs-debtor-custody'],
    ['a live seizure that a third party keeps', keptBy('THIRD_PARTY'), 'use-needs-debtor-custody'],
    [
      'use while a third party keeps it, called dead',
      { mode: 'DEAD', ...keptBy('THIRD_PARTY') },
      'use-needs-debtor-custody',
    ],
    ['a live seizure without use', { usePermitted: false }, 'live-seizure-without-use'],
    ['a dead seizure with use', { mode: 'DEAD' }, 'dead-seizure-with-use'],
    ['a dead seizure that the court keeps', { ...dead, ...keptBy('COURT') }, 'ORDERED'],
    ['a dead seizure that the debtor keeps', dead, 'ORDERED'],
    ['the last day that is allowed', { to: '2025-09-06' }, 'ORDERED'],
    ['one day more', { to: '2025-09-07' }, 'seizure-term-too-long'],
    ['two years of a bank deposit', { assetKind: 'BANK_DEPOSIT' }, 'seizure-term-too-long'],
    ['two years of land', { assetKind: 'IMMOVABLE' }, 'ORDERED'],
    ['three years of land and a day', { assetKind: 'IMMOVABLE', to: '2026-09-07' }, 'seizure-term-too-long'],
    ['a single day', { to: '2023-09-06' }, 'ORDERED'],
    ['a second rank', { rank: 2 }, 'WAITING'],
  ];
  for (const [reason, overrides, expected] of rows) {
    const decision = decideSeizure(live(overrides));
    t.equal(decision.ok ? decision.value.status : decision.code, expected, reason);
  }
  t.end();
});
