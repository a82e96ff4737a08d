import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';

/**
 * Mutation testing of `src/law` and `src/shared`, one area after another. An area is judged by its own tests
 * alone: a mutant that only a test of another area would notice counts as survived. Ends with 1 when an area
 * kills less than the floor. Explained survivors: `docs/mutation.md`.
 *
 *     npm run mutation               every area, about an hour on two cores
 *     npm run mutation:short         the small areas, for the gate
 *     npm run mutation -- ledger     only the named areas
 */
const FLOOR_PERCENT = 85;

interface Area {
  readonly name: string;
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** Small enough for the gate. */
  readonly short?: true;
}

/** A folder of the law, judged by the tests that mirror it. */
const law = (name: string, more: Partial<Area> = {}): Area => ({
  name,
  mutate: [`src/law/${name}/*.ts`, '!src/law/**/terms.ts'],
  tests: [`tests/law/${name}/*.test.ts`],
  ...more,
});

const AREAS: readonly Area[] = [
  {
    name: 'shared',
    mutate: ['src/shared/*.ts', '!src/shared/problems.ts', '!src/shared/ids.ts'],
    tests: ['tests/shared/*.test.ts'],
  },
  { name: 'identifiers', mutate: ['src/shared/identifiers/*.ts'], tests: ['tests/shared/identifiers/*.test.ts'] },
  law('interest'),
  law('working-days'),
  law('ledger'),
  law('allocation'),
  law('fees', { short: true }),
  law('claims'),
  law('filing'),
  law('funds', { short: true }),
  law('schedule'),
  law('amendment'),
  law('seizures'),
  law('course'),
  law('states'),
];

interface Score {
  readonly name: string;
  readonly detected: number;
  readonly survivors: readonly string[];
}

const percent = ({ detected, survivors }: Score) => (100 * detected) / Math.max(1, detected + survivors.length);

async function mutate({ name, mutate, tests }: Area): Promise<Score> {
  const stryker = new Stryker({
    configFile: '.stryker.json',
    mutate: [...mutate],
    // Mutated sources are compiled once (`buildCommand`); which mutant lives is decided as the tests run.
    tap: {
      testFiles: tests.map((test) => `.tests/${test.replace(/\.ts$/, '.js')}`),
      nodeArgs: ['--enable-source-maps'],
    },
  });
  const results = await stryker.runMutationTest();
  const survived = results.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  return {
    name,
    detected: results.filter(({ status }) => status === 'Killed' || status === 'Timeout').length,
    survivors: survived.map(({ fileName, location, mutatorName, replacement }) => {
      const file = fileName.slice(fileName.indexOf('src/'));
      return `${file}:${location.start.line}:${location.start.column} ${mutatorName} → ${replacement}`;
    }),
  };
}

const { values, positionals } = parseArgs({ options: { short: { type: 'boolean' } }, allowPositionals: true });
const unknown = positionals.filter((name) => !AREAS.some((area) => area.name === name));
if (unknown.length > 0) throw new Error(`There is no area ${unknown.join(', ')}`);
const chosen = AREAS.filter(({ name, short }) =>
  positionals.length > 0 ? positionals.includes(name) : short === true || values.short !== true,
);

const scores: Score[] = [];
for (const area of chosen) scores.push(await mutate(area));

for (const { survivors } of scores) survivors.forEach((survivor) => console.log(`survived: ${survivor}`));
for (const score of scores) {
  const all = score.detected + score.survivors.length;
  console.log(`${score.name}: ${score.detected} of ${all} mutants noticed, ${percent(score).toFixed(1)} %`);
}
if (scores.some((score) => percent(score) < FLOOR_PERCENT)) process.exitCode = 1;
