import type { Test } from 'tap';

/** Compares what breaks a rule with the list of what is known to: none may be new, and a row that is mended goes. */
export function expectOnly(t: Test, found: readonly string[], known: readonly string[], rule: string): void {
  t.same(
    found.filter((one) => !known.includes(one)),
    [],
    `${rule}: no new breach`,
  );
  t.same(
    known.filter((one) => !found.includes(one)),
    [],
    `${rule}: no row of the list is mended already`,
  );
}

/** Prints a number that the house watches, on a line of its own whatever the reporter shows. */
export function print(count: number, what: string): void {
  process.stderr.write(`${count} ${what}\n`);
}
