import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOpenApiText } from './openapi-text.js';

// Lints the OpenAPI text with redocly (no errors, no warnings) and with the OWASP rules of spectral (no errors).
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'reprieve-openapi-'));
try {
  const file = path.join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(await readOpenApiText()));
  const redocly = path.join(root, 'node_modules/@redocly/cli/bin/cli.js');
  const settings = path.join(root, '.redocly.yaml');
  const run = spawnSync(process.execPath, [redocly, 'lint', file, `--config=${settings}`, '--max-problems=50'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  const spectral = path.join(root, 'node_modules/@stoplight/spectral-cli/dist/index.js');
  const rules = path.join(root, '.spectral.yaml');
  const owasp = spawnSync(process.execPath, [spectral, 'lint', file, '--ruleset', rules, '--display-only-failures'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  process.exitCode = run.status || (owasp.status ?? 1);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
