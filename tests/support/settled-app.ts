import { DEFAULT_START, openTestApp, type TestApp } from './app.js';
import { createTestDatabase, type Teardown, type TestDatabase, withConnection } from './database.js';
import { makeLoadedTemplate, makeTemplate } from './loaded-database.js';
import { type People, type SettledCase, settleCase, signInAll } from './story.js';

export interface SettledApp {
  readonly test: TestApp;
  readonly people: People;
  readonly settled: SettledCase;
}

/** The app on a database in which the main story has come to the activation of its plan, on 2023-09-28. */
export async function createSettledApp(t: Teardown): Promise<SettledApp> {
  const template = await makeTemplate('settled', await makeLoadedTemplate('accounts'), settle);
  const test = await openTestApp(t, await createTestDatabase(t, template), {});
  const [settled] = await test.deps.sql<SettledCase[]>`
    select plans.case_id as "caseId", plans.id as "planId", enterprise.party_id as "enterpriseId",
      applicant.party_id as "applicantId"
    from plans
    join case_parties enterprise on enterprise.case_id = plans.case_id and enterprise.role = 'ENTERPRISE'
    join case_parties applicant on applicant.case_id = plans.case_id and applicant.role = 'APPLICANT'`;
  if (settled === undefined) throw new Error('The template holds no plan.');
  return { test, people: await signInAll(test), settled };
}

async function settle(database: TestDatabase): Promise<void> {
  const endings: (() => unknown)[] = [];
  await withConnection(database.url, (sql) => sql`update installations set simulated_on = ${DEFAULT_START}`);
  try {
    const test = await openTestApp({ teardown: (work) => endings.push(work) }, database, {});
    await settleCase(await signInAll(test));
  } finally {
    // Also after a failure: what is left open would keep its test from ending.
    for (const end of endings.toReversed()) await end();
  }
}
