// Loaded into a server before its own code (`node --import`): its clock runs ahead by as many milliseconds as a file
// says, or behind. Timers feel nothing of it, as with a clock that somebody sets.
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 50;
const RealDate = Date;
let shift = 0;

function look() {
  shift = Number(readFileSync(process.env.FAULTS_CLOCK_FILE, 'utf8'));
}

look();
setInterval(look, LOOK_EVERY_MS).unref();

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shift);
    else super(...given);
  }

  static now() {
    return RealDate.now() + shift;
  }
};
