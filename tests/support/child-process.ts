import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { nodeArguments } from './compiled-files.js';
import { PROJECT_DIRECTORY } from './services.js';

interface Teardown {
  teardown(work: () => unknown): void;
}

/** Runs a TypeScript file in a node process of its own, which is killed at the end of the test at the latest. */
export function startScript(t: Teardown, file: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [...nodeArguments(file), ...args], {
    cwd: PROJECT_DIRECTORY,
    // Without tap's own variables: the child is killed, and would leave half a coverage report.
    env: { PATH: process.env['PATH'] ?? '' },
  });
  t.teardown(() => child.kill('SIGKILL'));
  child.stderr.pipe(process.stderr);
  return child;
}

/** The next line that a script prints. Throws: when it ends without one. */
export async function nextLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`The script ended without a line (code ${child.exitCode}, ${child.signalCode}).`);
  });
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  return line;
}

/** Kills a script as the system would, and waits until it has gone. */
export async function killHard(child: ChildProcessWithoutNullStreams): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
