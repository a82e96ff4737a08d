import { CASE_EVENTS, definitionOf } from '../../features/dossier/cases/events/catalogue.js';
import type { Language } from './languages.js';
import { COLOUR_WORDS, STEP_WORDS } from './states.js';

/** For a type that this version does not know: a person sees a word, never a name of ours. */
const SOMETHING = { zh: '其他事项', en: 'Another entry' } as const;

/** Types of events, in the order of the catalogue. */
export const EVENT_TYPES: readonly string[] = Object.keys(CASE_EVENTS);

/** The words of a type of event. */
export function nameEvent(language: Language, type: string): string {
  return (definitionOf(type)?.words ?? SOMETHING)[language];
}

function look<Words extends object>(words: Words, key: unknown, language: Language): string | undefined {
  return typeof key === 'string' && Object.hasOwn(words, key)
    ? (words as Readonly<Record<string, Readonly<Record<Language, string>>>>)[key]?.[language] // hasOwn has checked it
    : undefined;
}

/** What a stored event of the course says beside its name; data of a shape that is not known say nothing. */
function detailsOf(language: Language, type: string, data: Readonly<Record<string, unknown>>): string {
  if (type === 'COLOUR_CHANGED') {
    const colour = look(COLOUR_WORDS, data['to'], language);
    return colour === undefined ? '' : `: ${colour}`;
  }
  if (!type.startsWith('STEP_')) return '';
  const no = data['instalmentNo'];
  const step = look(STEP_WORDS, data['step'], language);
  return typeof no === 'number' && step !== undefined ? ` · ${no} · ${step}` : '';
}

/** One event in words. */
export function sayEvent(language: Language, event: { type: string; data: Readonly<Record<string, unknown>> }): string {
  return nameEvent(language, event.type) + detailsOf(language, event.type, event.data);
}
