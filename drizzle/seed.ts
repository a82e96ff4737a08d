import { sql } from 'drizzle-orm';
import type { Config } from '../src/config.js';
import { type ContextSource, makeContext } from '../src/dependencies.js';
import { findOrCreateParty } from '../src/features/dossier/parties/parties.js';
import { addDepartments } from '../src/features/people/courts-and-departments/shipped.js';
import { hashPassword } from '../src/features/people/identity/passwords.js';
import { findActor } from '../src/features/people/identity/repository.js';
import { addPartyOf, addUserOnce } from '../src/features/people/identity/users.js';
import { COURT_TIME_ZONE, fixedClock } from '../src/platform/clock.js';
import { type UserActor, systemActor } from '../src/platform/context.js';
import type { Database } from '../src/platform/database.js';
import { noteLoading, readInstallation } from '../src/platform/installation.js';
import { type CivilDate, civilDateInZone } from '../src/shared/civil-date.js';
import { newId } from '../src/shared/ids.js';
import { REFERENCE_APPLICANT, REFERENCE_ENTERPRISE, SAMPLE_ACCOUNTS, SAMPLE_DEPARTMENTS } from './sample/accounts.js';
import { otherCases, SAMPLE_DATE } from './sample/other-cases.js';
import { referenceCase } from './sample/reference-case.js';
import { playStory } from './sample/stage.js';

type SeedSettings = Pick<Config, 'SAMPLE_DATA' | 'SAMPLE_PASSWORD' | 'CLOCK' | 'CLOCK_START' | 'NODE_ENV'>;
type SeedTarget = Omit<ContextSource, 'clock' | 'mail'>;

/** One loading at a time, whichever process asks. */
const SEED_LOCK = 7_370_703;

async function makeParties(db: Database, target: SeedTarget, on: CivilDate): Promise<Map<string, string>> {
  const ctx = makeContext(
    { ...target, db, clock: fixedClock(on), mail: false },
    { actor: systemActor('seed'), today: on, requestId: newId(), inTransaction: true },
  );
  const made = new Map<string, string>();
  for (const party of [REFERENCE_ENTERPRISE, REFERENCE_APPLICANT]) {
    made.set(party.unifiedSocialCreditCode, await findOrCreateParty(ctx, { ...party, kind: 'ORGANISATION' }));
  }
  return made;
}

async function makeAccounts(
  db: Database,
  parties: ReadonlyMap<string, string>,
  password: string,
): Promise<Map<string, UserActor>> {
  const passwordHash = await hashPassword(password);
  const actors = new Map<string, UserActor>();
  for (const { actsFor, roles, ...account } of SAMPLE_ACCOUNTS) {
    const userId = await addUserOnce(db, {
      managingCourtCode: account.courtCode,
      ...account,
      id: newId(),
      roles: [...roles],
      passwordHash,
      isSample: true,
      createdAt: new Date(),
    });
    const partyId = actsFor === undefined ? undefined : parties.get(actsFor);
    if (partyId !== undefined) await addPartyOf(db, userId, partyId);
    const actor = await findActor(db, userId);
    if (actor) actors.set(account.username, actor);
  }
  return actors;
}

async function countCases(db: Database): Promise<number> {
  const [row] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from (select 1 from cases limit 1) c`,
  );
  return row?.count ?? 0;
}

function firstBusinessDate(settings: SeedSettings, loading: boolean): CivilDate {
  const { CLOCK_START } = settings;
  if (!loading) return CLOCK_START ?? civilDateInZone(new Date(), COURT_TIME_ZONE);
  if (CLOCK_START !== undefined && CLOCK_START < SAMPLE_DATE) {
    throw new Error(`The sample cases stand at ${SAMPLE_DATE}; an earlier CLOCK_START goes with SAMPLE_DATA=accounts.`);
  }
  return CLOCK_START ?? SAMPLE_DATE;
}

/**
 * Loads sample accounts and cases and starts the simulated clock, in one transaction, once per database. A database
 * that already holds a case gets nothing, and production gets nothing ever.
 * @returns what was loaded
 */
export async function loadSampleData(
  target: SeedTarget,
  settings: SeedSettings,
): Promise<'load' | 'accounts' | 'none'> {
  return target.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${SEED_LOCK})`);
    const { sampleDataLoaded: loaded, simulatedOn: standsAt } = await readInstallation(tx);
    const fresh = loaded === null && standsAt === null && (await countCases(tx)) === 0;
    const wanted = settings.NODE_ENV === 'production' ? 'none' : settings.SAMPLE_DATA;
    if (!fresh) return 'none';
    const start = firstBusinessDate(settings, wanted === 'load');
    const simulatedOn = settings.CLOCK === 'simulated' || wanted === 'load' ? start : null;
    if (wanted !== 'none') {
      const parties = await makeParties(tx, target, start);
      await addDepartments(tx, SAMPLE_DEPARTMENTS);
      const actors = await makeAccounts(tx, parties, settings.SAMPLE_PASSWORD);
      if (wanted === 'load') {
        await playStory({ ...target, db: tx, actors }, [...referenceCase(), ...otherCases()], start);
      }
    }
    const sampleDataLoaded = wanted === 'none' ? null : wanted;
    await noteLoading(tx, { simulatedOn, sampleDataLoaded });
    return wanted;
  });
}
