import t from 'tap';
import { CIRCLES, MUTUAL_PAIRS, UPWARD } from './breaches.js';
import { expectOnly, print } from './ratchet.js';
import { type Import, imports, importsOf, product, show } from './read-code.js';
import { featureOf, isRoutes, rankOf, roomOf, subjectOf } from './rooms.js';

type Arrows = ReadonlyMap<string, ReadonlySet<string>>;

/** Which parts import which, read from the imports whose two ends have a part each. */
function readArrows(partOf: (file: string) => string | undefined, counts: (one: Import) => boolean): Arrows {
  const arrows = new Map<string, Set<string>>();
  for (const found of imports) {
    const [one, other] = [partOf(found.from), partOf(found.target)];
    if (one === undefined || other === undefined || one === other || !counts(found)) continue;
    arrows.set(one, (arrows.get(one) ?? new Set()).add(other));
  }
  return arrows;
}

/** Everything that arrows lead to from a start. */
function reachFrom(start: string, arrows: Arrows): ReadonlySet<string> {
  const reached = new Set(arrows.get(start));
  for (const one of reached) for (const next of arrows.get(one) ?? []) reached.add(next);
  return reached;
}

t.test('the files were found', (t) => {
  t.ok(imports.length > 2_000 && product.length > 350);
  t.end();
});

t.test('imports point downward, types as well as values', (t) => {
  const found = imports.filter(({ from, target }) => product.includes(target) && rankOf(target) > rankOf(from));
  print(found.length, 'upward imports between rooms');
  expectOnly(t, [...new Set(found.map(show))], UPWARD, 'upward imports');
  t.end();
});

/** Parts that import each other. */
function listPairs(arrows: Arrows): string[] {
  return [...arrows.keys()]
    .toSorted()
    .flatMap((one) =>
      [...(arrows.get(one) ?? [])]
        .filter((other) => one < other && arrows.get(other)?.has(one) === true)
        .map((other) => `${one} ↔ ${other}`),
    );
}

/** Three or more parts that import each other in a ring; two are a pair, which is listed as such. */
function listCircles(arrows: Arrows): string[] {
  const circles = new Set<string>();
  for (const part of arrows.keys()) {
    const circle = [...reachFrom(part, arrows)].filter((one) => reachFrom(one, arrows).has(part)).toSorted();
    if (circle.length > 2) circles.add(circle.join(', '));
  }
  return [...circles];
}

t.test('features of one wing import each other one way', (t) => {
  // Routes stand above all features.
  const arrows = readArrows(featureOf, ({ from, target }) => roomOf(from) === roomOf(target) && !isRoutes(from));
  const pairs = listPairs(arrows);
  print(pairs.length, 'mutual pairs of features');
  expectOnly(t, pairs, MUTUAL_PAIRS, 'mutual pairs');
  const circles = listCircles(arrows);
  print(circles.length, 'circles of features');
  expectOnly(t, circles, CIRCLES, 'circles of features');
  t.end();
});

t.test('subjects of the law build on each other one way, types as well as values', (t) => {
  const arrows = readArrows(subjectOf, () => true);
  t.ok(arrows.size > 5, 'the subjects were found');
  t.same(listPairs(arrows), []);
  t.same(listCircles(arrows), []);
  t.end();
});

t.test('no circle of imports between files', (t) => {
  const circles: string[] = [];
  const done = new Set<string>();
  const open: string[] = [];
  const visit = (file: string): void => {
    if (open.includes(file)) circles.push([...open.slice(open.indexOf(file)), file].join(' → '));
    if (done.has(file)) return;
    done.add(file);
    open.push(file);
    for (const one of importsOf.get(file) ?? []) if (!one.isType && importsOf.has(one.target)) visit(one.target);
    open.pop();
  };
  for (const file of product) visit(file);
  t.same(circles, []);
  t.end();
});

t.test('only src/server.ts imports jobs, only entries import drizzle beyond its reference data', (t) => {
  const outside =
    (folder: string) =>
    ({ from, target }: { from: string; target: string }) =>
      !from.startsWith(folder) && target.startsWith(folder);
  t.same([...new Set(imports.filter(outside('jobs/')).map((one) => one.from))], ['src/server.ts']);
  const toDrizzle = imports
    .filter(outside('drizzle/'))
    .filter(({ target }) => !target.startsWith('drizzle/reference-data/'));
  t.same([...new Set(toDrizzle.map(({ from }) => from))].toSorted(), ['src/reprieve.ts', 'src/server.ts']);
  t.same(
    imports.filter(({ target }) => target.startsWith('tests/')).map(show),
    [],
    'nothing that ships imports a test',
  );
  t.end();
});
