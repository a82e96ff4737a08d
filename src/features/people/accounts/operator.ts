import { type Clock } from '../../../platform/clock.js';
import type { Database } from '../../../platform/database.js';
import { newId } from '../../../shared/ids.js';
import { removeFactorByName } from '../identity/users.js';
import { appendAccess } from '../trail/access-log.js';
import { tell } from './account-notices.js';

/**
 * Takes a second factor away from the command line, for a court whose security administrator has lost his own; its
 * person and the chiefs are told.
 * @throws Error with one sentence when there is no such account, or it has none
 * Law: CP-04, CP-08.
 */
export async function resetSecondFactorByOperator(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  username: string,
  reason: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const user = await removeFactorByName(tx, username);
    if (!user) throw new Error(`There is no account ${username} with a second factor.`);
    const told = { kind: 'FACTOR_RESET', aboutUserId: user.id, askedBy: null, decidedBy: null } as const;
    await tell(tx, { ...told, createdAt: clock.now() }, user.managingCourtCode);
    await appendAccess(tx, [
      {
        readAt: clock.now(),
        actor: { id: 'operator', name: 'command line', courtCode: user.managingCourtCode },
        act: 'resetSecondFactor',
        object: `/v1/users/${user.id}`,
        fromAddress: '',
        requestId: newId(),
        purpose: reason,
        detail: { username },
      },
    ]);
  });
}
