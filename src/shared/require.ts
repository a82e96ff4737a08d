import assert from 'node:assert/strict';
import { Problem } from './problems.js';
import type { Accepted, Outcome } from './refusal.js';

/**
 * Refuses as `not-found` where there is nothing.
 * @param thing - what was looked for, in the words of the refusal
 * @param detail - the refusal where it says more, or something else than that the thing is out of reach
 */
export function requireFound(
  value: unknown,
  thing: string,
  detail = `There is no such ${thing} within your reach.`,
): asserts value {
  if (!value) throw new Problem('not-found', { detail });
}

/**
 * States what the program itself guarantees. Broken, it is our fault: 500, logged, nothing of it sent.
 * @param broken - what is the matter when it does not hold
 */
export function invariant(condition: unknown, broken: string): asserts condition {
  assert(condition, broken);
}

/** States that a rule accepts what was checked by it before; a refusal is our fault, named by its code. */
export function requireAccepted<T>(outcome: Outcome<T>, broken: string): asserts outcome is Accepted<T> {
  if (!outcome.ok) assert.fail(`${broken}: ${outcome.code}`);
}

/** The item at a place that the list is known to have; -1 is the last one. */
export function itemAt<T>(items: readonly T[], index: number): T {
  const item = items[index < 0 ? items.length + index : index];
  // The message is made only where it is needed: rules ask this in their inner loops.
  if (item === undefined) assert.fail(`A list of ${items.length} has no item ${index}`);
  return item;
}
