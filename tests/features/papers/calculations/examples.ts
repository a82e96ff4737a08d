import { readFileSync } from 'node:fs';
import type { CalculationKind } from '../../../support/calculations-app.js';

export interface WorkedExample {
  readonly id: string;
  readonly title: string;
  readonly kind: CalculationKind;
  readonly input: Record<string, unknown>;
  readonly expected: Record<string, unknown>;
}

function readExamples(name: string): WorkedExample[] {
  const file = readFileSync(new URL(name, import.meta.url), 'utf8');
  return (JSON.parse(file) as { examples: WorkedExample[] }).examples;
}

/** The worked examples P01 to P12 of the domain specification. */
export const EXAMPLES = readExamples('./examples.json');
/**
 * Further examples of the same kinds, each with its reason; computed by a program that shares nothing with this one.
 */
export const FURTHER_EXAMPLES = readExamples('./further-examples.json');

/** Input of one example, ready to be changed. */
export function inputOf(id: string): Record<string, unknown> {
  const example = EXAMPLES.find((candidate) => candidate.id === id);
  if (example === undefined) {
    throw new Error(`There is no example ${id}.`);
  }
  return structuredClone(example.input);
}
