import { z } from 'zod';
import { accept, type Outcome, refuse } from '../refusal.js';
import { withoutWritingHabits } from './as-written.js';

/** Groups of case types (ID-02). `RELATED` types are cited by a relief case but are not enforcement cases. */
export const CASE_TYPE_GROUPS = ['IMPLEMENTATION', 'REVIEW', 'OTHER', 'RELATED'] as const;
export type CaseTypeGroup = (typeof CASE_TYPE_GROUPS)[number];

export interface CaseType {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly group: CaseTypeGroup;
}

/** Type codes the product knows (ID-02); an unknown one is accepted with a warning. */
export const CASE_TYPES: readonly CaseType[] = [
  { code: '执', nameZh: '首次执行', nameEn: 'first enforcement', group: 'IMPLEMENTATION' },
  { code: '执恢', nameZh: '恢复执行', nameEn: 'resumed enforcement', group: 'IMPLEMENTATION' },
  { code: '执保', nameZh: '财产保全执行', nameEn: 'execution of preservation', group: 'IMPLEMENTATION' },
  { code: '执异', nameZh: '执行异议', nameEn: 'objection', group: 'REVIEW' },
  { code: '执复', nameZh: '执行复议', nameEn: 'review by the higher court', group: 'REVIEW' },
  { code: '执监', nameZh: '执行监督', nameEn: 'supervision', group: 'REVIEW' },
  { code: '执协', nameZh: '执行协调', nameEn: 'coordination', group: 'REVIEW' },
  { code: '执他', nameZh: '其他执行', nameEn: 'other enforcement', group: 'OTHER' },
  { code: '民初', nameZh: '民事一审', nameEn: 'civil first instance', group: 'RELATED' },
  { code: '民终', nameZh: '民事二审', nameEn: 'civil second instance', group: 'RELATED' },
  { code: '民再', nameZh: '民事再审', nameEn: 'civil retrial', group: 'RELATED' },
  { code: '民申', nameZh: '民事申请再审', nameEn: 'civil application for retrial', group: 'RELATED' },
  { code: '财保', nameZh: '财产保全', nameEn: 'preservation', group: 'RELATED' },
  { code: '破申', nameZh: '破产申请', nameEn: 'bankruptcy application', group: 'RELATED' },
  { code: '破', nameZh: '破产', nameEn: 'bankruptcy', group: 'RELATED' },
];

const TYPES_BY_CODE = new Map(CASE_TYPES.map((type) => [type.code, type]));

export interface CaseNumber {
  /** Canonical text with full-width parentheses. */
  readonly text: string;
  readonly year: number;
  /** `浙0702`, `浙07`, `浙` or `最高法`. */
  readonly courtCode: string;
  readonly typeCode: string;
  /** Undefined for a type the product doesn't know: accepted, shown with a warning (ID-02). */
  readonly type: CaseType | undefined;
  /** Serial number within court, type and year; digits, no leading zero. */
  readonly serial: string;
  /** `一` in `…号之一`, a further ruling in the same case. */
  readonly sub: string | undefined;
}

const HAN = '[\\u4e00-\\u9fa5]';
const CASE_NUMBER = new RegExp(
  `^（(?<year>20\\d{2})）(?<court>最高法|${HAN}(?:\\d{2}(?:\\d{2})?)?)` +
    `(?<type>${HAN}{1,3})(?<seq>[1-9]\\d*)号(?:之(?<sub>[一二三四五六七八九十]{1,3}))?$`,
);
/** The form in use until 2015: a court's short name and 字第 before the serial. */
const LEGACY_CASE_NUMBER = /^（(?:19|20)\d{2}）[\u4e00-\u9fa5]{1,12}字第\d+(?:-\d+)?号/;
const CASE_NUMBER_LENGTH_MAX = 60;

/** Full-width parentheses, ASCII digits, no blanks (ID-01). */
export function normaliseCaseNumber(text: string): string {
  return withoutWritingHabits(text).replace(/\(/g, '（').replace(/\)/g, '）');
}

/** Year that the number of a document begins with, of the present form or the one before 2016. */
export function yearOfNumber(text: string): number | undefined {
  const year = /^（((?:19|20)\d{2})）/.exec(normaliseCaseNumber(text))?.[1];
  return year === undefined ? undefined : Number(year);
}

/**
 * Normalises and reads a case number (案号).
 * Refuses: `case-number-legacy` (form before 2016, to be kept as `legacyCaseNumber`), `case-number-invalid`.
 * Law: ID-01, ID-02 (《关于人民法院案件案号的若干规定》 Art. 2, 3, 7, 9, 10).
 */
export function parseCaseNumber(input: string): Outcome<CaseNumber> {
  const text = normaliseCaseNumber(input);
  if (text.length > CASE_NUMBER_LENGTH_MAX) {
    return refuse('case-number-invalid', `A case number has at most ${CASE_NUMBER_LENGTH_MAX} characters.`);
  }
  const groups = CASE_NUMBER.exec(text)?.groups;
  if (groups) {
    const { type: typeCode = '', court: courtCode = '', seq: serial = '' } = groups;
    return accept({
      text,
      year: Number(groups['year']),
      courtCode,
      typeCode,
      type: TYPES_BY_CODE.get(typeCode),
      serial,
      sub: groups['sub'],
    });
  }
  if (LEGACY_CASE_NUMBER.test(text)) {
    return refuse('case-number-legacy', 'This is the form used before 2016; keep it as the legacy case number.');
  }
  return refuse('case-number-invalid', describeFault(text));
}

function describeFault(text: string): string {
  if (!/^（\d{4}）/.test(text)) {
    return 'A case number begins with the year in parentheses, such as （2023）.';
  }
  if (!/号(?:之[一二三四五六七八九十]{1,3})?$/.test(text)) {
    return 'A case number ends in 号, or in 号之 and a Chinese numeral.';
  }
  if (/[\u4e00-\u9fa5]0\d*号/.test(text)) {
    return 'The serial number must not start with 0.';
  }
  return 'A case number reads: （year） court code, type code, serial number, 号.';
}

/**
 * Checks that the earlier case can be one that this case goes on from.
 * Refuses: `earlier-case-missing` (a 执恢 case without its 执 case), `earlier-case-wrong-type`.
 * Law: ID-04; the years of the numbers are compared in `law/dates`.
 */
export function checkEarlierCase(caseNumber: CaseNumber, earlierCase: CaseNumber | undefined): Outcome<null> {
  const facts = { caseNumber: caseNumber.text };
  if (caseNumber.typeCode === '执恢' && earlierCase === undefined) {
    return refuse('earlier-case-missing', 'A resumed case (执恢) must name the earlier case (执).', { facts });
  }
  if (earlierCase !== undefined && !['执', '执恢'].includes(earlierCase.typeCode)) {
    return refuse('earlier-case-wrong-type', 'The earlier case must be an enforcement case (执 or 执恢).', { facts });
  }
  return accept(null);
}

/** Wire form of a case number: any accepted spelling comes in, the canonical text goes on (ID-01). */
export const caseNumberText = z
  .string()
  .max(CASE_NUMBER_LENGTH_MAX * 2)
  .overwrite(normaliseCaseNumber)
  .superRefine((text, context) => {
    const parsed = parseCaseNumber(text);
    if (!parsed.ok) {
      context.addIssue({ code: 'custom', message: parsed.detail, params: { code: parsed.code } });
    }
  });
