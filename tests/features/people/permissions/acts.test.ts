import { readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import type { ActRow } from '../../../../src/features/people/permissions/act-row.js';
import { ACTS } from '../../../../src/features/people/permissions/acts.js';
import { may, mayForItself, requireMay } from '../../../../src/features/people/permissions/require-may.js';
import type { Role } from '../../../../src/law/people/roles.js';
import { systemActor } from '../../../../src/platform/context.js';
import { PROJECT_DIRECTORY } from '../../../support/services.js';

/** Roles behind the columns of docs/permissions.md after "nobody". */
const COLUMNS: readonly Role[] = [
  'OFFICER',
  'JUDGE',
  'BUREAU_CHIEF',
  'PRESIDENT',
  'FINANCE',
  'SECRETARIAT',
  'DEPARTMENT',
  'ENTERPRISE',
  'APPLICANT',
  'MONITOR',
  'AUDITOR',
  'ADMIN',
  'SECURITY_ADMIN',
];

const read = (file: string) => readFileSync(path.join(PROJECT_DIRECTORY, file), 'utf8');
const rows = new Map<string, ActRow>(Object.entries(ACTS));

/** Operation ids by call, as the API text names them. */
function readOperations(): Map<string, string> {
  const { paths }: { paths: Record<string, Record<string, { operationId: string }>> } = JSON.parse(
    read('docs/openapi.json'),
  );
  return new Map(
    Object.entries(paths).flatMap(([template, item]) =>
      Object.entries(item).map(([method, { operationId }]) => [`${method.toUpperCase()} ${template}`, operationId]),
    ),
  );
}

/** What is wrong with a sign of the matrix by the table; undefined when they agree. Reach (○) is not the table's. */
function disagreement({ roles, own = [], when }: ActRow, role: Role, sign: string): string | undefined {
  if (sign === '○' || sign === '×') return undefined;
  const allowed = typeof roles === 'string' || roles.includes(role) || own.includes(role);
  if (sign === '●') return allowed ? undefined : 'succeeds, though the table does not allow it';
  return allowed && when === undefined ? 'is refused, though the table allows it' : undefined;
}

t.test('each operation has its row, and each part belongs to an operation', (t) => {
  const operations = new Set(readOperations().values());
  for (const id of operations) t.ok(rows.has(id), `${id} has a row`);
  for (const [act, { within, roles, says }] of rows) {
    t.ok(operations.has(within ?? act), `${act} is an operation or part of one`);
    t.equal(says === undefined, typeof roles === 'string', `${act} has words for a refusal where roles decide`);
  }
  t.end();
});

t.test('docs/permissions.md, which is what the product does, agrees with the table', (t) => {
  const operations = readOperations();
  const lines = [...read('docs/permissions.md').matchAll(/^\| `([A-Z]+ \S+)` \|[^|]*\|(.*)\|$/gm)];
  t.equal(lines.length, operations.size, 'a line for each call');
  for (const [, call = '', cells = ''] of lines) {
    const row = rows.get(operations.get(call) ?? '');
    const [nobody = '', ...signs] = cells.split('|').map((cell) => cell.trim().charAt(0));
    if (!row) {
      t.fail(`${call} has no row`);
      continue;
    }
    if (row.roles !== 'STRANGER') t.equal(nobody, '×', `${call}: nobody`);
    for (const [index, role] of COLUMNS.entries()) {
      t.equal(disagreement(row, role, signs[index] ?? ''), undefined, `${call}: ${role}`);
    }
  }
  t.end();
});

t.test('the machine may what anybody may, and nothing that needs a role', (t) => {
  const machine = systemActor('daily-close');
  t.ok(may(machine, 'listCases'));
  t.notOk(may(machine, 'recordPayment'));
  t.notOk(mayForItself(machine, 'recordConsent'));
  t.throws(() => requireMay(machine, 'decidePayment'), {
    code: 'not-permitted',
    detail: 'Only FINANCE or BUREAU_CHIEF may approve payments.',
  });
  t.end();
});
