import type { Language } from '../../words/languages.js';

const zh = {
  clockNow: '当前业务日期',
  clockReal: '当前使用真实时钟,业务日期随北京时间前移。',
  clockNote: '逐日执行日终与提示,只能前移。',
  nextDay: '前进一天',
  toDate: '前进到',
  go: '前进',
};

export type ClockWords = typeof zh;

const en: ClockWords = {
  clockNow: 'Business date now',
  clockReal: 'The clock is real; the business date follows Beijing time.',
  clockNote: 'Each day is closed and its reminders are sent. The date only moves forward.',
  nextDay: 'Next day',
  toDate: 'Go to',
  go: 'Go',
};

export const CLOCK_WORDS: Readonly<Record<Language, ClockWords>> = { zh, en };
