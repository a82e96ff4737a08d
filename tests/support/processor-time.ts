import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of the system's clock in which Linux counts processor time. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time of this process, which other work on the machine does not lengthen. */
export function readProcessorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

/** Seconds of this process with all that it has started and seen end; undefined where there is no `/proc`. */
export function readSecondsWithChildren(): number | undefined {
  const times = readTimes(process.pid);
  return times && times.own + times.ended;
}

/** Seconds of a server, of its processes that run and of those that have ended; 0 when it does not run. */
export function readServerSeconds(pid: number): number {
  const times = readTimes(pid);
  if (times === undefined) return 0;
  const running = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readTimes(Number(name)))
    .filter((one) => one?.parent === pid);
  return running.reduce((sum, one) => sum + (one?.own ?? 0), times.own + times.ended);
}

interface Times {
  readonly parent: number;
  readonly own: number;
  /** Of the children that have ended, and of theirs. */
  readonly ended: number;
}

function readTimes(pid: number): Times | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name of the program stands in brackets and may hold anything; state and parent follow it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const seconds = (...positions: number[]) =>
    positions.reduce((sum, position) => sum + Number(fields[position]), 0) / TICKS_PER_SECOND;
  return { parent: Number(fields[1]), own: seconds(11, 12), ended: seconds(13, 14) };
}
