import t from 'tap';
import { COURTS } from '../../../drizzle/reference-data/courts.js';
import {
  CASE_TYPES,
  caseNumberText,
  checkEarlierCase,
  parseCaseNumber,
  yearOfNumber,
} from '../../../src/shared/identifiers/case-number.js';
import { refusalOf, valueOf } from '../../support/law-references.js';

t.test('ID-01: case numbers are normalised and read', async (t) => {
  const rows: [string, string, string, string, string, string | undefined][] = [
    ['（2023）浙0702执1234号', '（2023）浙0702执1234号', '浙0702', '执', '1234', undefined],
    ['(2024) 浙07执恢56号', '（2024）浙07执恢56号', '浙07', '执恢', '56', undefined],
    ['（2025）最高法执监272号', '（2025）最高法执监272号', '最高法', '执监', '272', undefined],
    ['（2020）甘执复207号', '（2020）甘执复207号', '甘', '执复', '207', undefined],
    ['（2023）浙0702执1234号之一', '（2023）浙0702执1234号之一', '浙0702', '执', '1234', '一'],
    ['（２０２３）浙０７０２执１２３４号', '（2023）浙0702执1234号', '浙0702', '执', '1234', undefined],
    [' （2023） 浙 0702 民初 2345 号 ', '（2023）浙0702民初2345号', '浙0702', '民初', '2345', undefined],
  ];
  for (const [given, text, courtCode, typeCode, serial, sub] of rows) {
    t.match(
      valueOf(parseCaseNumber(given)),
      { text, courtCode, typeCode, serial, year: Number(text.slice(1, 5)) },
      given,
    );
    t.equal(valueOf(parseCaseNumber(given)).sub, sub, given);
  }
});

t.test('ID-01: what is no case number is refused with a reason', async (t) => {
  const rows: [string, string, RegExp][] = [
    ['（2023）浙0702执0123号', 'case-number-invalid', /start with 0/],
    ['2023浙0702执1234号', 'case-number-invalid', /parentheses/],
    ['（2014）金婺执民字第123号', 'case-number-legacy', /before 2016/],
    ['（2023）浙0702执1234', 'case-number-invalid', /ends in 号/],
    ['（1999）浙0702执1234号', 'case-number-invalid', /reads/],
    ['（2023）浙070执1234号', 'case-number-invalid', /reads/],
    ['', 'case-number-invalid', /parentheses/],
    [`（2023）浙0702执${'1'.repeat(80)}号`, 'case-number-invalid', /at most 60/],
    [`（2023）浙0702执${'1'.repeat(48)}号`, 'case-number-invalid', /at most 60/],
    ['（2014）金婺执民字第123-12号', 'case-number-legacy', /before 2016/],
    ['x（2014）金婺执民字第123号', 'case-number-invalid', /parentheses/],
    ['x（2023）浙0702执1234号', 'case-number-invalid', /parentheses/],
    ['（2023）浙0702执1234号附', 'case-number-invalid', /ends in 号/],
    ['（2023）浙0702执1234号之5', 'case-number-invalid', /ends in 号/],
    ['（2023）浙070执1234号之十一', 'case-number-invalid', /reads/],
  ];
  for (const [given, code, detail] of rows) {
    const outcome = parseCaseNumber(given);
    t.equal(refusalOf(outcome), code, given);
    t.match(outcome, { detail }, given);
  }
});

t.test('ID-02: a known type names its group, an unknown one is let through without', async (t) => {
  t.equal(valueOf(parseCaseNumber('（2024）浙0702执恢1号')).type?.group, 'IMPLEMENTATION');
  t.equal(valueOf(parseCaseNumber('（2024）浙07执复1号')).type?.group, 'REVIEW');
  t.equal(valueOf(parseCaseNumber('（2024）浙0702民初1号')).type?.group, 'RELATED');
  t.equal(valueOf(parseCaseNumber('（2024）浙0702刑初1号')).type, undefined);
});

t.test('ID-03: each court of the table stands under the one above', async (t) => {
  const codes = new Set(COURTS.map((court) => court.code));
  t.equal(codes.size, 11);
  for (const { code, parentCode, level } of COURTS) {
    t.ok(parentCode === null ? level === 'HIGH' : codes.has(parentCode) && code.startsWith(parentCode), code);
  }
});

t.test('ID-01: the longest case number still passes', async (t) => {
  const longest = `（2023）浙0702执${'1'.repeat(47)}号`;
  t.equal(longest.length, 60);
  t.equal(valueOf(parseCaseNumber(longest)).text, longest);
  t.equal(caseNumberText.parse(longest.replaceAll(/./g, ' $&')), longest, 'blanks are forgiven up to twice the length');
  t.notOk(caseNumberText.safeParse(`${longest}${' '.repeat(61)}`).success);
});

t.test('ID-02: every known type has a name in both languages', async (t) => {
  t.equal(CASE_TYPES.length, 15);
  for (const type of CASE_TYPES) {
    t.same(valueOf(parseCaseNumber(`（2024）浙0702${type.code}1号`)).type, type);
    t.ok(type.nameZh.length >= 2 && type.nameEn.length >= 9, type.code);
  }
});

t.test('ID-04: the numbers a case refers to must fit it', async (t) => {
  const number = (text: string) => valueOf(parseCaseNumber(text));
  const resumed = number('（2024）浙0702执恢56号');
  const first = number('（2023）浙0702执1234号');
  const rows: [string, Parameters<typeof checkEarlierCase>, string][] = [
    ['resumed from a first case', [resumed, first], 'accepted'],
    ['resumed in the same year', [resumed, number('（2024）浙0702执1号')], 'accepted'],
    ['resumed from a resumed case', [resumed, number('（2023）浙0702执恢1号')], 'accepted'],
    ['resumed from nothing', [resumed, undefined], 'earlier-case-missing'],
    ['a first case needs no earlier one', [first, undefined], 'accepted'],
    ['resumed from a judgment', [resumed, number('（2023）浙0702民初1号')], 'earlier-case-wrong-type'],
  ];
  for (const [reason, [caseNumber, earlier], expected] of rows) {
    const outcome = checkEarlierCase(caseNumber, earlier);
    t.equal(refusalOf(outcome), expected, reason);
    if (!outcome.ok) t.same(outcome.facts, { caseNumber: resumed.text });
  }
});

t.test('the year of a number is read off its beginning, whatever comes after', async (t) => {
  const rows: [string, number | undefined][] = [
    ['（2023）浙0702执1234号之一', 2023],
    ['(2014) 金婺执民字第123号', 2014],
    ['（１９９８）金仲裁字第8号', 1998],
    ['金仲裁字第8号（2023）', undefined],
    ['（23）浙0702执1号', undefined],
    ['', undefined],
  ];
  for (const [given, year] of rows) t.equal(yearOfNumber(given), year, given);
});

t.test('the wire form gives the canonical text', async (t) => {
  t.equal(caseNumberText.parse('(2023)浙0702执1234号'), '（2023）浙0702执1234号');
  t.match(caseNumberText.safeParse('（2014）金婺执民字第123号').error?.issues, [
    { params: { code: 'case-number-legacy' } },
  ]);
});
