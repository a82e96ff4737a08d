import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { COURT_TIME_ZONE } from '../../../src/platform/clock.js';
import { addDays, civilDateInZone } from '../../../src/shared/civil-date.js';
import { PROJECT_DIRECTORY } from '../../support/services.js';
import type { Stage } from './server.js';

/** The clock of a server, to be set from outside while it runs. */
export function shiftedClock({ folder }: Stage) {
  const file = path.join(folder, 'clock');
  const preload = pathToFileURL(path.join(PROJECT_DIRECTORY, 'tests/checks/faults/shifted-clock.mjs'));
  return {
    env: { NODE_OPTIONS: `--import ${preload.href}`, FAULTS_CLOCK_FILE: file },
    /** @param shift - milliseconds before the real clock */
    set: (shift: number) => writeFileSync(file, String(shift)),
  };
}

/** A moment of a day at the court, in milliseconds. @param days - after today */
export function courtMoment(time: string, days = 0): number {
  const day = addDays(civilDateInZone(new Date(), COURT_TIME_ZONE), days);
  // The court's time zone knows no summer time.
  return Date.parse(`${day}T${time}:00+08:00`);
}

export const courtNoon = () => courtMoment('12:00');
