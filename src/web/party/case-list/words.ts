import type { Language } from '../../words/languages.js';

const zh = {
  yourCases: '您的案件',
};

export type CaseListWords = typeof zh;

const en: CaseListWords = {
  yourCases: 'Your cases',
};

export const CASE_LIST_WORDS: Readonly<Record<Language, CaseListWords>> = { zh, en };
