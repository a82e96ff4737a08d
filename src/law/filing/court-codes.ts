import { accept, type Outcome, refuse } from '../../shared/refusal.js';

export const COURT_LEVELS = ['HIGH', 'INTERMEDIATE', 'BASIC'] as const;

/** Where a court stands by its code; the parent is null for the highest one of a province. */
export interface CourtPlace {
  readonly level: (typeof COURT_LEVELS)[number];
  readonly parentCode: string | null;
}

/**
 * Reads the level of a court and the court above it off its code: a province character, two digits more for an
 * intermediate court, four for a basic one.
 * Refuses: `court-code-invalid`.
 * Law: ID-03.
 */
export function placeOfCourt(code: string): Outcome<CourtPlace> {
  if (/^[\u4e00-\u9fa5]$/.test(code)) return accept({ level: 'HIGH', parentCode: null });
  if (/^[\u4e00-\u9fa5]\d{2}$/.test(code)) return accept({ level: 'INTERMEDIATE', parentCode: code.slice(0, 1) });
  if (/^[\u4e00-\u9fa5]\d{4}$/.test(code)) return accept({ level: 'BASIC', parentCode: code.slice(0, 3) });
  return refuse('court-code-invalid', 'Write a province character, and two or four digits for a court below it.');
}
