import type { TestApp } from '../../support/app.js';
import { expectStatus, FILING, P08, pay, PLAN, SEIZURE } from '../../support/story.js';
import { type Cast, gather } from './cast.js';
import { playReviews, playSurplus } from './story-more.js';
import { playOffice } from './story-office.js';
import { playSecondCase } from './story-second.js';

/** From the filing to the plan in force, each by the one whose word it is. */
async function settleMainCase(cast: Cast): Promise<string> {
  const filed = expectStatus(await cast.clerk.post('/v1/cases', FILING), 201).body;
  const [applicant] = filed.applicants;
  const at = `/v1/cases/${filed.id}`;
  expectStatus(await cast.clerk.post(`${at}/seizures`, SEIZURE), 201);
  const plan = expectStatus(await cast.clerk.post(`${at}/plans`, PLAN), 201).body;
  const word = { method: 'SIGNED_RECORD' };
  const consent = { ...word, applicantId: applicant.id, scope: 'RELIEF_AND_SETTLEMENT', givenOn: '2023-09-28' };
  expectStatus(await cast.applicant.post(`${at}/consents`, consent), 201);
  const confirm = `/v1/plans/${plan.id}/confirmations`;
  const byEnterprise = { ...word, confirmedOn: '2023-09-28', party: 'ENTERPRISE', partyId: filed.enterprise.id };
  expectStatus(await cast.enterprise.post(confirm, byEnterprise), 200);
  const byApplicant = { ...word, confirmedOn: '2023-09-28', party: 'APPLICANT', partyId: applicant.id };
  expectStatus(await cast.applicant.post(confirm, byApplicant), 200);
  expectStatus(await cast.judge.post(`/v1/plans/${plan.id}/activation`, {}), 200);
  return filed.id;
}

/**
 * The main story, on 28 September 2023 and after: eight instalments on their days, the breach of the ninth and its
 * cure. Beside it a second case in which everything is corrected, reviews of relief, a surplus, and the work of the
 * office.
 */
export async function playStory(test: TestApp): Promise<void> {
  const cast = await gather(test);
  const mainId = await settleMainCase(cast);
  const second = await playSecondCase(test, cast);
  await playReviews(cast);
  await playSurplus(test, cast);
  await playOffice(test, cast);
  for (const [on, amountFen] of P08.slice(0, 8)) {
    await second.until(on);
    await test.closeDays(on);
    await pay(cast, mainId, amountFen, on);
  }
  // Four days late is a breach; what cures it comes a day after.
  await test.closeDays('2024-07-06');
  await pay(cast, mainId, P08[8]?.[1] ?? 0, '2024-07-06');
  await test.closeDays('2024-07-13');
  const filing = { ...FILING, caseNumber: '（2024）浙0702执77号', filedOn: '2024-07-12' };
  expectStatus(await cast.clerk.post('/v1/cases', filing), 201);
}
