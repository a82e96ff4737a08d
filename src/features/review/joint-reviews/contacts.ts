import { and, eq, isNull, sql } from 'drizzle-orm';
import { anyOf } from '../../../platform/any-of.js';
import type { UserContext } from '../../../platform/context.js';
import { Problem } from '../../../shared/problems.js';
import { departments } from '../../../tables/courts.js';
import { users } from '../../../tables/identity.js';

/** People who answer for departments at the court that are not closed. */
export async function listContacts(ctx: UserContext, courtCode: string, codes: readonly string[]) {
  if (codes.length === 0) return [];
  return ctx.db
    .select({ id: users.id, departmentCode: users.departmentCode })
    .from(users)
    .innerJoin(departments, and(eq(departments.courtCode, users.courtCode), eq(departments.code, users.departmentCode)))
    .where(
      and(
        eq(users.courtCode, courtCode),
        eq(users.status, 'ACTIVE'),
        isNull(departments.closedOn),
        anyOf(users.departmentCode, codes),
        sql`'DEPARTMENT' = any(${users.roles})`,
      ),
    );
}

/**
 * Refuses a department for which nobody answers at the court, or that is closed.
 * @param named - as they stand in the body
 * @param place - where they stand
 * Refuses: `department-unknown`.
 */
export function refuseUnknownDepartment(
  contacts: readonly { readonly departmentCode: string | null }[],
  named: readonly { readonly departmentCode: string }[],
  place: 'departments' | 'measures',
): void {
  const index = named.findIndex((one) => !contacts.some((known) => known.departmentCode === one.departmentCode));
  if (index < 0) return;
  const detail = `nobody answers for ${named[index]?.departmentCode} at this court`;
  throw new Problem('department-unknown', {
    detail,
    errors: [{ pointer: `/${place}/${index}/departmentCode`, detail }],
  });
}
