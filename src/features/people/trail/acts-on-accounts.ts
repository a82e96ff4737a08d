import type { UserContext } from '../../../platform/context.js';
import { recordAccess } from './access-log.js';

/** Puts an act on accounts on record; such acts belong to no case. Law: CP-04. */
export function recordAct(
  ctx: UserContext,
  act: string,
  user: { readonly id: string; readonly username: string },
  detail: Readonly<Record<string, unknown>> = {},
  purpose?: string,
): Promise<void> {
  return recordAccess(ctx, {
    act,
    object: `/v1/users/${user.id}`,
    purpose,
    detail: { username: user.username, ...detail },
  });
}
