/** A copy of a body with another value at a JSON pointer; `undefined` takes the field away. */
export function withValue<T extends object>(body: T, pointer: string, value: unknown): T {
  const copy = structuredClone(body);
  const path = pointer.slice(1).split('/');
  const last = path.pop() ?? '';
  let place = copy as Record<string, unknown>;
  for (const key of path) place = place[key] as Record<string, unknown>;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}

/** The text of a body with a literal of JSON at a pointer, such as `1e999`, which no JavaScript value gives. */
export function withLiteral(body: object, pointer: string, literal: string): string {
  return JSON.stringify(withValue(body, pointer, '@@literal@@')).replace('"@@literal@@"', literal);
}

export const JSON_BODY = { 'content-type': 'application/json' };
