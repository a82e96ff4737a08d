/** A reader that went away must not take the process with it: what is said is then lost, and the work goes on. */
function outliveReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

process.stdout.on('error', outliveReader);
process.stderr.on('error', outliveReader);

/** Says one line to whoever started the process. */
export function say(message: string): void {
  process.stdout.write(`${message}\n`);
}
