import type { Language } from '../../words/languages.js';

const zh = {
  all: '全部',
  filter: '筛选',
  noneFound: '没有符合条件的案件。',
};

export type CaseListWords = typeof zh;

const en: CaseListWords = {
  all: 'All',
  filter: 'Filter',
  noneFound: 'No case fits.',
};

export const CASE_LIST_WORDS: Readonly<Record<Language, CaseListWords>> = { zh, en };
