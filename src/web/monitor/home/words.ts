import type { Language } from '../../words/languages.js';

const zh = {
  title: '监管的案件',
  lead: '贵单位监管的企业及其案件。',
  none: '目前没有由贵单位监管的案件。法院将案件交由贵单位监管后，会列在这里。',
  caseNumber: '案号',
  enterprise: '企业',
  state: '状态',
  filedOn: '立案日期',
};

export type MonitorWords = typeof zh;

const en: MonitorWords = {
  title: 'Cases that you watch',
  lead: 'The enterprises that your office watches, and their cases.',
  none: 'Your office watches no case at present. Cases that the court gives you to watch stand here.',
  caseNumber: 'Case number',
  enterprise: 'Enterprise',
  state: 'State',
  filedOn: 'Filed on',
};

export const MONITOR_WORDS: Readonly<Record<Language, MonitorWords>> = { zh, en };
