import { layInterest } from '../../../law/interest/cap.js';
import type { RateTable } from '../../../law/interest/lending-rates.js';
import { excludesDays, settlementTreatmentOf } from '../../../law/ledger/doubled-terms.js';
import type { JudgmentLedger, LedgerInput, LedgerPosting } from '../../../law/ledger/ledger.js';
import type { SharedPosting } from '../../../law/ledger/shares.js';
import { BUCKETS, type Bucket, isStatutoryRate } from '../../../law/ledger/terms.js';
import { addDays, type CivilDate, maxDate, minDate } from '../../../shared/civil-date.js';
import { type Fen, formatYuan } from '../../../shared/money.js';
import { itemAt } from '../../../shared/require.js';
import type { ExplanationEntry } from './answer-schema.js';
import { listMarks, noteAbridged, pickRows, showYuan } from './explanation.js';
import { describeCap, describeSpans } from './interest-explanation.js';

const EARLIER_DELAY_EN = ' Delay before it is governed by earlier rules and is not computed.';

/** What a bucket stood at before the payment of a posting, but after its interest. */
function beforePayment(posting: LedgerPosting, bucket: Bucket): Fen {
  return posting.balances[bucket] + (posting.allocation[bucket] ?? 0n);
}

function explainDates(input: LedgerInput, ledger: JudgmentLedger): ExplanationEntry[] {
  const period =
    'lastDate' in input.performance
      ? { lastDate: input.performance.lastDate }
      : { effectiveDate: input.performance.effectiveDate, days: String(input.performance.days) };
  const marks = listMarks({ provisional: ledger.calendarProvisional, WEEKEND_ONLY: ledger.calendarProvisional });
  return [
    {
      figure: '/lastPerformanceDate',
      value: ledger.lastPerformanceDate,
      formula: 'effectiveDate + days, a rest day moves to the next working day',
      numbers: period,
      rule: 'IN-04',
      article: '民事诉讼法第八十五条；民法典第二百零一条至第二百零三条',
      textZh: `履行期间最后一日为${ledger.lastPerformanceDate}，遇休息日顺延至次一工作日。`,
      textEn: `The performance period ends on ${ledger.lastPerformanceDate}; a rest day moves to the next working day.`,
      marks,
    },
    {
      figure: '/doubledFrom',
      value: ledger.doubledFrom,
      formula: 'lastPerformanceDate + 1 day',
      numbers: { lastPerformanceDate: ledger.lastPerformanceDate },
      rule: ledger.earlierDelayLeftOut ? 'IN-25' : 'IN-21',
      article: ledger.earlierDelayLeftOut ? '法释〔2014〕8号第二条、第七条' : '法释〔2014〕8号第二条',
      textZh: `加倍部分债务利息自${ledger.doubledFrom}起计算。${ledger.earlierDelayLeftOut ? '此前的迟延适用当时的规定，不在此计算。' : ''}`,
      textEn: `The doubled part runs from ${ledger.doubledFrom}.${ledger.earlierDelayLeftOut ? EARLIER_DELAY_EN : ''}`,
      marks: [...marks, ...listMarks({ BEFORE_2014_NOT_COMPUTED: ledger.earlierDelayLeftOut })],
    },
  ];
}

function explainGeneral(
  input: LedgerInput,
  posting: LedgerPosting,
  index: number,
  previous: CivilDate | undefined,
  rates: RateTable,
): ExplanationEntry[] {
  const terms = input.generalInterest;
  if (terms === undefined || posting.generalInterestDays === 0) {
    return [];
  }
  const included = terms.paymentDay === 'INCLUDE';
  const lastOpenDay = included ? posting.date : addDays(posting.date, -1);
  const lastDay =
    input.bankruptcyAcceptedOn === undefined
      ? lastOpenDay
      : minDate(lastOpenDay, addDays(input.bankruptcyAcceptedOn, -1));
  const firstDay =
    previous === undefined ? terms.from : maxDate(terms.from, included ? addDays(previous, 1) : previous);
  const course = layInterest(terms, firstDay, lastDay, rates);
  const spans = course.ok ? course.value.spans : [];
  const basis = course.ok ? course.value.basis : null;
  return [
    {
      figure: `/postings/${index}/generalInterestFen`,
      valueFen: posting.generalInterestFen,
      formula: `Σ principal × rate × days${basis === null ? '' : ` ÷ ${basis}`}, rounded half-up once`,
      numbers: {
        principal: formatYuan(beforePayment(posting, 'PRINCIPAL')),
        days: String(posting.generalInterestDays),
        spans: describeSpans(spans),
        ...describeCap(terms.cap),
      },
      rule: 'IN-03',
      article: '法释〔2014〕8号第一条第二款',
      textZh: `截至${posting.date}计${posting.generalInterestDays}日，一般债务利息${formatYuan(posting.generalInterestFen)}元。`,
      textEn: `${formatYuan(posting.generalInterestFen)} yuan of interest for ${posting.generalInterestDays} days.`,
      marks: listMarks({
        provisional: course.ok && course.value.provisional,
        CAPPED: spans.some((span) => span.capped === true),
      }),
    },
  ];
}

/** In a judgment in instalments each part has its own days, so the sum is not one product. */
function explainDoubled(input: LedgerInput, posting: LedgerPosting, index: number): ExplanationEntry[] {
  if (posting.doubledDays === 0) {
    return [];
  }
  const joined = input.judgmentInstalments !== undefined;
  const costs = input.doubled.includeCosts === true ? beforePayment(posting, 'COSTS') : 0n;
  const base = beforePayment(posting, 'PRINCIPAL') + beforePayment(posting, 'OTHER_MONETARY') + costs;
  return [
    {
      figure: `/postings/${index}/doubledFen`,
      valueFen: posting.doubledFen,
      formula: joined
        ? 'Σ of the parts due: unpaid part × dailyPercent × its days ÷ 100, rounded half-up once'
        : 'base × dailyPercent × days ÷ 100, rounded half-up once',
      numbers: {
        [joined ? 'baseWithPartsNotDue' : 'base']: formatYuan(base),
        dailyPercent: input.doubled.dailyPercent,
        days: String(posting.doubledDays),
      },
      rule: joined ? 'IN-21' : 'IN-20',
      article: `民事诉讼法第二百六十四条；法释〔2014〕8号第一条第三款、${joined ? '第二条、' : ''}第三条`,
      textZh: `计${posting.doubledDays}日（已扣除应扣除期间），加倍部分债务利息${formatYuan(posting.doubledFen)}元。`,
      textEn: `Doubled part of ${posting.doubledDays} days: ${formatYuan(posting.doubledFen)} yuan.`,
      marks: listMarks({ NOT_STATUTORY: !isStatutoryRate(input.doubled.dailyPercent) }),
    },
  ];
}

function explainAllocation(input: LedgerInput, posting: LedgerPosting, index: number): ExplanationEntry[] {
  if (posting.paymentFen === 0n) {
    return [];
  }
  const agreed = input.order.some((bucket, place) => bucket !== BUCKETS[place]);
  const entries: ExplanationEntry[] = [
    {
      figure: `/postings/${index}/allocation`,
      valueFen: posting.paymentFen - posting.surplusFen,
      formula: input.order.join(' → '),
      numbers: showYuan({ payment: posting.paymentFen, ...posting.allocation }),
      rule: agreed ? 'AL-05' : 'AL-04',
      article: agreed
        ? '法释〔2014〕8号第四条（当事人另有约定）；民法典第五百六十一条'
        : '法释〔2014〕8号第四条；民法典第五百六十一条',
      textZh: `${posting.date}付款${formatYuan(posting.paymentFen)}元，依次抵充。`,
      textEn: `${formatYuan(posting.paymentFen)} yuan paid on ${posting.date}, allocated in this order.`,
      marks: [],
    },
  ];
  if (posting.surplusFen > 0n) {
    entries.push({
      figure: `/postings/${index}/surplusFen`,
      valueFen: posting.surplusFen,
      formula: 'payment − allocated',
      numbers: showYuan({ payment: posting.paymentFen, allocated: posting.paymentFen - posting.surplusFen }),
      rule: 'AL-07',
      article: '执行工作规定第三十四条第二款（参照）',
      textZh: `多付${formatYuan(posting.surplusFen)}元，应退还付款人。`,
      textEn: `${formatYuan(posting.surplusFen)} yuan are left over and go back to the payer.`,
      marks: [],
    });
  }
  return entries;
}

function explainExclusions(input: LedgerInput): ExplanationEntry[] {
  return (input.doubled.excludedPeriods ?? []).map((period, index) => {
    const settlement = period.reason === 'SETTLEMENT';
    const counts = !excludesDays(period.reason, input.doubled);
    return {
      figure: '/closing/DOUBLED_INTEREST',
      value: counts ? 'COUNTED' : 'EXCLUDED',
      formula: 'days of the period are left out when its reason excludes',
      numbers: {
        period: String(index),
        from: period.from,
        to: period.to,
        reason: period.reason,
        ...(settlement ? { treatment: settlementTreatmentOf(input.doubled) } : {}),
      },
      rule: settlement ? 'IN-24' : 'IN-23',
      article: '法释〔2014〕8号第三条第三款',
      textZh: `${period.from}至${period.to}期间${counts ? '照常计算' : '不计算'}加倍部分债务利息。`,
      textEn: `The doubled part ${counts ? 'runs on' : 'does not run'} from ${period.from} to ${period.to}.`,
      marks: [],
    };
  });
}

function explainBankruptcy(input: LedgerInput, ledger: JudgmentLedger): ExplanationEntry[] {
  const acceptedOn = input.bankruptcyAcceptedOn;
  if (acceptedOn === undefined || acceptedOn > input.asOf) {
    return [];
  }
  return [
    {
      figure: '/closing/DOUBLED_INTEREST',
      valueFen: ledger.closing.DOUBLED_INTEREST,
      formula: 'both interests stop on the day of acceptance; the doubled part is not confirmed as a claim',
      numbers: { acceptedOn, lastInterestDay: addDays(acceptedOn, -1) },
      rule: 'IN-26',
      article: '企业破产法第四十六条；破产法解释三第三条',
      textZh: `自${acceptedOn}破产申请受理之日起停止计息，加倍部分债务利息不作为破产债权确认。`,
      textEn: `No interest from ${acceptedOn}; the doubled part is not confirmed as a claim in the bankruptcy.`,
      marks: [],
    },
  ];
}

function explainShares(shares: readonly SharedPosting[] = []): ExplanationEntry[] {
  const { rows, abridged } = pickRows(shares.length);
  const entries = rows.map((index): ExplanationEntry => {
    const shared = itemAt(shares, index);
    return {
      figure: `/applicantShares/${index}/creditorsFen`,
      valueFen: shared.creditorsFen,
      formula: 'payment − surplus − execution fee; floor by weight, then one fen each to the largest fractions',
      numbers: Object.fromEntries(shared.shares.map((share) => [share.applicantId, formatYuan(share.amountFen)])),
      rule: '5.5',
      article: '民法典第五百一十七条',
      textZh: `${shared.date}所付${formatYuan(shared.creditorsFen)}元按份额分配给各申请执行人。`,
      textEn: `${formatYuan(shared.creditorsFen)} yuan of ${shared.date} go to the applicants by their shares.`,
      marks: [],
    };
  });
  return abridged ? [...entries, noteAbridged('/applicantShares', shares?.length ?? 0)] : entries;
}

/**
 * Explains the dates, every posting of a short ledger (the first and last of a long one) and the total.
 * @param shares - how the payments were shared among several applicants, when asked for
 */
export function explainLedger(
  input: LedgerInput,
  ledger: JudgmentLedger,
  rates: RateTable,
  shares?: readonly SharedPosting[],
): ExplanationEntry[] {
  const { rows, abridged } = pickRows(ledger.postings.length);
  const postings = rows.flatMap((index) => {
    const posting = itemAt(ledger.postings, index);
    return [
      ...explainGeneral(input, posting, index, ledger.postings[index - 1]?.date, rates),
      ...explainDoubled(input, posting, index),
      ...explainAllocation(input, posting, index),
    ];
  });
  const { totalFen, surplusFen: _surplus, ...balances } = ledger.closing;
  return [
    ...explainDates(input, ledger),
    ...explainExclusions(input),
    ...postings,
    ...(abridged ? [noteAbridged('/postings', ledger.postings.length)] : []),
    ...explainBankruptcy(input, ledger),
    ...explainShares(shares),
    {
      figure: '/closing/totalFen',
      valueFen: totalFen,
      formula: 'sum of all balances',
      numbers: showYuan(balances),
      rule: 'IN-07',
      article: '法释〔2014〕8号第一条',
      textZh: `截至${input.asOf}尚欠合计${formatYuan(totalFen)}元。`,
      textEn: `As of ${input.asOf}, ${formatYuan(totalFen)} yuan are owed in all.`,
      marks: listMarks({
        provisional: ledger.ratesProvisional || ledger.calendarProvisional,
        WEEKEND_ONLY: ledger.calendarProvisional,
        PAYMENTS_AFTER_AS_OF: ledger.paymentsLeftOut > 0,
      }),
    },
  ];
}
