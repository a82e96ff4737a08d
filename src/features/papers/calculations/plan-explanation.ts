import type { PlanPayments } from '../../../law/schedule/payments.js';
import { formatYuan } from '../../../shared/money.js';
import { itemAt } from '../../../shared/require.js';
import type { ExplanationEntry } from './answer-schema.js';
import { listMarks, noteAbridged, pickRows, showYuan } from './explanation.js';
import type { PlanPaymentsBody } from './schema.js';

function explainApplications(input: PlanPaymentsBody, result: PlanPayments): ExplanationEntry[] {
  const { rows, abridged } = pickRows(result.applications.length);
  const entries = rows.map((index): ExplanationEntry => {
    const application = itemAt(result.applications, index);
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

function explainStatus(input: PlanPaymentsBody, result: PlanPayments): ExplanationEntry[] {
  return result.instalments.map((instalment, index): ExplanationEntry => {
    const dueDate = itemAt(input.instalments, index).dueDate;
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
export function explainPlanPayments(input: PlanPaymentsBody, result: PlanPayments): ExplanationEntry[] {
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
