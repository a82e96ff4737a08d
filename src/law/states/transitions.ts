/** The states of a thing, and every step between them. */
export interface Transitions<S extends string> {
  /** What has these states, as docs/states.md calls it. */
  readonly thing: string;
  readonly states: readonly S[];
  /** States in which it begins, each with the act that makes it. */
  readonly begins: Readonly<Partial<Record<S, string>>>;
  /** From, to, and the act that leads there. Whatever isn't here is refused. */
  readonly moves: Readonly<Record<S, Readonly<Partial<Record<S, string>>>>>;
  /** States that one act may pass through on its way: the row is stored at the end of the act. */
  readonly passes?: readonly S[];
  /** States that no act leads to today, each with the reason why they stay known. */
  readonly unreached: Readonly<Partial<Record<S, string>>>;
}

/** Checks the texts of a table against the tuple of its states. */
export function defineTransitions<S extends string>(table: Transitions<S>): Transitions<S> {
  return table;
}

/** True when the table knows the step. */
export function mayMove<S extends string>(table: Transitions<S>, from: S, to: S): boolean {
  return table.moves[from][to] !== undefined;
}

/** For steps that nobody asks for: one that the table does not know is a fault of the program. Throws: `Error`. */
export function assertMove<S extends string>(table: Transitions<S>, from: S, to: S): void {
  if (!mayMove(table, from, to)) throw new Error(`The table of ${table.thing} knows no step from ${from} to ${to}`);
}

/** The states from which a step leads to this one, in the order of the tuple. */
export function statesBefore<S extends string>(table: Transitions<S>, to: S): S[] {
  return table.states.filter((from) => mayMove(table, from, to));
}

/** True when no step leads on from the state. */
export function isFinal<S extends string>(table: Transitions<S>, state: S): boolean {
  return Object.keys(table.moves[state]).length === 0;
}

/** True when an act may find a row in one state and leave it in the other: by one step, or past states it passes. */
export function mayLeave<S extends string>(table: Transitions<S>, from: S, to: S, seen: readonly S[] = []): boolean {
  if (mayMove(table, from, to)) return true;
  const passes = table.passes ?? [];
  return passes.some(
    (state) => !seen.includes(state) && mayMove(table, from, state) && mayLeave(table, state, to, [...seen, state]),
  );
}
