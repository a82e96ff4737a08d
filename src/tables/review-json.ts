import type { POSITIONS } from './joint-reviews.js';

/** Names of those who met. */
export type StoredAttendees = string[];

/** What a department said in the meeting; rows from before 2026-12 call it a vote. */
export type StoredMeetingOpinions = (
  | { departmentCode: string; position: (typeof POSITIONS)[number] }
  | { departmentCode: string; vote: 'FOR' | 'AGAINST' | 'ABSTAIN' }
)[];

/** Conditions of a decision, in words. */
export type StoredConditions = string[];

/** What departments will do, by when, as decisions held it before measures had rows of their own. */
export type StoredMeasures = { departmentCode: string; measure: string; dueOn: string }[];
