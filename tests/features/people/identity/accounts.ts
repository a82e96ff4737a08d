import { newId } from '../../../../src/shared/ids.js';
import type { Caller, TestApp } from '../../../support/app.js';

export interface NewAccount {
  readonly username: string;
  readonly roles: readonly string[];
  readonly courtCode?: string;
  readonly departmentCode?: string;
  /** Id of the party for which the account acts. */
  readonly partyId?: string;
  /** A real account of a court does nothing without a second factor; sample accounts are exempt. */
  readonly isReal?: true;
}

/** Adds an account with the password of the sample accounts and signs it in. */
export async function addAccount(test: TestApp, account: NewAccount): Promise<Caller & { readonly id: string }> {
  const id = newId();
  const { username, roles, courtCode = null, departmentCode = null, partyId } = account;
  if (courtCode !== null && departmentCode !== null) {
    await test.deps.sql`
      insert into departments (court_code, code, name) values (${courtCode}, ${departmentCode}, ${departmentCode})
      on conflict do nothing`;
  }
  await test.deps.sql`
    insert into users (id, username, display_name, password_hash, roles, court_code, department_code,
      managing_court_code, is_sample, created_at)
    select ${id}, ${username}, ${username}, password_hash, ${roles as string[]}, ${courtCode}, ${departmentCode},
      ${courtCode}, ${account.isReal !== true}, now()
    from users where username = 'clerk'`;
  if (partyId !== undefined) await test.deps.sql`insert into user_parties values (${id}, ${partyId})`;
  return { ...(await test.as(username)), id };
}

/** Id of an account. */
export async function idOf(test: TestApp, username: string): Promise<string> {
  return String((await test.deps.sql`select id from users where username = ${username}`)[0]?.['id']);
}
