import type { Caller, TestApp } from '../../support/app.js';
import { type People, signInAll } from '../../support/story.js';

/** Everybody who acts in the story. */
export interface Cast extends People {
  readonly chief: Caller;
  readonly president: Caller;
  readonly secretariat: Caller;
  readonly industry: Caller;
  readonly tax: Caller;
  readonly security: Caller;
  readonly elsewhere: Caller;
}

/** Signs everybody in. */
export async function gather(test: TestApp): Promise<Cast> {
  return {
    ...(await signInAll(test)),
    chief: await test.as('chief'),
    president: await test.as('president'),
    secretariat: await test.as('secretariat'),
    industry: await test.as('dept-industry'),
    tax: await test.as('dept-tax'),
    security: await test.as('security'),
    elsewhere: await test.as('clerk-0703'),
  };
}
