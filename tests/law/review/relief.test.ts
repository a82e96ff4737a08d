import t from 'tap';
import { type AskedDepartment, decideOnRelief, type ReliefFacts } from '../../../src/law/review/relief.js';

const today = '2024-03-15';
const answered = (name: string): AskedDepartment => ({ name, dueOn: '2024-03-20', hasAnswered: true });
const silentUntil = (name: string, dueOn: string): AskedDepartment => ({ name, dueOn, hasAnswered: false });

const GRANT: ReliefFacts = {
  today,
  grants: true,
  reasons: '有挽救价值;税务局逾期未复。',
  isStopped: false,
  asked: [answered('经信局'), silentUntil('税务局', '2024-03-14')],
  hasMet: true,
  hasCourtRecord: true,
};
const REJECT: ReliefFacts = {
  ...GRANT,
  grants: false,
  asked: [silentUntil('税务局', '2024-03-20')],
  hasCourtRecord: false,
};

const ROWS: readonly [string, ReliefFacts, string | null][] = [
  ['all there, the silent one named', GRANT, null],
  [
    'its limit is yesterday, so it has passed',
    { ...GRANT, asked: [answered('甲'), silentUntil('税务局', '2024-03-14')] },
    null,
  ],
  [
    'its limit is today, which is its own',
    { ...GRANT, asked: [answered('甲'), silentUntil('税务局', today)] },
    'opinions-awaited',
  ],
  [
    'its limit is tomorrow',
    { ...GRANT, asked: [answered('甲'), silentUntil('税务局', '2024-03-16')] },
    'opinions-awaited',
  ],
  [
    'nobody has answered, though all time has passed',
    { ...GRANT, asked: [silentUntil('税务局', '2024-03-14')] },
    'opinion-missing',
  ],
  ['the court itself says nothing', { ...GRANT, hasCourtRecord: false }, 'court-record-missing'],
  ['the reasons do not name the silent one', { ...GRANT, reasons: '有挽救价值。' }, 'silence-unnamed'],
  ['all have answered: nobody is to be named', { ...GRANT, reasons: '有挽救价值。', asked: [answered('甲')] }, null],
  ['a grant without a meeting', { ...GRANT, hasMet: false }, 'meeting-missing'],
  ['a grant against a fact that forbids it', { ...GRANT, isStopped: true }, 'hard-stop-forbids'],
  ['a rejection waits for nobody but the meeting', REJECT, null],
  ['a rejection without a meeting', { ...REJECT, hasMet: false }, 'meeting-missing'],
  ['a rejection upon a fact that forbids relief, at once', { ...REJECT, hasMet: false, isStopped: true }, null],
];

t.test('JR-01, section 8.2, 8.3: when the court may decide on relief', (t) => {
  for (const [reason, facts, code] of ROWS) {
    const outcome = decideOnRelief(facts);
    t.equal(outcome.ok ? null : outcome.code, code, reason);
  }
  t.end();
});
