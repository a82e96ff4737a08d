import type { FastifyRequest } from 'fastify';

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_COOKIE = 'reprieve_language';

/**
 * The language of a page: the reader's choice, else the first that the browser asks for; Chinese when it asks for
 * none.
 */
export function chooseLanguage(request: FastifyRequest): Language {
  // A request that was refused before its cookies were read has none.
  const chosen = request.cookies?.[LANGUAGE_COOKIE];
  if (chosen === 'zh' || chosen === 'en') return chosen;
  for (const part of (request.headers['accept-language'] ?? '').split(',')) {
    const tag = part.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    if (tag.startsWith('zh') || tag === '*') return 'zh';
    if (tag.startsWith('en')) return 'en';
  }
  return 'zh';
}

/** Value of the `lang` attribute. */
export const languageTag = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en');
