import type { Language } from '../../words/languages.js';

const zh = {
  applicant: '申请执行人',
  executionFee: '申请执行费',
  officer: '承办人',
  lastClosed: '日终至',
  steps: '处置步骤',
  step: '步骤',
  fellOn: '日期',
  recipients: '已告知',
  noSteps: '还没有发生任何步骤。',
  payments: '到账款项',
  noPayments: '还没有到账款项。',
  receivedOn: '到账日',
  amount: '金额',
};

export type CaseWords = typeof zh;

const en: CaseWords = {
  applicant: 'Applicant',
  executionFee: 'Execution fee',
  officer: 'Officer in charge',
  lastClosed: 'Closed through',
  steps: 'Steps',
  step: 'Step',
  fellOn: 'Day',
  recipients: 'Told',
  noSteps: 'No step has fallen yet.',
  payments: 'Payments',
  noPayments: 'No money has arrived yet.',
  receivedOn: 'Arrived',
  amount: 'Amount',
};

export const CASE_WORDS: Readonly<Record<Language, CaseWords>> = { zh, en };
