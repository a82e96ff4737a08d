/** Seconds of processor time of this process, which other work on the machine does not lengthen. */
export function readProcessorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}
