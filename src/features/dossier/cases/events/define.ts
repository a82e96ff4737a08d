import { z } from 'zod';
import type { FixedTable } from '../../../../law/record/fixed-columns.js';
import { id } from '../../../../shared/ids.js';

/** What is known of a type of event. */
export interface EventDefinition {
  /**
   * Version of the shape of `data`. Data of version 1 are stored without a number; a changed shape is a version of
   * its own, which its data name, and what was stored before stays as it is.
   */
  readonly v: number;
  /**
   * Shape of `data` in wire form: money as whole numbers of fen, days as texts. Held when an event is written, never
   * when it is read.
   */
  readonly data: z.ZodObject;
  readonly words: { readonly zh: string; readonly en: string };
  /**
   * That something happened is seen by everybody who reaches the case. Of `data` the court sees all; others see all
   * (`ALL`), all but the purpose (`ALL_BUT_PURPOSE`), or nothing (`COURT`): the court's own matter, or another party's.
   */
  readonly seenBy: 'ALL' | 'ALL_BUT_PURPOSE' | 'COURT';
  /** Whether the event names what the act rests on. */
  readonly ground: 'required' | 'optional' | 'none';
  /**
   * Tables whose rows the event fixes, as far as the act wrote any; ALL: every row of the case. The row of the case
   * itself is fixed by whatever event stands last when it has changed.
   */
  readonly fixes?: readonly FixedTable[] | 'ALL';
  /** Stored once and written no more; it keeps its words. */
  readonly retired?: true;
}

/** Keeps the type of each entry, so that drafts are checked by it. */
export function defineEvents<const Events extends Readonly<Record<string, EventDefinition>>>(events: Events): Events {
  return events;
}

/** Whole fen in wire form, of any sign. */
export const fen = z.int();
/**
 * A member of a list that another room keeps, such as a channel of payments: its own schema has checked it on entry.
 */
export const code = z.string().regex(/^[A-Z][A-Z0-9_]*$/);
export const text = z.string().min(1);
export const digest = z.string().regex(/^[\da-f]{64}$/);
/** Files that an act names, with their digests (EV-01). */
export const files = z.array(z.strictObject({ fileId: id, sha256: digest, sm3: digest }));
