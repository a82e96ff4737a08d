import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

// Asks the registry for advisories on what the product runs with (`npm audit --omit=dev`). Each finding has its
// reason below, or fails the check; a registry that gives no advisories is said and does not. A reason that is not
// needed any more fails as well.

/** Advisories that do not touch us, by their id, and why. */
const EXPLAINED: Readonly<Record<string, string>> = {};

const advisory = z.object({ source: z.number(), title: z.string(), url: z.string(), severity: z.string() });
const report = z.object({
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), advisory])) })),
});

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = spawnSync('npm', ['audit', '--omit=dev', '--json'], { cwd: root, encoding: 'utf8', shell: false });
const parsed = report.safeParse(JSON.parse(run.stdout || '{}'));
if (!parsed.success) {
  console.log('The registry gave no advisories; nothing is known of the packages in use.');
} else {
  const found = new Map(
    Object.values(parsed.data.vulnerabilities)
      .flatMap(({ via }) => via)
      .flatMap((one) => (typeof one === 'string' ? [] : [[String(one.source), one] as const])),
  );
  for (const [id, { severity, title, url }] of found) {
    if (id in EXPLAINED) console.log(`${id} (${severity}) ${title}: ${EXPLAINED[id]}`);
    else {
      console.error(`${id} (${severity}) ${title}: not explained. ${url}`);
      process.exitCode = 1;
    }
  }
  for (const id of Object.keys(EXPLAINED).filter((one) => !found.has(one))) {
    console.error(`${id} is explained and not found any more: take its reason out.`);
    process.exitCode = 1;
  }
  console.log(`${found.size} advisories on the packages in use.`);
}
