import { type CivilDate, daysBetween, weekday } from '../../shared/civil-date.js';
import { type Fen, formatYuan } from '../../shared/money.js';
import type { Language } from './languages.js';

const WEEKDAYS_ZH = ['一', '二', '三', '四', '五', '六', '日'] as const;
const WEEKDAYS_EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MONTHS_EN = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `2024年7月1日(周一)` or `Mon, 1 July 2024`. */
export function sayDay(language: Language, date: CivilDate): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const index = weekday(date) - 1;
  if (language === 'zh') return `${year}年${month}月${day}日(周${WEEKDAYS_ZH[index]})`;
  return `${WEEKDAYS_EN[index]}, ${day} ${MONTHS_EN[month - 1]} ${year}`;
}

/** `339,320.40 元` or `339,320.40 yuan`. */
export function sayMoney(language: Language, amountFen: Fen): string {
  return `${formatYuan(amountFen)} ${language === 'zh' ? '元' : 'yuan'}`;
}

/** How far a due date is away, in the words people use; inside grace it says so. */
export function sayDistance(language: Language, dueOn: CivilDate, today: CivilDate, graceDays: number): string {
  const days = daysBetween(today, dueOn);
  if (language === 'zh') {
    if (days > 0) return `还有 ${days} 天`;
    if (days === 0) return '今天到期';
    return `已逾期 ${-days} 天${-days <= graceDays ? '(宽限期内)' : ''}`;
  }
  if (days > 0) return days === 1 ? '1 day left' : `${days} days left`;
  if (days === 0) return 'due today';
  return `${-days} day${days === -1 ? '' : 's'} overdue${-days <= graceDays ? ' (inside grace)' : ''}`;
}

const beijing = (language: Language) =>
  new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  });
const FORMATS = { zh: beijing('zh'), en: beijing('en') };

/** A moment in Beijing time. */
export function sayMoment(language: Language, moment: Date): string {
  return FORMATS[language].format(moment);
}
