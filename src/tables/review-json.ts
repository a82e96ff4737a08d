import type { VOTES } from './joint-reviews.js';

/** Names of those who met. */
export type StoredAttendees = string[];

/** What a department said in the meeting. */
export type StoredVotes = { departmentCode: string; vote: (typeof VOTES)[number] }[];

/** Conditions of a decision, in words. */
export type StoredConditions = string[];

/** What a department will do, by when (JR-03). */
export type StoredMeasures = {
  departmentCode: string;
  measure: string;
  dueOn: string;
}[];
