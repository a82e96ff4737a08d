import type { Language } from '../../words/languages.js';

const zh = {
  username: '用户名',
  password: '密码',
  signInBy: '通过{issuer}登录',
  sampleAccounts: '样例账户',
  samplePassword: '每个样例账户的密码:',
  samplePasswordSet: '样例账户的密码由启动时的 SAMPLE_PASSWORD 设定。',
};

export type SignInWords = typeof zh;

const en: SignInWords = {
  username: 'User name',
  password: 'Password',
  signInBy: 'Sign in by {issuer}',
  sampleAccounts: 'Sample accounts',
  samplePassword: 'Password of each sample account:',
  samplePasswordSet: 'The password of the sample accounts was set by SAMPLE_PASSWORD at the start.',
};

export const SIGN_IN_WORDS: Readonly<Record<Language, SignInWords>> = { zh, en };
