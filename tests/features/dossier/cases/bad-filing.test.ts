import t from 'tap';
import { JSON_BODY, withLiteral, withValue } from '../../../plugins/bodies.js';
import { checkRefused, refusal, type RefusedRow } from '../../../plugins/refusals.js';
import { createTestApp } from '../../../support/app.js';
import { expectStatus, FILING } from '../../../support/story.js';
import { buildFiling } from './filings.js';

const invalid = (...pointers: string[]) => refusal('invalid-body', ...pointers);
const number = (text: unknown) => withValue(FILING, '/caseNumber', text);

/** The table of ID-01 and its neighbours. */
const CASE_NUMBERS: readonly RefusedRow<object>[] = [
  ['the serial number starts with 0', number('（2023）浙0702执0123号'), invalid('/caseNumber')],
  ['no parentheses around the year', number('2023浙0702执1234号'), invalid('/caseNumber')],
  ['the form before 2016', number('（2014）金婺执民字第123号'), invalid('/caseNumber')],
  ['no 号 at the end', number('（2023）浙0702执1234'), invalid('/caseNumber')],
  ['no type code', number('（2023）浙07021234号'), invalid('/caseNumber')],
  ['a type code of four characters', number('（2023）浙0702执行恢复1234号'), invalid('/caseNumber')],
  ['a court code of three digits', number('（2023）浙070执1234号'), invalid('/caseNumber')],
  ['a year before 2000', number('（1999）浙0702执1234号'), invalid('/caseNumber')],
  ['square brackets', number('[2023]浙0702执1234号'), invalid('/caseNumber')],
  ['text after the number', number('（2023）浙0702执1234号;drop table cases'), invalid('/caseNumber')],
  ['more digits than a case number holds', number(`（2023）浙0702执${'9'.repeat(80)}号`), invalid('/caseNumber')],
  ['an empty text', number(''), invalid('/caseNumber')],
  ['a number of JSON', number(1234), invalid('/caseNumber')],
  ['null', number(null), invalid('/caseNumber')],
  ['no case number at all', number(undefined), invalid('/caseNumber')],
  ['the number of a further ruling (号之一)', number('（2023）浙0702执1234号之一'), refusal('case-number-of-ruling')],
  ['a court that is not listed', number('（2023）浙0791执1234号'), refusal('court-not-listed')],
  ['the Supreme Court, not listed', number('（2025）最高法执监272号'), refusal('court-not-listed')],
  ['a high court that is not listed', number('（2020）甘执复207号'), refusal('court-not-listed')],
  ['another court of the table', number('（2023）浙0703执1234号'), refusal('case-number-other-court')],
  [
    'the court above, in half-width letters',
    withValue(number('(2024) 浙07执恢56号'), '/earlierCaseNumber', '（2023）浙07执55号'),
    refusal('case-number-other-court'),
  ],
  ['a resumed case without its earlier case', number('（2023）浙0702执恢8号'), refusal('earlier-case-missing')],
  [
    'a resumed case that goes on from a judgment',
    withValue(number('（2023）浙0702执恢8号'), '/earlierCaseNumber', '（2022）浙0702民初9号'),
    refusal('earlier-case-wrong-type'),
  ],
  [
    'a resumed case that goes on from a later case',
    withValue(number('（2023）浙0702执恢8号'), '/earlierCaseNumber', '（2024）浙0702执9号'),
    refusal('earlier-case-later-than-case', '/earlierCaseNumber'),
  ],
  [
    'an earlier case number that is none',
    withValue(FILING, '/earlierCaseNumber', '浙0702执9号'),
    invalid('/earlierCaseNumber'),
  ],
  [
    'a basis of a later year than the case',
    withValue(FILING, '/enforcementBasis/documentNumber', '（2024）浙0702民初1号'),
    refusal('basis-later-than-case', '/enforcementBasis/documentNumber'),
  ],
];

const code = (text: unknown) => withValue(FILING, '/enterprise/unifiedSocialCreditCode', text);
const CODE = '/enterprise/unifiedSocialCreditCode';

const PARTIES: readonly RefusedRow<object>[] = [
  ['a wrong check character', code('91330702MA2E7K3H48'), invalid(CODE)],
  ['two characters exchanged', code('91330702MA2EK73H47'), invalid(CODE)],
  ['a letter that credit codes do not have', code('91330702MA2E7K3O47'), invalid(CODE)],
  ['17 characters', code('91330702MA2E7K3H4'), invalid(CODE)],
  ['19 characters', code('91330702MA2E7K3H477'), invalid(CODE)],
  ['no code of the enterprise', code(undefined), invalid(CODE)],
  ['null as a code', code(null), invalid(CODE)],
  ['a number as a code', code(913307020000000000), invalid(CODE)],
  [
    'an applicant with a wrong check character',
    withValue(FILING, '/applicants/0/unifiedSocialCreditCode', '91330782MABT90XQ5Y'),
    invalid('/applicants/0/unifiedSocialCreditCode'),
  ],
  [
    'an organisation without a code',
    withValue(FILING, '/applicants/0/unifiedSocialCreditCode', undefined),
    invalid('/applicants/0/unifiedSocialCreditCode'),
  ],
  [
    'an individual with a code',
    withValue(FILING, '/applicants/0/kind', 'INDIVIDUAL'),
    invalid('/applicants/0/unifiedSocialCreditCode'),
  ],
  [
    'a kind of party that does not exist',
    withValue(FILING, '/applicants/0/kind', 'CAT'),
    invalid('/applicants/0/kind'),
  ],
  [
    'the same applicant twice',
    withValue(FILING, '/applicants', [FILING.applicants[0], FILING.applicants[0]]),
    invalid('/applicants/1/unifiedSocialCreditCode'),
  ],
  [
    'an enterprise that is its own applicant',
    withValue(FILING, '/applicants/0/unifiedSocialCreditCode', FILING.enterprise.unifiedSocialCreditCode),
    invalid('/applicants/0/unifiedSocialCreditCode'),
  ],
  ['no applicant', withValue(FILING, '/applicants', []), invalid('/applicants')],
  [
    'more applicants than a case has',
    withValue(
      FILING,
      '/applicants',
      Array.from({ length: 51 }, (_, index) => ({ name: `${index}`, kind: 'INDIVIDUAL' })),
    ),
    invalid('/applicants'),
  ],
  ['a name of blanks', withValue(FILING, '/enterprise/name', '   '), invalid('/enterprise/name')],
  ['a name of 201 letters', withValue(FILING, '/enterprise/name', '甲'.repeat(201)), invalid('/enterprise/name')],
];

const principal = (literal: string) => withLiteral(FILING, '/claim/principalFen', literal);
const PRINCIPAL = '/claim/principalFen';

const AMOUNTS: readonly RefusedRow<object | string>[] = [
  ['0 fen', principal('0'), invalid(PRINCIPAL)],
  ['minus zero', principal('-0'), invalid(PRINCIPAL)],
  ['negative', principal('-1'), invalid(PRINCIPAL)],
  ['fractional', principal('100.5'), invalid(PRINCIPAL)],
  ['one fen above 10^15', principal('1000000000000001'), invalid(PRINCIPAL)],
  ['beyond the integers that JSON keeps exact', principal('9007199254740993'), invalid(PRINCIPAL)],
  ['1e999, which no number holds', principal('1e999'), invalid(PRINCIPAL)],
  ['a text of digits', principal('"370000000"'), invalid(PRINCIPAL)],
  ['true', principal('true'), invalid(PRINCIPAL)],
  ['null', principal('null'), invalid(PRINCIPAL)],
  ['a list', principal('[1]'), invalid(PRINCIPAL)],
  ['an object', principal('{}'), invalid(PRINCIPAL)],
  ['no amount', withValue(FILING, PRINCIPAL, undefined), invalid(PRINCIPAL)],
  ['negative costs', withValue(FILING, '/claim/costsFen', -1), invalid('/claim/costsFen')],
  ['costs above 10^15', withValue(FILING, '/claim/costsFen', 1e15 + 1), invalid('/claim/costsFen')],
  ['a negative base of the fee', withValue(FILING, '/claim/feeBaseFen', -5), invalid('/claim/feeBaseFen')],
];

const INTEREST = '/claim/generalInterest';
const DATES_AND_RATES: readonly RefusedRow<object>[] = [
  ['30 February', withValue(FILING, '/filedOn', '2023-02-30'), invalid('/filedOn')],
  ['29 February of a common year', withValue(FILING, '/filedOn', '2023-02-29'), invalid('/filedOn')],
  ['month 13', withValue(FILING, '/filedOn', '2023-13-01'), invalid('/filedOn')],
  ['day 0', withValue(FILING, '/filedOn', '2023-09-00'), invalid('/filedOn')],
  ['one digit for the month', withValue(FILING, '/filedOn', '2023-9-01'), invalid('/filedOn')],
  ['a moment instead of a day', withValue(FILING, '/filedOn', '2023-09-01T00:00:00Z'), invalid('/filedOn')],
  ['a number', withValue(FILING, '/filedOn', 20230901), invalid('/filedOn')],
  ['a day before 1900', withValue(FILING, '/filedOn', '1899-12-31'), invalid('/filedOn')],
  ['a day after 2199', withValue(FILING, '/filedOn', '2200-01-01'), invalid('/filedOn')],
  ['a filing of tomorrow', withValue(FILING, '/filedOn', '2023-09-29'), refusal('filed-in-future', '/filedOn')],
  [
    'a basis that took effect on no day',
    withValue(FILING, '/enforcementBasis/effectiveOn', '2023-06-31'),
    invalid('/enforcementBasis/effectiveOn'),
  ],
  [
    'an unknown kind of basis',
    withValue(FILING, '/enforcementBasis/kind', 'PROMISE'),
    invalid('/enforcementBasis/kind'),
  ],
  [
    'performance within a negative number of days',
    withValue(FILING, '/enforcementBasis/performance', { days: -1 }),
    invalid('/enforcementBasis/performance/days'),
  ],
  [
    'performance by days and by date',
    withValue(FILING, '/enforcementBasis/performance', { days: 10, lastDate: '2023-06-15' }),
    invalid('/enforcementBasis/performance'),
  ],
  [
    'no year basis for an annual rate',
    withValue(FILING, `${INTEREST}/yearBasis`, undefined),
    invalid(`${INTEREST}/yearBasis`),
  ],
  ['a year of 366 days', withValue(FILING, `${INTEREST}/yearBasis`, 366), invalid(`${INTEREST}/yearBasis`)],
  ['a rate as a number', withValue(FILING, `${INTEREST}/rate/multiplier`, 1), invalid(`${INTEREST}/rate/multiplier`)],
  [
    'a rate with an exponent',
    withValue(FILING, `${INTEREST}/rate/multiplier`, '1e3'),
    invalid(`${INTEREST}/rate/multiplier`),
  ],
  ['an unknown kind of rate', withValue(FILING, `${INTEREST}/rate/type`, 'PRIME'), invalid(`${INTEREST}/rate/type`)],
  [
    'interest before the first published rate',
    withValue(FILING, `${INTEREST}/from`, '2010-01-01'),
    invalid(`${INTEREST}/from`),
  ],
  [
    'a spread that makes the rate negative',
    withValue(FILING, `${INTEREST}/rate/spreadPercent`, '-9'),
    invalid(`${INTEREST}/rate/spreadPercent`),
  ],
];

const UNKNOWN_FIELDS: readonly RefusedRow<object>[] = [
  ['at the top', { ...FILING, id: '1' }, invalid('/id')],
  ['inside the enterprise', withValue(FILING, '/enterprise/phone', '1'), invalid('/enterprise/phone')],
  ['inside an applicant', withValue(FILING, '/applicants/0/phone', '1'), invalid('/applicants/0/phone')],
  ['inside the claim', withValue(FILING, '/claim/executionFeeFen', 1), invalid('/claim/executionFeeFen')],
  [
    'inside the rate',
    withValue(FILING, `${INTEREST}/rate/annualPercent`, '3'),
    invalid(`${INTEREST}/rate/annualPercent`),
  ],
  ['two at once', { ...FILING, a: 1, b: 2 }, invalid('/a', '/b')],
  ['whose name needs escaping in a pointer', { ...FILING, 'a/b~c': 1 }, invalid('/a~1b~0c')],
  ['that the server computes', { ...FILING, courtCode: '浙0702', state: 'CLOSED' }, invalid('/courtCode', '/state')],
];

const TEXTS: readonly RefusedRow<object>[] = [
  ['U+0000 in a name', withValue(FILING, '/enterprise/name', '绿\u0000景'), invalid('/enterprise/name')],
  [
    'half of a surrogate pair in a name',
    withValue(FILING, '/enterprise/name', '绿\ud800'),
    invalid('/enterprise/name'),
  ],
  ['the other half, in a list', withValue(FILING, '/applicants/0/name', '\udc00景'), invalid('/applicants/0/name')],
  ['U+0000 in the name of a field', { ...FILING, 'a\u0000': 1 }, invalid('/a')],
];

const TABLES: readonly (readonly [string, readonly RefusedRow<object | string>[]])[] = [
  ['a wrong case number', CASE_NUMBERS],
  ['a wrong party', PARTIES],
  ['a wrong amount', AMOUNTS],
  ['a wrong date or rate', DATES_AND_RATES],
  ['an unknown field', UNKNOWN_FIELDS],
  ['text that cannot be stored', TEXTS],
];

t.test('a filing is refused, with code and pointer and nothing stored,', async (t) => {
  const test = await createTestApp(t);
  const clerk = await test.as('clerk');
  for (const [what, rows] of TABLES) {
    await t.test(`for ${what}`, (t) =>
      checkRefused(t, test.deps.sql, rows, (body) => clerk.post('/v1/cases', body, JSON_BODY)),
    );
  }
});

t.test('what only looks wrong is filed', async (t) => {
  const test = await createTestApp(t);
  const clerk = await test.as('clerk');
  const rows: readonly (readonly [string, object | string, object])[] = [
    [
      'half-width letters and blanks',
      buildFiling(1, { caseNumber: '(2023) 浙0702 执 5001 号' }),
      { caseNumber: '（2023）浙0702执5001号' },
    ],
    [
      'full-width digits',
      buildFiling(2, { caseNumber: '（２０２３）浙0702执5002号' }),
      { caseNumber: '（2023）浙0702执5002号' },
    ],
    [
      'small letters in a credit code',
      withValue(buildFiling(3), CODE, ' 91330702ma2e7k3h47 '),
      { enterprise: { unifiedSocialCreditCode: '91330702MA2E7K3H47' } },
    ],
    ['10^15 fen', withValue(buildFiling(4), PRINCIPAL, 1e15), { claim: { principalFen: 1e15 } }],
    ['1 fen, written as 1.0', withLiteral(buildFiling(5), PRINCIPAL, '1.0'), { claim: { principalFen: 1 } }],
    [
      'a name of 200 letters outside the basic plane',
      withValue(buildFiling(6), '/enterprise/name', '𠮷'.repeat(100)),
      { enterprise: { name: '𠮷'.repeat(100) } },
    ],
    [
      'a resumed case with its earlier case',
      buildFiling(7, { caseNumber: '（2023）浙0702执恢7号', earlierCaseNumber: '（2022）浙0702执7号' }),
      { earlierCaseNumber: '（2022）浙0702执7号' },
    ],
    [
      'no interest and no account',
      withValue(withValue(buildFiling(8), INTEREST, undefined), '/collectionAccount', undefined),
      { claim: { generalInterest: null }, collectionAccount: null },
    ],
    [
      'a last day of performance',
      withValue(buildFiling(9), '/enforcementBasis/performance', { lastDate: '2023-06-15' }),
      { enforcementBasis: { performance: { lastDate: '2023-06-15' } } },
    ],
    [
      'an individual as applicant',
      withValue(buildFiling(10), '/applicants', [{ name: '王某', kind: 'INDIVIDUAL' }]),
      { applicants: [{ kind: 'INDIVIDUAL', unifiedSocialCreditCode: null }] },
    ],
  ];
  for (const [reason, body, expected] of rows) {
    t.match(expectStatus(await clerk.post('/v1/cases', body, JSON_BODY), 201).body, expected, reason);
  }
});

t.test('a case number is filed once, also when two file it at the same moment', async (t) => {
  const test = await createTestApp(t);
  const clerk = await test.as('clerk');
  const answers = await Promise.all(Array.from({ length: 5 }, () => clerk.post('/v1/cases', FILING)));
  t.same(answers.map((answer) => answer.status).sort(), [201, 409, 409, 409, 409]);
  await checkRefused(
    t,
    test.deps.sql,
    [['again, spelled otherwise', number('(2023)浙0702执1234号'), refusal('case-number-taken')]],
    (body) => clerk.post('/v1/cases', body),
  );
});
