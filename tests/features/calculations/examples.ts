import { readFileSync } from 'node:fs';
import type { CalculationKind } from '../../support/calculations-app.js';

export interface WorkedExample {
  readonly id: string;
  readonly title: string;
  readonly kind: CalculationKind;
  readonly input: Record<string, unknown>;
  readonly expected: Record<string, unknown>;
}

const file = readFileSync(new URL('./examples.json', import.meta.url), 'utf8');

/** The worked examples P01 to P12 of the domain specification. */
export const EXAMPLES = (JSON.parse(file) as { examples: WorkedExample[] }).examples;

/** Input of one example, ready to be changed. */
export function inputOf(id: string): Record<string, unknown> {
  const example = EXAMPLES.find((candidate) => candidate.id === id);
  if (example === undefined) {
    throw new Error(`There is no example ${id}.`);
  }
  return structuredClone(example.input);
}
