import type { Language } from '../../words/languages.js';

const zh = {
  whatNext: '下一笔',
  whole: '剩余各期款项已全部到期',
  wholeMeans: '依协议约定,违约后剩余各期一并到期;付清上列全部金额,违约才能补正。',
  nothingDue: '各期款项已全部付清。',
  grace: '宽限期',
  graceMeans: '到期日后若干天内付清,记为逾期但不构成违约。依据:和解协议。',
  paidSoFar: '已付',
  stillOpen: '尚未付',
  principalLeft: '剩余本金',
  overdueNow: '其中已逾期',
  of: '/',
  instalments: '期',
};

export type PerformanceWords = typeof zh;

const en: PerformanceWords = {
  whatNext: 'Next payment',
  whole: 'All remaining instalments have fallen due',
  wholeMeans: 'By the settlement everything fell due with the breach; only the whole sum above cures it.',
  nothingDue: 'All instalments are paid.',
  grace: 'Grace days',
  graceMeans:
    'Paid within these days after the due date, an instalment is late but not in breach. Basis: the settlement.',
  paidSoFar: 'Paid so far',
  stillOpen: 'Still to pay',
  principalLeft: 'Principal left',
  overdueNow: 'overdue now',
  of: 'of',
  instalments: 'instalments',
};

export const PERFORMANCE_WORDS: Readonly<Record<Language, PerformanceWords>> = { zh, en };
