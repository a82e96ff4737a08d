import { findActor } from '../../src/features/people/identity/repository.js';
import type { UserContext } from '../../src/platform/context.js';
import type { TestApp } from './app.js';

/** The context in which an account calls a service. */
export async function contextOf(test: TestApp, username: string): Promise<UserContext> {
  const [user] = await test.deps.sql<{ id: string }[]>`select id from users where username = ${username}`;
  const actor = await findActor(test.deps.db, user?.id ?? '');
  if (!actor) throw new Error(`There is no account ${username}`);
  return { ...(await test.jobContext()), actor };
}
