import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Fails when the tables in the code differ from what the migrations make: generating again must find nothing to do.
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'reprieve-drift-'));
try {
  const migrations = path.join(folder, 'migrations');
  cpSync(path.join(root, 'drizzle/migrations'), migrations, { recursive: true });
  const before = readdirSync(migrations).length;
  const kit = path.join(root, 'node_modules/drizzle-kit/bin.cjs');
  const out = path.relative(root, migrations);
  const run = spawnSync(
    process.execPath,
    [
      '--import',
      'tsx',
      kit,
      'generate',
      '--dialect=postgresql',
      '--schema=./src/tables/*.ts',
      `--out=${out}`,
      '--name=drift',
    ],
    { cwd: root, encoding: 'utf8' },
  );
  const added = readdirSync(migrations).filter((name) => name.includes('drift'));
  if (run.status !== 0) throw new Error(`drizzle-kit failed: ${run.stderr || run.stdout}`);
  if (added.length > 0 || readdirSync(migrations).length !== before) {
    const sql = added.map((name) => readFileSync(path.join(migrations, name), 'utf8')).join('\n');
    throw new Error(`The tables differ from the migrations; run npm run db:generate. Missing:\n${sql}`);
  }
  console.log('The migrations make the tables that the code describes.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
