import { type ContextSource, makeContext } from '../../src/dependencies.js';
import { closeThrough } from '../../src/features/course/close/close.js';
import { fixedClock } from '../../src/platform/clock.js';
import { type Context, systemActor, type UserActor, type UserContext } from '../../src/platform/context.js';
import { addDays, type CivilDate, compareDates } from '../../src/shared/civil-date.js';
import { newId } from '../../src/shared/ids.js';

/** Somebody's work on one day of the sample story. */
export interface SampleAct {
  readonly on: CivilDate;
  readonly act: (as: (username: string) => UserContext) => Promise<unknown>;
}

export interface Stage extends Omit<ContextSource, 'clock' | 'mail'> {
  readonly actors: ReadonlyMap<string, UserActor>;
}

/** Nine in the morning, Beijing time: when the people of the sample story work. */
const workingMoment = (on: CivilDate) => () => new Date(`${on}T09:00:00+08:00`);

function contextOn<A extends Context['actor']>(stage: Stage, on: CivilDate, actor: A): Context<A> {
  return makeContext(
    { ...stage, clock: fixedClock(on, workingMoment(on)), mail: false },
    { actor, today: on, requestId: newId(), inTransaction: true },
  );
}

/**
 * Plays acts day by day through the product's own services, and closes each day as the job would.
 * @param until - the business date on whose morning the story ends
 */
export async function playStory(stage: Stage, acts: readonly SampleAct[], until: CivilDate): Promise<void> {
  const ordered = [...acts].sort((a, b) => compareDates(a.on, b.on));
  const first = ordered[0]?.on;
  if (first === undefined) return;
  let next = 0;
  for (let day = first; day <= until; day = addDays(day, 1)) {
    await closeThrough(contextOn(stage, day, systemActor('daily-close')), addDays(day, -1));
    for (let one = ordered[next]; one?.on === day; one = ordered[(next += 1)]) {
      await one.act((username) => {
        const actor = stage.actors.get(username);
        if (!actor) throw new Error(`The sample story has no account ${username}`);
        return contextOn(stage, day, actor);
      });
    }
  }
}
