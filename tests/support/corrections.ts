import { expectStatus, type People } from './story.js';

/** What every correction says of itself. */
export const WHY = {
  ground: 'CORRECTION_RULING',
  reason: '判决书补正',
  evidence: '（2023）浙0702民初2345号民事裁定书',
};

type Two = Pick<People, 'clerk' | 'judge'>;

/** Enters a correction of the claim, has the judge approve it, and gives it as it then stands. */
export async function correctClaim({ clerk, judge }: Two, caseId: string, change: object) {
  const entered = await clerk.post(`/v1/cases/${caseId}/claim-corrections`, { ...WHY, ...change });
  const { id } = expectStatus(entered, 201).body;
  return expectStatus(await judge.post(`/v1/claim-corrections/${id}/decision`, { decision: 'APPROVE' }), 200).body;
}
