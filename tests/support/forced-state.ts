import type { CaseState } from '../../src/law/states/case.js';
import type { TestApp } from './app.js';

/**
 * Puts cases into a state that no act leads to from where they are, as nobody but the owner can who switches triggers
 * off.
 * @param caseId - one case; default all
 */
export async function forceCaseState({ owner }: TestApp, state: CaseState, caseId?: string): Promise<void> {
  await owner.begin(async (sql) => {
    await sql`alter table cases disable trigger cases_known_step`;
    await sql`update cases set state = ${state} where ${caseId ?? null}::uuid is null or id = ${caseId ?? null}`;
    await sql`alter table cases enable trigger cases_known_step`;
  });
}
