import { parseArgs } from 'node:util';
import { moveClock } from './faults/clock-moved.js';
import { freezeDatabase } from './faults/database-frozen.js';
import { killDatabase } from './faults/database-killed.js';
import { fillDisk, whyNoDisk } from './faults/disk-full.js';
import { silenceMail } from './faults/mail-mute.js';
import { killPacked } from './faults/packed.js';
import { clearStage, openStage, type Stage } from './faults/server.js';
import { startAndStop } from './faults/start-and-stop.js';

interface Fault {
  /** @returns what was found, in words. Throws: where the system does not bear the fault */
  readonly play: (stage: Stage, isShort: boolean) => Promise<string>;
  /** Left out of the short form: it waits for limits of time, or for the registry. */
  readonly isLong?: true;
  readonly whyNot?: () => string | undefined;
}

// Faults that have ended or falsified the system, played against servers with clients that write. With --short only
// those that take seconds, with --only=… the named one.
const FAULTS: Readonly<Record<string, Fault>> = {
  'database-killed': { play: killDatabase },
  'database-frozen': { play: freezeDatabase, isLong: true },
  'database-killed-packed': { play: killPacked, isLong: true },
  'disk-full': { play: fillDisk, whyNot: whyNoDisk },
  'mail-mute': { play: silenceMail },
  'clock-moved': { play: moveClock },
  'start-and-stop': { play: startAndStop },
};

const { only, short: isShort = false } = parseArgs({
  options: { only: { type: 'string' }, short: { type: 'boolean' } },
}).values;
if (process.platform !== 'linux') throw new Error('Faults are played on Linux.');
if (only !== undefined && FAULTS[only] === undefined)
  throw new Error(`There is no fault ${only}, but ${Object.keys(FAULTS).join(', ')}.`);

for (const [name, fault] of Object.entries(FAULTS)) {
  if (only === undefined ? isShort && fault.isLong : name !== only) continue;
  const obstacle = fault.whyNot?.();
  if (obstacle !== undefined) {
    console.log(`${name}: SKIPPED, ${obstacle}`);
    continue;
  }
  const stage = openStage();
  const began = performance.now();
  try {
    const found = await fault.play(stage, isShort);
    console.log(`${name}: ${found} (${Math.round((performance.now() - began) / 1000)} s)`);
  } catch (error) {
    console.error(`${name}: NOT BORNE`, error);
    process.exitCode = 1;
  } finally {
    await clearStage(stage);
  }
}
