import type { Caller } from './app.js';
import { expectStatus } from './story.js';

interface Two {
  readonly clerk: Caller;
  readonly finance: Caller;
}

/** Has the money of a case paid to another account: the clerk asks, finance approves. */
export async function changeAccount({ clerk, finance }: Two, caseId: string, collectionAccount: object): Promise<void> {
  const body = { collectionAccount, reason: '账户变更' };
  const asked = expectStatus(await clerk.patch(`/v1/cases/${caseId}`, body, { 'if-match': '*' }), 202).body;
  const decided = await finance.post(`/v1/collection-account-changes/${asked.id}/decision`, { decision: 'APPROVE' });
  expectStatus(decided, 200);
}
