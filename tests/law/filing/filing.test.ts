import t from 'tap';
import { COURTS } from '../../../drizzle/reference-data/courts.js';
import { filingBody } from '../../../src/features/dossier/cases/schema.js';
import { decideFiling } from '../../../src/law/filing/filing.js';
import { warnOfFiling } from '../../../src/law/filing/warnings.js';
import { creditCodeCheckCharacter } from '../../../src/shared/identifiers/credit-code.js';
import { FILING } from '../../support/story.js';

const facts = { courtCode: '浙0702', listedCourts: new Set(COURTS.map((court) => court.code)), today: '2023-09-28' };

t.test('whether a case may be filed under its number', (t) => {
  const rows: readonly (readonly [string, object, string])[] = [
    ['the reference case', {}, 'accepted'],
    ['filed today', { filedOn: '2023-09-28' }, 'accepted'],
    ['a civil case', { caseNumber: '（2023）浙0702民初1号' }, 'case-number-wrong-family'],
    ['an objection', { caseNumber: '（2023）浙0702执异1号' }, 'case-number-wrong-family'],
    ['another enforcement', { caseNumber: '（2023）浙0702执他1号' }, 'accepted'],
    ['preservation on a judgment', { caseNumber: '（2023）浙0702执保1号' }, 'case-number-wrong-family'],
    [
      'preservation on a preservation ruling',
      {
        caseNumber: '（2023）浙0702执保1号',
        enforcementBasis: { ...FILING.enforcementBasis, kind: 'PRESERVATION_RULING' },
      },
      'accepted',
    ],
    ['filed tomorrow', { filedOn: '2023-09-29' }, 'filed-in-future'],
    ['numbered for the year after', { caseNumber: '（2024）浙0702执1号' }, 'case-number-year-differs'],
    ['numbered for the year before, in September', { caseNumber: '（2022）浙0702执1号' }, 'case-number-year-differs'],
    ['a further ruling', { caseNumber: '（2023）浙0702执1234号之二' }, 'case-number-of-ruling'],
    ['a court that is not listed', { caseNumber: '（2023）浙0791执1号' }, 'court-not-listed'],
    ['a court of another province', { caseNumber: '（2023）苏0102执1号' }, 'court-not-listed'],
    ['the court next door', { caseNumber: '（2023）浙0703执1号' }, 'case-number-other-court'],
    ['the court above', { caseNumber: '（2023）浙07执1号' }, 'case-number-other-court'],
    ['a type that we do not know', { caseNumber: '（2023）浙0702执前1号' }, 'accepted'],
    ['a resumed case without the earlier one', { caseNumber: '（2023）浙0702执恢1号' }, 'earlier-case-missing'],
    [
      'a resumed case of another court',
      { caseNumber: '（2023）浙0702执恢1号', earlierCaseNumber: '（2021）浙0703执9号' },
      'accepted',
    ],
    [
      'a resumed case that goes on from a resumed one',
      { caseNumber: '（2023）浙0702执恢1号', earlierCaseNumber: '（2022）浙0702执恢9号' },
      'accepted',
    ],
    ['an earlier case of a later year', { earlierCaseNumber: '（2024）浙0702执9号' }, 'earlier-case-later-than-case'],
    ['an earlier case that is a judgment', { earlierCaseNumber: '（2022）浙0702民初9号' }, 'earlier-case-wrong-type'],
    [
      'a basis of the next year',
      { enforcementBasis: { ...FILING.enforcementBasis, documentNumber: '（2024）浙0702民初1号' } },
      'basis-later-than-case',
    ],
    [
      'a basis whose number we cannot read',
      { enforcementBasis: { ...FILING.enforcementBasis, documentNumber: '金仲裁字第8号' } },
      'accepted',
    ],
    [
      'a basis of the form before 2016',
      { enforcementBasis: { ...FILING.enforcementBasis, documentNumber: '（2014）金婺民初字第123号' } },
      'accepted',
    ],
  ];
  for (const [reason, change, expected] of rows) {
    const input = filingBody.decode({ ...FILING, ...change } as never);
    const decision = decideFiling(input, facts);
    t.equal(decision.ok ? 'accepted' : decision.code, expected, reason);
    if (decision.ok) t.equal(decision.value.courtCode, '浙0702');
    else t.ok(decision.detail.length > 10, 'and it says why');
  }
  t.end();
});

t.test('whoever belongs to no court files nothing', (t) => {
  t.match(decideFiling(filingBody.decode(FILING as never), { ...facts, courtCode: '' }), {
    ok: false,
    code: 'case-number-other-court',
  });
  t.end();
});

t.test('what of a filing is worth a second look', (t) => {
  const good = { name: '甲公司', unifiedSocialCreditCode: '91330702MA2E7K3H47' };
  const start = '91330702000000001';
  const doubtful = { name: '乙公司', unifiedSocialCreditCode: `${start}${creditCodeCheckCharacter(start)}` };
  const person = { name: '丙', unifiedSocialCreditCode: null };
  const rows: readonly (readonly [string, string, string, Parameters<typeof warnOfFiling>[1], readonly string[]])[] = [
    ['the reference case', '（2023）浙0702执1234号', '2023-09-01', [good, person], []],
    ['a number of the year before', '（2023）浙0702执1234号', '2024-01-15', [], ['CASE_NUMBER_OF_YEAR_BEFORE']],
    ['a type that is not known', '（2023）浙0702执前1号', '2023-09-01', [], ['CASE_TYPE_UNKNOWN']],
    ['a number that was stored before 2016', '（2014）金婺执民字第123号', '2014-09-01', [], []],
  ];
  for (const [reason, caseNumber, filedOn, parties, expected] of rows) {
    const codes = warnOfFiling({ caseNumber, filedOn }, parties).map(({ code }) => code);
    t.same(codes, expected, reason);
  }
  const warnings = warnOfFiling({ caseNumber: '（2023）浙0702执1号', filedOn: '2023-09-01' }, [good, doubtful]);
  t.match(warnings, [{ code: 'ORGANISATION_CODE_CHECK', detail: /乙公司/, detailZh: /“乙公司”/ }]);
  t.equal(warnings.length, 1);
  t.end();
});
