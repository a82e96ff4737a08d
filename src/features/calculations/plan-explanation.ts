import { type Fen, formatYuan } from '../../shared/money.js';
import type { PlanPayments, PlanPaymentsInput } from '../instalment-plans/payment-rules.js';
import type { Schedule, ScheduledInstalment, ScheduleInput } from '../instalment-plans/schedule-rules.js';
import type { ExplanationEntry } from './answer-schema.js';
import { listMarks, noteAbridged, pickRows, showYuan } from './explanation.js';
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

function explainInstalment(
  input: ScheduleInput,
  instalment: ScheduledInstalment,
  balanceFen: Fen,
  index: number,
): ExplanationEntry[] {
  const shifted = instalment.nominalDueDate !== instalment.dueDate;
  const entries: ExplanationEntry[] = [
    {
      figure: `/schedule/${index}/dueDate`,
      value: instalment.dueDate,
      formula:
        input.shift === 'NEXT_WORKDAY' ? 'nominal date, a rest day moves to the next working day' : 'nominal date',
      numbers: { nominalDueDate: instalment.nominalDueDate, shift: input.shift },
      rule: input.shift === 'NEXT_WORKDAY' ? 'PL-02' : 'PL-01',
      article: '民法典第二百零三条第一款、第二百零四条；民事诉讼法第八十五条第三款',
      textZh: shifted
        ? `${instalment.nominalDueDate}为休息日，顺延至${instalment.dueDate}。`
        : `到期日${instalment.dueDate}。`,
      textEn: shifted
        ? `${instalment.nominalDueDate} is a rest day; the instalment is due on ${instalment.dueDate}.`
        : `Due on ${instalment.dueDate}.`,
      marks: listMarks({ provisional: instalment.provisional, WEEKEND_ONLY: instalment.provisional }),
    },
    {
      figure: `/schedule/${index}/principalFen`,
      valueFen: instalment.principalFen,
      formula: FORMULAS[input.method],
      numbers: { ...showYuan({ P: input.principalFen }), n: String(input.n), no: String(instalment.no) },
      rule: '6.1',
      article: '民法典第五百六十一条',
      textZh: `第${instalment.no}期本金${formatYuan(instalment.principalFen)}元。`,
      textEn: `Principal of instalment ${instalment.no}: ${formatYuan(instalment.principalFen)} yuan.`,
      marks: [],
    },
  ];
  if (input.rate === undefined) {
    return entries;
  }
  const annuity = input.method === 'ANNUITY';
  entries.push({
    figure: `/schedule/${index}/interestFen`,
    valueFen: instalment.interestFen,
    formula: annuity
      ? 'balance × annual rate ÷ 12 × intervalMonths, rounded half-up once'
      : `balance × rate × days${describeDivisor(input.yearBasis, input.rate)}, rounded half-up once`,
    numbers: {
      balance: formatYuan(balanceFen),
      rate: describeRate(input.rate),
      ...(instalment.days === null ? {} : { days: String(instalment.days) }),
    },
    rule: annuity ? 'IN-02' : 'PL-03',
    article: '民法典第二百零三条第一款',
    textZh: `第${instalment.no}期利息${formatYuan(instalment.interestFen)}元。`,
    textEn: `Interest of instalment ${instalment.no}: ${formatYuan(instalment.interestFen)} yuan.`,
    marks: [],
  });
  return entries;
}

/** Explains every instalment of a schedule, the totals and what remains after the instalments said to be paid. */
export function explainSchedule(input: ScheduleInput, schedule: Schedule): ExplanationEntry[] {
  const instalments = schedule.instalments.flatMap((instalment, index) =>
    explainInstalment(input, instalment, instalment.outstandingAfterFen + instalment.principalFen, index),
  );
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

function explainApplications(input: PlanPaymentsInput, result: PlanPayments): ExplanationEntry[] {
  const { rows, abridged } = pickRows(result.applications.length);
  const entries = rows.map((index): ExplanationEntry => {
    const application = result.applications[index] as PlanPayments['applications'][number];
    return {
      figure: `/applications/${index}`,
      valueFen: application.paymentFen - application.surplusFen,
      formula:
        input.prepayPolicy === 'NEXT_FIRST'
          ? 'due instalments, oldest first, then the next'
          : 'due instalments, oldest first, then from the last',
      numbers: {
        ...Object.fromEntries(application.applied.map((part) => [`no${part.no}`, formatYuan(part.amountFen)])),
        ...showYuan({ surplus: application.surplusFen }),
      },
      rule: application.surplusFen > 0n ? 'AL-07' : '6.4',
      article: '民法典第五百三十条、第五百三十一条',
      textZh: `${application.date}付款${formatYuan(application.paymentFen)}元。`,
      textEn: `${formatYuan(application.paymentFen)} yuan paid on ${application.date}.`,
      marks: [],
    };
  });
  return abridged ? [...entries, noteAbridged('/applications', result.applications.length)] : entries;
}

function explainStatus(input: PlanPaymentsInput, result: PlanPayments): ExplanationEntry[] {
  return result.instalments.map((instalment, index): ExplanationEntry => {
    const dueDate = (input.instalments[index] as PlanPaymentsInput['instalments'][number]).dueDate;
    return {
      figure: `/instalments/${index}/status`,
      value: instalment.status,
      formula: 'paid in full? on or before dueDate? dueDate before asOf?',
      numbers: {
        dueDate,
        asOf: input.asOf,
        ...showYuan({ paid: instalment.paidFen, outstanding: instalment.outstandingFen }),
      },
      rule: 'PL-03',
      article: '民法典第五百三十条、第五百三十一条',
      textZh: `第${instalment.no}期已付${formatYuan(instalment.paidFen)}元，未付${formatYuan(instalment.outstandingFen)}元。`,
      textEn: `${formatYuan(instalment.outstandingFen)} yuan of instalment ${instalment.no} are open.`,
      marks: [],
    };
  });
}

/** Explains how payments were applied, each status, breach and acceleration. */
export function explainPlanPayments(input: PlanPaymentsInput, result: PlanPayments): ExplanationEntry[] {
  const breach: ExplanationEntry = {
    figure: '/breachDate',
    value: result.breachDate ?? 'none',
    formula: 'dueDate + graceDays + 1 of the first instalment not paid in full by then',
    numbers: { graceDays: String(input.graceDays), asOf: input.asOf },
    rule: 'PL-12',
    article: '法释〔2018〕3号第九条',
    textZh: result.breachDate === null ? '无违约。' : `自${result.breachDate}起构成违约。`,
    textEn: result.breachDate === null ? 'No breach.' : `In breach from ${result.breachDate}.`,
    marks: [],
  };
  const acceleration: ExplanationEntry = {
    figure: '/acceleration',
    ...(result.acceleration === null ? { value: 'none' } : { valueFen: result.acceleration.amountFen }),
    formula: 'unpaid balance at the start of the day',
    numbers: {
      mode: input.acceleration.mode,
      ...(input.acceleration.mode === 'ON_NOTICE'
        ? { noticeServedOn: input.acceleration.noticeServedOn ?? 'not served' }
        : {}),
    },
    rule: 'PL-10',
    article: '当事人约定；民法典第六百三十四条（参照）',
    textZh: result.acceleration === null ? '未提前到期。' : `${result.acceleration.date}剩余款项全部到期。`,
    textEn:
      result.acceleration === null
        ? 'Nothing was accelerated.'
        : `The whole balance fell due on ${result.acceleration.date}.`,
    marks: [],
  };
  const outstanding: ExplanationEntry = {
    figure: '/outstandingFen',
    valueFen: result.outstandingFen,
    formula: 'Σ instalments − Σ applied',
    numbers: showYuan({ surplus: result.surplusFen }),
    rule: 'AL-07',
    article: '执行工作规定第三十四条第二款（参照）',
    textZh: `截至${input.asOf}未付${formatYuan(result.outstandingFen)}元，多付${formatYuan(result.surplusFen)}元。`,
    textEn: `${formatYuan(result.outstandingFen)} yuan are open as of ${input.asOf}.`,
    marks: listMarks({ PAYMENTS_AFTER_AS_OF: result.paymentsLeftOut > 0 }),
  };
  return [...explainApplications(input, result), ...explainStatus(input, result), breach, acceleration, outstanding];
}
