import { z } from 'zod';
import type { Ground } from '../grounds.js';
import { COURSE_EVENTS } from './course.js';
import type { EventDefinition } from './define.js';
import { DOSSIER_EVENTS } from './dossier.js';
import { MONEY_EVENTS } from './money.js';
import { PAPERS_EVENTS } from './papers.js';
import { PLANS_EVENTS } from './plans.js';
import { REVIEW_EVENTS } from './review.js';

/**
 * Every type of event that a chain of ours holds. A type stays for ever: what is written no more is marked `retired`.
 */
export const CASE_EVENTS = {
  ...DOSSIER_EVENTS,
  ...MONEY_EVENTS,
  ...PLANS_EVENTS,
  ...COURSE_EVENTS,
  ...REVIEW_EVENTS,
  ...PAPERS_EVENTS,
} as const;
type Events = typeof CASE_EVENTS;

export type CaseEventType = keyof Events;
/** Types that may be written. */
type LivingType = { [T in CaseEventType]: Events[T] extends { readonly retired: true } ? never : T }[CaseEventType];

/** Data of a type of event, in wire form. */
export type EventDataOf<T extends CaseEventType> = Readonly<z.infer<Events[T]['data']>>;

type GroundOf<T extends CaseEventType> = Events[T]['ground'] extends 'required'
  ? { readonly ground: Ground }
  : Events[T]['ground'] extends 'optional'
    ? { readonly ground?: Ground }
    : { readonly ground?: undefined };

/** What happened, as a feature tells it: the data and the ground that its type asks for. */
export type EventDraft = {
  [T in LivingType]: {
    readonly type: T;
    readonly data: EventDataOf<T>;
    /** The thing before and after the act, in wire form; only their digests are stored. */
    readonly before?: unknown;
    readonly after?: unknown;
  } & GroundOf<T>;
}[LivingType];

/** The entry of a stored type; undefined for one that this version does not know. */
export function definitionOf(type: string): EventDefinition | undefined {
  return Object.hasOwn(CASE_EVENTS, type) ? CASE_EVENTS[type as CaseEventType] : undefined; // hasOwn has checked it
}

/**
 * Checks a draft before it is chained: what is written cannot be taken back.
 * Throws: `Error`, for data or a ground that its type does not take.
 */
export function checkDraft({ type, data, ground }: Pick<EventDraft, 'type' | 'data' | 'ground'>): void {
  const definition = definitionOf(type);
  if (!definition || definition.retired) throw new Error(`No event of type ${type} is written`);
  if (definition.ground === (ground ? 'none' : 'required')) {
    throw new Error(`An event of type ${type} ${ground ? 'takes no' : 'names its'} ground`);
  }
  const checked = definition.data.safeParse(data);
  if (!checked.success)
    throw new Error(`An event of type ${type} has another shape: ${z.prettifyError(checked.error)}`);
}

/**
 * What of the data of a stored event somebody outside the court sees. Of a type that this version does not know that
 * is nothing.
 * Law: CP-03.
 */
export function dataOutside(type: string, data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const seenBy = definitionOf(type)?.seenBy ?? 'COURT';
  if (seenBy === 'COURT') return {};
  if (seenBy === 'ALL') return data;
  const { purpose: _inside, ...rest } = data;
  return rest;
}

/**
 * What of the data of a stored event somebody of the court sees: all, or all but the number of a line of the bank.
 * Law: section 12.1 (the secretariat sees no bank data).
 */
export function dataInside(data: Readonly<Record<string, unknown>>, bankData: boolean): Record<string, unknown> {
  if (bankData) return data;
  const { bankTransactionNo: _number, ...rest } = data;
  return rest;
}
