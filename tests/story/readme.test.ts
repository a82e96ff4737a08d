import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import t from 'tap';
import { nodeArguments } from '../support/compiled-files.js';
import { createTestDatabase } from '../support/database.js';
import { PROJECT_DIRECTORY, testServices } from '../support/services.js';

const readme = readFileSync(path.join(PROJECT_DIRECTORY, 'README.md'), 'utf8');

/** Shell lines of the story in order, and what the lines with `# →` are said to print. */
function readStory(): { script: string; expected: string[] } {
  const blocks = [...readme.matchAll(/```sh story\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  const script = ['set -euo pipefail', ...blocks].join('\n');
  return { script, expected: [...script.matchAll(/# → (.*)$/gm)].map((match) => match[1] ?? '') };
}

/** Starts the server as `npm start` does, on a free port, and waits for the line that names its address. */
async function startServer(env: Record<string, string>): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, nodeArguments('src/server.ts'), {
    cwd: PROJECT_DIRECTORY,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
      const found = /ready at (http:\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(`the server ended before it was ready: ${said}`)));
  });
  // Nobody reads any more: a server outlives the program that started it.
  child.stdout.destroy();
  return { child, address };
}

async function runShell(
  script: string,
  env: Record<string, string>,
): Promise<{ code: number | null; output: string; errors: string }> {
  const shell = spawn('bash', ['-c', script], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  shell.stdout.on('data', (chunk) => (output += String(chunk)));
  shell.stderr.on('data', (chunk) => (errors += String(chunk)));
  const [code] = (await once(shell, 'close')) as [number | null];
  return { code, output, errors };
}

t.test("the README's story runs as it stands and prints what it says", async (t) => {
  const { url } = await createTestDatabase(t);
  const { redisUrl } = testServices();
  const { child, address } = await startServer({
    DATABASE_URL: url,
    SAMPLE_DATA: 'accounts',
    CLOCK_START: '2023-09-28',
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  });
  t.teardown(async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'reprieve-story-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));

  const { script, expected } = readStory();
  const { code, output, errors } = await runShell(script, { REPRIEVE: address });
  t.equal(code, 0, errors);
  t.ok(expected.length > 20, 'the story says what its lines print');
  t.same(output.trim().split('\n'), expected);
});
