/**
 * A rule that says no. It is a value, not an exception: the caller decides whether it becomes a 400, a 409 or a line
 * in a report. `code` names the rule in kebab-case, `pointer` is a JSON pointer into the input where there is one,
 * `facts` are the figures that led to the refusal.
 */
export interface Refusal {
  readonly ok: false;
  readonly code: string;
  readonly detail: string;
  readonly pointer?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface Accepted<T> {
  readonly ok: true;
  readonly value: T;
}

export type Outcome<T> = Accepted<T> | Refusal;

export function accept<T>(value: T): Accepted<T> {
  return { ok: true, value };
}

export function refuse(
  code: string,
  detail: string,
  where: { pointer?: string; facts?: Readonly<Record<string, unknown>> } = {},
): Refusal {
  return { ok: false, code, detail, ...where };
}

/** Moves the pointer of a refusal below the field that held the input of the inner rule. */
export function placeUnder(refusal: Refusal, pointer: string): Refusal {
  return { ...refusal, pointer: `${pointer}${refusal.pointer ?? ''}` };
}
