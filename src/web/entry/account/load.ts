import { listPrincipals } from '../../../features/people/delegations/deputies.js';
import type { Me } from '../../../features/people/identity/schema.js';
import { describeSelf } from '../../../features/people/identity/service.js';
import { PORTAL_IDLE_MS } from '../../../features/people/identity/tokens.js';
import type { EnrolmentView, SessionView } from '../../../features/people/own-account/schema.js';
import { listOwnSessions, readWaitingSecret } from '../../../features/people/own-account/service.js';
import type { UserContext } from '../../../platform/context.js';
import { together } from '../../../platform/snapshot.js';

export interface AccountShown {
  readonly me: Me;
  readonly isSample: boolean;
  /** A second factor that waits for its first code. */
  readonly waiting: EnrolmentView | undefined;
  readonly sessions: readonly SessionView[];
  /** Absent colleagues for whom the reader acts today. */
  readonly principals: readonly { readonly id: string; readonly name: string }[];
}

/** The reader's own account. */
export async function loadAccount(ctx: UserContext): Promise<AccountShown> {
  const { isSample } = ctx.actor;
  const [me, waiting, sessions, principals] = await together([
    describeSelf(ctx),
    isSample ? Promise.resolve(undefined) : readWaitingSecret(ctx),
    listOwnSessions(ctx, PORTAL_IDLE_MS),
    listPrincipals(ctx),
  ]);
  return { me, isSample, waiting, sessions, principals };
}
