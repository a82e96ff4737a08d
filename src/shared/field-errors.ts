import type { z } from 'zod';
import { type FieldError, Problem, type ProblemCode } from './problems.js';

/** Field errors told at once; a body of 100,000 wrong payments doesn't get as many. */
const FIELD_ERRORS_MAX = 100;

/** What a schema says of a wrong value. */
export interface ValidationIssue {
  readonly instancePath?: string;
  readonly message?: string;
  readonly keyword?: string;
  readonly params?: Record<string, unknown>;
}

/** The issue of a schema that was asked outside the framework, in the form in which the framework hands it on. */
export function asValidationIssue({ path, code, message, ...params }: z.core.$ZodIssue): ValidationIssue {
  return { instancePath: `/${path.join('/')}`, keyword: code, message, params };
}

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Names of fields that nobody knows, where an issue is about such. */
function keysOf(part: unknown): unknown {
  return typeof part === 'object' && part !== null && 'keys' in part ? part.keys : undefined;
}

/** One field error per wrong value; an unknown field points at itself, not at the object around it. */
function toFieldErrors(issues: readonly ValidationIssue[]): FieldError[] {
  return issues.flatMap((issue) => {
    // The root object comes as `/`, which as a JSON pointer would be a field with an empty name.
    const pointer = !issue.instancePath || issue.instancePath === '/' ? '' : issue.instancePath;
    const keys = keysOf(issue.params) ?? keysOf(issue.params?.['issue']);
    if (issue.keyword === 'unrecognized_keys' && Array.isArray(keys)) {
      return keys.map((key) => ({ pointer: `${pointer}/${escapePointer(String(key))}`, detail: 'unknown field' }));
    }
    return [{ pointer, detail: issue.message ?? 'not valid' }];
  });
}

/** The refusal of a body, query or path by its schema. */
export function problemOfIssues(code: ProblemCode, issues: readonly ValidationIssue[]): Problem {
  const errors = toFieldErrors(issues);
  const detail = `${errors.length} value(s) need correction; see errors.`;
  return new Problem(code, { detail, errors: errors.slice(0, FIELD_ERRORS_MAX) });
}
