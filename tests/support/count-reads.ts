/** Objects that count every read of one of their fields: how much work is done on them, without a clock. */
export function countReads<T extends object>(
  items: readonly T[],
): { readonly items: T[]; readonly reads: () => number } {
  let reads = 0;
  const counted = items.map(
    (item) =>
      new Proxy(item, {
        get(target, key, receiver) {
          reads += 1;
          return Reflect.get(target, key, receiver);
        },
      }),
  );
  return { items: counted, reads: () => reads };
}
