import t from 'tap';
import { CIRCLES, MUTUAL_PAIRS, UPWARD } from './breaches.js';
import { expectOnly, print } from './ratchet.js';
import { imports, importsOf, product, show } from './read-code.js';
import { featureOf, isRoutes, rankOf, roomOf } from './rooms.js';

/** Which features of the same wing a feature imports. Routes stand above all features and are not counted. */
function readArrows(): ReadonlyMap<string, ReadonlySet<string>> {
  const arrows = new Map<string, Set<string>>();
  for (const { from, target } of imports) {
    const [one, other] = [featureOf(from), featureOf(target)];
    if (one === undefined || other === undefined || one === other || isRoutes(from)) continue;
    if (roomOf(from) !== roomOf(target)) continue;
    arrows.set(one, (arrows.get(one) ?? new Set()).add(other));
  }
  return arrows;
}

/** Everything that arrows lead to from a start. */
function reachFrom(start: string, arrows: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
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

t.test('features of one wing import each other one way', (t) => {
  const arrows = readArrows();
  const features = [...arrows.keys()].toSorted();
  const pairs = features.flatMap((one) =>
    [...(arrows.get(one) ?? [])]
      .filter((other) => one < other && arrows.get(other)?.has(one) === true)
      .map((other) => `${one} ↔ ${other}`),
  );
  print(pairs.length, 'mutual pairs of features');
  expectOnly(t, pairs, MUTUAL_PAIRS, 'mutual pairs');
  const circles = new Set<string>();
  for (const feature of features) {
    const reached = reachFrom(feature, arrows);
    const circle = [...reached].filter((one) => reachFrom(one, arrows).has(feature)).toSorted();
    // Two are a pair, which is listed as such.
    if (circle.length > 2) circles.add(circle.join(', '));
  }
  print(circles.size, 'circles of features');
  expectOnly(t, [...circles], CIRCLES, 'circles of features');
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
