import type { InterestCap } from '../../../law/interest/cap.js';
import type { GeneralInterest, GeneralInterestInput } from '../../../law/interest/general-interest.js';
import type { RateTable } from '../../../law/interest/lending-rates.js';
import { countDays, type Rate, type YearBasis } from '../../../law/interest/rate.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { formatYuan } from '../../../shared/money.js';
import type { ExplanationEntry } from './answer-schema.js';
import { listMarks } from './explanation.js';

const LPR_FROM: CivilDate = '2019-08-20';

/** One line per unbroken rate, so that a reader can do the sum again. */
export function describeSpans(
  spans: readonly { readonly from: CivilDate; readonly to: CivilDate; readonly ratePercent: string }[],
): string {
  return spans
    .map(({ from, to, ratePercent }) => `${from}…${to}: ${countDays(from, to)} d × ${ratePercent}%`)
    .join('; ');
}

/** The rate in words, as agreed or ordered. */
export function describeRate(rate: Rate): string {
  switch (rate.type) {
    case 'FIXED_ANNUAL':
      return `${rate.annualPercent}% a year`;
    case 'FIXED_DAILY':
      return `${rate.dailyPercent}% a day`;
    case 'LPR_FLOATING':
      return `${rate.term} LPR of each day × ${rate.multiplier} + ${rate.spreadPercent}%`;
    case 'LPR_FIXED':
      return `${rate.term} LPR of ${rate.fixedAt} × ${rate.multiplier} + ${rate.spreadPercent}%`;
  }
}

/** Rule that a rate follows on a day: agreed, published, or the benchmark before the LPR. */
export function findRateRule(rate: Rate, from: CivilDate): { rule: string; article: string } {
  if (rate.type === 'FIXED_ANNUAL' || rate.type === 'FIXED_DAILY') {
    return { rule: 'IN-11', article: '法释〔2014〕8号第一条第二款' };
  }
  const day = rate.type === 'LPR_FIXED' ? rate.fixedAt : from;
  return day < LPR_FROM
    ? { rule: 'IN-13', article: '中国人民银行贷款基准利率（2015-10-24）' }
    : { rule: 'IN-12', article: '中国人民银行公告〔2019〕第15号' };
}

/** The divisor of a rate in a formula: `÷ 365`, `÷ 360`, or nothing for a rate per day. */
export function describeDivisor(basis: YearBasis | null | undefined, rate: Rate): string {
  return rate.type === 'FIXED_DAILY' ? '' : ` ÷ ${basis}`;
}

/** The limit of a rate in words; nothing when there is none. */
export function describeCap(cap: InterestCap | undefined): Record<string, string> {
  if (cap === undefined) {
    return {};
  }
  return cap.type === 'FIXED'
    ? { cap: `${cap.annualPercent}% a year` }
    : {
        cap: '4 × 1Y LPR at contract; before 2020-08-20: 24% until 2020-08-19, then 4 × 1Y LPR at filing',
        contractMadeOn: cap.contractMadeOn,
        ...(cap.filedOn === undefined ? {} : { filedOn: cap.filedOn }),
      };
}

const PRIVATE_LOAN_LIMIT = '民间借贷规定第二十五条、第二十八条、第二十九条、第三十一条';

function findCapRule(cap: InterestCap | undefined): { rule: string; article: string } {
  return { rule: 'IN-11', article: cap?.type === 'PRIVATE_LOAN' ? PRIVATE_LOAN_LIMIT : '法释〔2014〕8号第一条第二款' };
}

/** Under a cap a rate per day is shown per year. */
function describeConversion(input: GeneralInterestInput, result: GeneralInterest): string {
  return input.rate.type === 'FIXED_DAILY' ? ` (rate per day × ${result.basis})` : '';
}

/** Explains days, rates and interest of one computation of general interest. */
export function explainGeneralInterest(
  input: GeneralInterestInput,
  result: GeneralInterest,
  rates: RateTable,
): ExplanationEntry[] {
  const included = input.paymentDay === 'INCLUDE';
  const divisor = result.basis === null ? '' : ` ÷ ${result.basis}`;
  const days: ExplanationEntry = {
    figure: '/days',
    value: String(result.days),
    formula: included ? 'to − from + 1' : 'to − from',
    numbers: { from: input.from, to: input.to },
    rule: 'IN-03',
    article: '法释〔2014〕8号第一条、第三条',
    textZh: included ? '首日计息，付款当日仍计息。' : '首日计息，付款当日不计息。',
    textEn: included
      ? 'The first day and the day of payment both bear interest.'
      : 'The first day bears interest, the day of payment does not.',
    marks: [],
  };
  const stated = input.rate.type.startsWith('LPR') ? 'LPR × multiplier + spread' : 'rate as stated';
  const segments = result.segments.map((segment, index) => ({
    figure: `/segments/${index}/ratePercent`,
    value: segment.ratePercent,
    formula: input.cap === undefined ? stated : `${stated}, at most the cap${describeConversion(input, result)}`,
    numbers: {
      from: segment.from,
      to: segment.to,
      days: String(segment.days),
      rate: describeRate(input.rate),
      ...describeCap(input.cap),
    },
    ...(segment.capped ? findCapRule(input.cap) : findRateRule(input.rate, segment.from)),
    textZh: `${segment.from}至${segment.to}共${segment.days}日，利率${segment.ratePercent}%。`,
    textEn: `${segment.days} days from ${segment.from} to ${segment.to} at ${segment.ratePercent}%.`,
    marks: listMarks({
      provisional: input.rate.type === 'LPR_FLOATING' ? rates.isProvisional(segment.to) : result.provisional,
      CAPPED: segment.capped === true,
    }),
  }));
  const interest: ExplanationEntry = {
    figure: '/interestFen',
    valueFen: result.interestFen,
    formula: `Σ principal × rate × days${divisor}, rounded half-up once`,
    numbers: { principal: formatYuan(input.principalFen), spans: describeSpans(result.segments) },
    rule: 'IN-02',
    article: '法释〔2014〕8号第一条第二款',
    textZh: `一般债务利息${formatYuan(result.interestFen)}元，各段合计后一次四舍五入到分。`,
    textEn: `General interest ${formatYuan(result.interestFen)} yuan: exact sum of the segments, rounded once.`,
    marks: listMarks({ provisional: result.provisional }),
  };
  return [days, ...segments, interest];
}
