import type { Colour } from '../../law/states/case.js';
import type { Language } from '../words/languages.js';
import { COLOUR_WORDS } from '../words/states.js';

const SHAPES: Readonly<Record<Colour, string>> = { GREEN: '●', YELLOW: '▲', RED: '■' };

/** A colour never stands alone: shape, word, colour. */
export function StatusMark({ colour, language }: { colour: Colour; language: Language }) {
  return (
    <span class={`mark mark-${colour.toLowerCase()}`}>
      <span aria-hidden="true">{SHAPES[colour]}</span> {COLOUR_WORDS[colour][language]}
    </span>
  );
}
