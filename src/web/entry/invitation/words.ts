import type { Language } from '../../words/languages.js';

const zh = {
  setPassword: '设置密码',
  linkInvalid: '链接无效:已使用、已过期或已被新链接取代。请向法院的管理员索取新链接。',
  passwordSet: '密码已设置,请登录。',
};

export type InvitationWords = typeof zh;

const en: InvitationWords = {
  setPassword: 'Set the password',
  linkInvalid:
    'The link is not valid: it was used, is too old, or was replaced. ' +
    'Ask the administrator of the court for a new one.',
  passwordSet: 'The password is set. Please sign in.',
};

export const INVITATION_WORDS: Readonly<Record<Language, InvitationWords>> = { zh, en };
