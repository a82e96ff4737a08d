import { stringify } from 'csv-stringify/sync';
import ical, { ICalCalendarMethod } from 'ical-generator';
import { formatYuan } from '../../../shared/money.js';
import type { ScheduleView } from '../../plans/drafting/schema.js';
import { type ExportMark, sayMoment } from './document.js';
import { instalmentSection } from './schedule-document.js';
import { INSTALMENT_WORDS } from './words.js';

/** Yuan without thousands separators, exactly. */
const plainYuan = (amountFen: bigint) => formatYuan(amountFen).replaceAll(',', '');

/**
 * The schedule as CSV for spreadsheets: BOM, ISO dates, amounts in yuan; each line says who took it out and when
 * (CP-06).
 */
export function toCsv(schedule: ScheduleView, mark: ExportMark): Buffer {
  const { columns, rows } = instalmentSection('', schedule.instalments);
  const lines = rows.map((row) => [
    ...row.map((cell, index) => (columns[index]?.kind === 'money' && cell !== null ? plainYuan(BigInt(cell)) : cell)),
    mark.by,
    sayMoment(mark.at),
  ]);
  const titles = [...columns.map((column) => column.title), '导出人', '导出时间'];
  // A text that begins with = or + would run as a formula where the file is opened.
  return Buffer.from(stringify([titles, ...lines], { bom: true, escape_formulas: true, record_delimiter: 'windows' }));
}

/** A text as a value of a calendar file (RFC 5545 3.3.11); the library leaves those of the calendar as they are. */
const calendarText = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n');

/**
 * Due dates as a calendar file: all-day events without a time zone, so that no reader moves the day. The same
 * instalment keeps its identifier, so that a newer file replaces the older entries.
 */
export function toCalendar(
  schedule: ScheduleView,
  owner: { readonly caseNumber: string; readonly enterpriseName: string },
  mark: ExportMark,
): Buffer {
  const calendar = ical({
    name: calendarText(`${owner.caseNumber} 分期履行`),
    description: calendarText(`${owner.enterpriseName}(${mark.by} ${sayMoment(mark.at)})`),
    prodId: { company: 'reprieve', product: 'reprieve', language: 'ZH' },
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const one of schedule.instalments) {
    calendar.createEvent({
      id: `${schedule.planId}-${one.no}@reprieve`,
      stamp: mark.at,
      start: one.dueDate,
      allDay: true,
      summary: `第 ${one.no} 期应付 ${formatYuan(one.paymentFen)} 元(${INSTALMENT_WORDS[one.status]})`,
      description:
        `${owner.caseNumber}:本金 ${formatYuan(one.principalFen)} 元,利息 ${formatYuan(one.interestFen)} 元,` +
        `已付 ${formatYuan(one.paidFen)} 元。截至 ${schedule.asOf}。`,
    });
  }
  return Buffer.from(calendar.toString());
}
