import { isStatutoryRate } from '../../../law/ledger/terms.js';
import type { Schedule, ScheduledInstalment, ScheduleInput } from '../../../law/schedule/schedule.js';
import { type Fen, formatYuan } from '../../../shared/money.js';
import type { ExplanationEntry } from './answer-schema.js';
import { listMarks, showYuan } from './explanation.js';
import { describeDivisor, describeRate } from './interest-explanation.js';

const FORMULAS: Readonly<Record<ScheduleInput['method'], string>> = {
  EQUAL_PRINCIPAL: 'floor(P ÷ n), the last instalment takes the remainder',
  EQUAL_TOTAL_NO_INTEREST: 'floor(P ÷ n), the last instalment takes the remainder',
  ANNUITY: 'payment − interest with payment = P·i·(1+i)^n ÷ ((1+i)^n − 1), the last instalment clears the balance',
  CUSTOM: 'as listed',
  SEASONAL: 'as listed',
  STEPPED: 'floor(P × percent ÷ 100), the last instalment takes the remainder',
  BALLOON: 'as agreed, the last instalment takes the rest',
  PERCENT_OF_RECEIPTS: 'the minimum, the last instalment takes the rest',
};

function explainDueDate(input: ScheduleInput, instalment: ScheduledInstalment, index: number): ExplanationEntry {
  const { nominalDueDate, dueDate, provisional } = instalment;
  const shifted = nominalDueDate !== dueDate;
  return {
    figure: `/schedule/${index}/dueDate`,
    value: dueDate,
    formula: input.shift === 'NEXT_WORKDAY' ? 'nominal date, a rest day moves to the next working day' : 'nominal date',
    numbers: { nominalDueDate, shift: input.shift },
    rule: input.shift === 'NEXT_WORKDAY' ? 'PL-02' : 'PL-01',
    article: '民法典第二百零三条第一款、第二百零四条；民事诉讼法第八十五条第三款',
    textZh: shifted ? `${nominalDueDate}为休息日，顺延至${dueDate}。` : `到期日${dueDate}。`,
    textEn: shifted ? `${nominalDueDate} is a rest day; the instalment is due on ${dueDate}.` : `Due on ${dueDate}.`,
    marks: listMarks({ provisional, WEEKEND_ONLY: provisional }),
  };
}

/** How the principal of a row comes about, with what was agreed beside the method. */
function describePrincipal(input: ScheduleInput, index: number, isLast: boolean): string {
  const place = input.lumpSum === undefined ? index : index - 1;
  if (place < 0) {
    return 'the lump sum as agreed';
  }
  if (place < (input.principalFreeInstalments ?? 0)) {
    return 'none: this instalment pays interest only';
  }
  const share = input.inflowsFen?.[place] === undefined ? '' : ' + receiptsPercent × inflow ÷ 100';
  const rounding =
    input.roundToFen === undefined || isLast
      ? ''
      : `, less what exceeds a multiple of ${formatYuan(input.roundToFen)} in the instalment`;
  return `${FORMULAS[input.method]}${share}${rounding}`;
}

function explainPrincipal(input: ScheduleInput, instalment: ScheduledInstalment, index: number): ExplanationEntry {
  const lump = input.lumpSum?.amountFen;
  const rows = input.n + (lump === undefined ? 0 : 1);
  const inflowFen = input.inflowsFen?.[lump === undefined ? index : index - 1];
  return {
    figure: `/schedule/${index}/principalFen`,
    valueFen: instalment.principalFen,
    formula: describePrincipal(input, index, index === rows - 1),
    numbers: {
      ...showYuan({ P: input.principalFen - (lump ?? 0n) }),
      n: String(input.n - (input.principalFreeInstalments ?? 0)),
      no: String(instalment.no),
      ...(lump === undefined ? {} : showYuan({ lumpSum: lump })),
      ...(inflowFen === undefined ? {} : showYuan({ inflow: inflowFen })),
    },
    rule: '6.1',
    article: '民法典第五百六十一条',
    textZh: `第${instalment.no}期本金${formatYuan(instalment.principalFen)}元。`,
    textEn: `Principal of instalment ${instalment.no}: ${formatYuan(instalment.principalFen)} yuan.`,
    marks: [],
  };
}

/** How the interest of a row comes about; the doubled part is a component of its own. */
function describeInterest(input: ScheduleInput): string {
  const { rate, yearBasis, doubledDailyPercent } = input;
  if (input.method === 'ANNUITY') {
    return input.intervalWeeks === undefined
      ? 'balance × annual rate ÷ 12 × intervalMonths, rounded half-up once'
      : `balance × annual rate × 7 × intervalWeeks ÷ ${yearBasis}, rounded half-up once`;
  }
  const own = rate === undefined ? [] : [`balance × rate × days${describeDivisor(yearBasis, rate)}`];
  const doubled = doubledDailyPercent === undefined ? [] : ['balance × doubledDailyPercent × days ÷ 100'];
  const formula = `${[...own, ...doubled].join(' + ')}, rounded half-up once`;
  return input.interestDeferred === true ? `${formula}; all of it is due with the last instalment` : formula;
}

function explainInterest(
  input: ScheduleInput,
  instalment: ScheduledInstalment,
  balanceFen: Fen,
  index: number,
): ExplanationEntry[] {
  const { rate, doubledDailyPercent } = input;
  const notStatutory = doubledDailyPercent !== undefined && !isStatutoryRate(doubledDailyPercent);
  if (rate === undefined && doubledDailyPercent === undefined) {
    return [];
  }
  const annuity = input.method === 'ANNUITY';
  const freePeriods = (input.interestFreePeriods ?? []).map(({ from, to }) => `${from}…${to}`);
  return [
    {
      figure: `/schedule/${index}/interestFen`,
      valueFen: instalment.interestFen,
      formula: describeInterest(input),
      numbers: {
        balance: formatYuan(balanceFen),
        ...(rate === undefined ? {} : { rate: describeRate(rate) }),
        ...(doubledDailyPercent === undefined ? {} : { doubledDailyPercent }),
        ...(instalment.days === null ? {} : { days: String(instalment.days) }),
        ...(freePeriods.length === 0 ? {} : { interestFreePeriods: freePeriods.join('; ') }),
      },
      rule: doubledDailyPercent !== undefined ? 'IN-24' : annuity ? 'IN-02' : 'PL-03',
      article: '民法典第二百零三条第一款',
      textZh: `第${instalment.no}期利息${formatYuan(instalment.interestFen)}元。`,
      textEn: `Interest of instalment ${instalment.no}: ${formatYuan(instalment.interestFen)} yuan.`,
      marks: listMarks({ NOT_STATUTORY: notStatutory }),
    },
  ];
}

function explainInstalment(input: ScheduleInput, instalment: ScheduledInstalment, index: number): ExplanationEntry[] {
  const balanceFen = instalment.outstandingAfterFen + instalment.principalFen;
  return [
    explainDueDate(input, instalment, index),
    explainPrincipal(input, instalment, index),
    ...explainInterest(input, instalment, balanceFen, index),
  ];
}

/** Explains every instalment of a schedule, the totals and what remains after the instalments said to be paid. */
export function explainSchedule(input: ScheduleInput, schedule: Schedule): ExplanationEntry[] {
  const instalments = schedule.instalments.flatMap((instalment, index) => explainInstalment(input, instalment, index));
  const marks = listMarks({
    provisional: schedule.ratesProvisional || schedule.instalments.some((instalment) => instalment.provisional),
    WEEKEND_ONLY: schedule.instalments.some((instalment) => instalment.provisional),
    BALLOON_OVER_HALF: schedule.warnings.includes('BALLOON_OVER_HALF'),
  });
  const totals: ExplanationEntry = {
    figure: '/totals/paymentFen',
    valueFen: schedule.totals.paymentFen,
    formula: 'Σ principal + Σ interest',
    numbers: showYuan({ principal: schedule.totals.principalFen, interest: schedule.totals.interestFen }),
    rule: 'PL-14',
    article: '法释〔2018〕3号第一条',
    textZh: `各期合计${formatYuan(schedule.totals.paymentFen)}元，本金合计等于债务总额。`,
    textEn: `All instalments together: ${formatYuan(schedule.totals.paymentFen)} yuan; the principals sum to the debt.`,
    marks,
  };
  const { afterPaid } = schedule;
  if (afterPaid === undefined) {
    return [...instalments, totals];
  }
  return [
    ...instalments,
    totals,
    {
      figure: '/afterPaid/outstandingPrincipalFen',
      valueFen: afterPaid.outstandingPrincipalFen,
      formula: 'P − Σ principal of the paid instalments',
      numbers: {
        ...showYuan({ P: input.principalFen, paidPrincipal: afterPaid.principalFen }),
        paid: String(afterPaid.paid),
      },
      rule: '6.3',
      article: '法释〔2018〕3号第一条',
      textZh: `已付${afterPaid.paid}期，剩余本金${formatYuan(afterPaid.outstandingPrincipalFen)}元。`,
      textEn: `${formatYuan(afterPaid.outstandingPrincipalFen)} yuan of principal are left after ${afterPaid.paid}.`,
      marks: [],
    },
  ];
}
