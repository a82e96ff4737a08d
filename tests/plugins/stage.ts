import { createTestApp, type Caller, type TestApp, type TestAppOptions } from '../support/app.js';
import { createSettledApp, type SettledApp } from '../support/settled-app.js';
import { expectStatus, type People, SEIZURE, type SettledCase, settleCase, signInAll } from '../support/story.js';

interface Teardown {
  teardown(work: () => unknown): void;
}

let keys = 0;

/** A header with an Idempotency-Key that no other request has. */
export function freshKey(): { 'idempotency-key': string } {
  return { 'idempotency-key': `test-${(keys += 1)}` };
}

export const PAYMENT = {
  amountFen: 34720514,
  receivedOn: '2023-09-28',
  channel: 'CASE_SUB_ACCOUNT',
  reference: '分期履行第1期',
  payerName: '绿景园林',
};

/** Enters money that waits for approval. */
export async function enterPayment(clerk: Caller, caseId: string, overrides: object = {}): Promise<string> {
  const answer = await clerk.post(`/v1/cases/${caseId}/payments`, { ...PAYMENT, ...overrides }, freshKey());
  return expectStatus(answer, 201).body.id;
}

/** The reference case on 2023-09-28 with everything on it that a person can act on. */
export interface Stage extends SettledCase {
  readonly test: TestApp;
  readonly people: People;
  /** An entered payment, and one directly to the applicant. */
  readonly paymentId: string;
  readonly directId: string;
  readonly seizureId: string;
  readonly noticeId: string;
}

async function settleAnew(t: Teardown, options: TestAppOptions): Promise<SettledApp> {
  const test = await createTestApp(t, options);
  const people = await signInAll(test);
  return { test, people, settled: await settleCase(people) };
}

/** Files the reference case, seizes, settles, enters two payments. */
export async function setStage(t: Teardown, options: TestAppOptions = {}): Promise<Stage> {
  const isUsual = Object.keys(options).length === 0;
  const { test, people, settled } = isUsual ? await createSettledApp(t) : await settleAnew(t, options);
  const { clerk, enterprise } = people;
  const seized = expectStatus(await clerk.post(`/v1/cases/${settled.caseId}/seizures`, SEIZURE), 201);
  const notices = expectStatus(await enterprise.get('/v1/notices'), 200);
  return {
    ...settled,
    test,
    people,
    paymentId: await enterPayment(clerk, settled.caseId),
    directId: await enterPayment(clerk, settled.caseId, { channel: 'DIRECT_TO_APPLICANT' }),
    seizureId: seized.body.id,
    noticeId: notices.body.items[0].id,
  };
}
