import { digestOf } from '../../../law/record/event-chain.js';
import { scheduleView, type ScheduleView } from '../../plans/drafting/schema.js';
import type { ExportDocument, Section } from './document.js';
import { INSTALMENT_WORDS } from './words.js';

/** The instalments of a plan with what has been paid on each. */
export function instalmentSection(heading: string, instalments: ScheduleView['instalments']): Section {
  return {
    heading,
    sheet: '分期',
    columns: [
      { title: '期次', kind: 'count', width: 1.2 },
      { title: '约定日', kind: 'date', width: 2.4 },
      { title: '到期日', kind: 'date', width: 2.4 },
      { title: '计息天数', kind: 'count', width: 1.6 },
      { title: '本金(元)', kind: 'money', width: 3, summed: true },
      { title: '利息(元)', kind: 'money', width: 3, summed: true },
      { title: '应付合计(元)', kind: 'money', width: 3, summed: true },
      { title: '付后剩余本金(元)', kind: 'money', width: 3 },
      { title: '已付(元)', kind: 'money', width: 3, summed: true },
      { title: '状态', kind: 'text', width: 2.6 },
      { title: '付清日', kind: 'date', width: 2.4 },
    ],
    rows: instalments.map((one) => [
      one.no,
      one.nominalDueDate,
      one.dueDate,
      one.days,
      one.principalFen,
      one.interestFen,
      one.paymentFen,
      one.outstandingAfterFen,
      one.paidFen,
      INSTALMENT_WORDS[one.status],
      one.paidInFullOn,
    ]),
  };
}

/** SM3 over the RFC 8785 form of a schedule as the API answers it. */
export function digestSchedule(schedule: ScheduleView): string {
  return digestOf(scheduleView.encode(schedule)) ?? '';
}

/** The schedule as a paper in Chinese. */
export function composeSchedule(
  schedule: ScheduleView,
  owner: { readonly caseNumber: string; readonly enterpriseName: string; readonly planNo: number },
): ExportDocument {
  return {
    title: '分期履行计划表',
    facts: [
      ['案号', owner.caseNumber],
      ['被执行人', owner.enterpriseName],
      ['计划', `第 ${owner.planNo} 版`],
      ['截至日期', `${schedule.asOf}(含当日)`],
    ],
    sections: [instalmentSection('各期款项', schedule.instalments)],
    notes: [`截至 ${schedule.asOf} 24 时,以当日前到账、现已审核的款项为准。`],
    digest: digestSchedule(schedule),
  };
}
