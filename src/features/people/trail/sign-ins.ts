import type { Database } from '../../../platform/database.js';
import { appendAccess } from './access-log.js';

/** From where somebody opens or ends something, and in which request. */
export interface Origin {
  readonly address: string;
  readonly requestId: string;
}

/** What a sign-in knows of the account that it is about. */
interface Account {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly courtCode: string | null;
  /** Court whose auditors read it; of people of a party, the one that looks after the account. */
  readonly managingCourtCode: string | null;
}

type SignInAct = 'signIn' | 'refuseSignIn' | 'acceptInvitation';

/**
 * Puts a sign-in, good or bad, or a link taken on record, before the answer. Of a name that no account has nothing is
 * kept but a count: people type passwords where names go.
 * @param detail - how, and what came of it; no secret
 * Law: CP-04, CP-08.
 */
export function recordSignIn(
  db: Database,
  at: Date,
  act: SignInAct,
  user: Account,
  { address, requestId }: Origin,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const entry = {
    readAt: at,
    actor: { id: user.id, name: user.displayName, courtCode: user.courtCode },
    act,
    object: `/v1/users/${user.id}`,
    courtCode: user.managingCourtCode ?? undefined,
    fromAddress: address,
    requestId,
    detail: { username: user.username, ...detail },
  };
  return db.transaction((tx) => appendAccess(tx, [entry]));
}
