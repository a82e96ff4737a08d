import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { compiledFile } from './compiled-files.js';
import { readSecondsWithChildren } from './processor-time.js';
import { readServersSeconds } from './test-servers.js';

// npm test -- [--reporter=terse] [--jobs=2] [tests/a.test.ts tests/features/fees …]
//
// Starts the servers, runs the tests (`spawn-tests`), ends the servers, and says what it cost.

/** A test file, or several in one process, and how long it took by the clock. */
interface FileTime {
  readonly name: string;
  readonly seconds: number;
}

const SLOWEST_SHOWN = 10;

/** `global-before` and `global-after` hold and give back a lease in the name of this process. */
function runScript(name: string): void {
  const { status } = spawnSync(process.execPath, [compiledFile(name)], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${name} failed.`);
}

/** tap sends messages of its own on the same channel. */
function isFileTime(message: unknown): message is FileTime {
  return typeof message === 'object' && message !== null && 'name' in message && 'seconds' in message;
}

async function runTests(): Promise<FileTime[]> {
  const times: FileTime[] = [];
  const args = ['--enable-source-maps', compiledFile('tests/support/spawn-tests.ts'), ...process.argv.slice(2)];
  const tests = spawn(process.execPath, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  tests.on('message', (message) => {
    if (isFileTime(message)) times.push(message);
  });
  const [code] = (await once(tests, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
  return times;
}

// A key press ends the tests; the servers are still to be ended.
process.on('SIGINT', () => undefined);
runScript('tests/support/global-before.ts');
const serversBefore = readServersSeconds();
const times = await runTests();
const servers = readServersSeconds() - serversBefore;
runScript('tests/support/global-after.ts');

if (times.length > 1) console.log('slowest files:');
for (const { name, seconds } of times.toSorted((one, other) => other.seconds - one.seconds).slice(0, SLOWEST_SHOWN))
  console.log(`${seconds.toFixed(1).padStart(8)} s  ${name}`);
const own = readSecondsWithChildren();
if (own !== undefined) {
  const shown = [own + servers, servers].map(Math.round);
  console.log(`processor time: ${shown[0]} s, ${shown[1]} s of them in the servers`);
}
