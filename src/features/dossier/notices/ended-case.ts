import { CASE_STATE_WORDS } from '../../../law/states/case-words.js';
import { isEnded } from '../../../law/states/case.js';
import { officeHolderOf, type UserContext } from '../../../platform/context.js';
import type { CaseFile } from '../cases/case-file.js';
import { CASE_EVENTS, type CaseEventType } from '../cases/events/catalogue.js';
import { giveNotices } from './outgoing.js';

/**
 * Tells the officer of an ended case that something still came to it, which asks for his work; of a performed one its
 * judge as well, who may set that aside. Nobody is told of what he has done himself, and of an open case nothing is
 * told here.
 * @param happened - the event that the act has recorded
 * Law: contract section 10 (possible in every state; in ended ones it is put to the officer).
 */
export async function tellOfEndedCase(ctx: UserContext, file: CaseFile, happened: CaseEventType): Promise<void> {
  const { courtCode, id: caseId, caseNumber, state, officerId, judgeId } = file.row;
  if (!isEnded(state)) return;
  const concerned = state === 'PERFORMED' && judgeId !== null ? [officerId, judgeId] : [officerId];
  const facts = { caseNumber, state: CASE_STATE_WORDS[state].zh, happened: CASE_EVENTS[happened].words.zh };
  await giveNotices(
    ctx,
    concerned
      .filter((userId) => userId !== officeHolderOf(ctx.actor))
      .map((userId) => ({ courtCode, caseId, kind: 'ENDED_CASE', reader: { userId }, facts })),
  );
}
