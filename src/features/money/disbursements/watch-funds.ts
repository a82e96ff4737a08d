import type { CaseFunds } from '../../../law/funds/funds.js';
import type { Context } from '../../../platform/context.js';
import type { Fen } from '../../../shared/money.js';
import type { CaseFile } from '../../dossier/cases/case-file.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { giveNotices, type NewNotice } from '../../dossier/notices/outgoing.js';
import { listOfficeHolders } from '../../people/identity/office-holders.js';
import { listPayouts, readFunds } from './funds.js';

type Gaps = Pick<CaseFunds, 'overdrawnFen' | 'recoverableFen'>;

/** Without a payout there is no gap, whatever becomes of the payments. */
async function readGaps(ctx: Context, file: CaseFile): Promise<Gaps> {
  const payouts = await listPayouts(ctx, file.row);
  if (payouts.length === 0) return { overdrawnFen: 0n, recoverableFen: 0n };
  return (await readFunds(ctx, file.row)).funds;
}

/** Those who have to see to it: the officer in charge, finance and the chief. */
async function listReaders(ctx: Context, { row }: CaseFile): Promise<string[]> {
  const holders = await listOfficeHolders(ctx, row.courtCode, ['FINANCE', 'BUREAU_CHIEF']);
  return [...new Set([row.officerId, ...holders])];
}

async function tell(ctx: Context, file: CaseFile, kind: 'FUNDS_OVERDRAWN' | 'RECOVERY_DUE', gapFen: Fen) {
  const { courtCode, id: caseId, caseNumber } = file.row;
  const readers = kind === 'RECOVERY_DUE' ? [file.row.officerId] : await listReaders(ctx, file);
  await giveNotices(
    ctx,
    readers.map((userId): NewNotice => {
      return { courtCode, caseId, kind, reader: { userId }, facts: { caseNumber, paymentFen: gapFen } };
    }),
  );
}

/**
 * Does what may change what the court holds in a case, and records the gaps that it leaves or fills: money that went
 * out beyond what was received, and money that an applicant got beyond what is his. Who has to see to a gap is told
 * when it opens or grows.
 * Law: CP-01, AL-07; contract section 10 (money of the court).
 */
export async function watchFunds<T>(ctx: Context, file: CaseFile, work: () => Promise<T>): Promise<T> {
  const before = await readGaps(ctx, file);
  const done = await work();
  const after = await readGaps(ctx, file);
  if (after.overdrawnFen !== before.overdrawnFen) {
    const data = { beforeFen: Number(before.overdrawnFen), overdrawnFen: Number(after.overdrawnFen) };
    file.record({ type: 'OVERDRAFT_CHANGED', data, ground: GROUNDS.payingOut });
    if (after.overdrawnFen > before.overdrawnFen) await tell(ctx, file, 'FUNDS_OVERDRAWN', after.overdrawnFen);
  }
  if (after.recoverableFen !== before.recoverableFen) {
    const data = { beforeFen: Number(before.recoverableFen), recoverableFen: Number(after.recoverableFen) };
    file.record({ type: 'RECOVERABLE_CHANGED', data, ground: GROUNDS.payingOut });
    if (after.recoverableFen > before.recoverableFen) await tell(ctx, file, 'RECOVERY_DUE', after.recoverableFen);
  }
  return done;
}
