/** Code of an error of the system (`ENOENT`, `ESRCH`) or of a driver; undefined where it has none. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What a program that failed said of it: its error output, else the message of the error. */
export function outputOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : '';
  return (said || error.message).trim();
}
