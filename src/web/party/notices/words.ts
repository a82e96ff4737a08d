import type { Language } from '../../words/languages.js';

const zh = {
  ofAccounts: '账户安全',
  LINK_GIVEN: '已批准为账户“{name}”发放设置密码的一次性链接',
  FACTOR_RESET: '账户“{name}”的动态验证码已重置',
  askedAndDecided: '申请人：{asked}；批准人：{decided}',
  byOperator: '由系统运维人员以命令行办理',
  ifUnknown: '如您不知情，请立即联系执行局局长和安全管理员。',
};

export type AccountNoticeWords = typeof zh;

const en: AccountNoticeWords = {
  ofAccounts: 'Security of accounts',
  LINK_GIVEN: 'A one-time link that sets the password of {name} was decided on',
  FACTOR_RESET: 'The one-time codes of {name} were reset',
  askedAndDecided: 'Asked by {asked}, decided by {decided}',
  byOperator: 'Done by the operator, from the command line',
  ifUnknown: 'If you know nothing of it, tell the bureau chief and the security administrator at once.',
};

export const ACCOUNT_NOTICE_WORDS: Readonly<Record<Language, AccountNoticeWords>> = { zh, en };
