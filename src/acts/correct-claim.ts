import { bringUpToDate } from '../features/course/bring-up-to-date/bring-up-to-date.js';
import type { CaseFile } from '../features/dossier/cases/case-file.js';
import { claimOf, toClaimColumns } from '../features/dossier/cases/claim.js';
import { requireComputableClaim } from '../features/dossier/cases/computable.js';
import { GROUNDS } from '../features/dossier/cases/grounds.js';
import { openCase, openCaseOf } from '../features/dossier/cases/open-case.js';
import { attachFiles } from '../features/dossier/files/service.js';
import { tellOfEndedCase } from '../features/dossier/notices/ended-case.js';
import { tellParties } from '../features/dossier/notices/to-parties.js';
import type { CorrectionInput, CorrectionView } from '../features/money/claim-corrections/schema.js';
import {
  type CorrectionRow,
  getCorrectionRow,
  insertCorrection,
  proposeClaim,
  storeDecision,
  viewCorrection,
} from '../features/money/claim-corrections/service.js';
import { watchFunds } from '../features/money/disbursements/watch-funds.js';
import { repostClaim } from '../features/money/ledger/postings.js';
import { type DecisionInput, versionOfEntry } from '../features/people/four-eyes/schema.js';
import { requireMay } from '../features/people/permissions/require-may.js';
import { CORRECTION_GROUND_WORDS, CORRECTION_GROUNDS } from '../law/claims/correction-grounds.js';
import { inTransaction, type UserContext } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import { cutText } from '../shared/text.js';
import { claimView } from '../tables/claim-correction-json.js';

/**
 * Enters a correction of the claim of a case, or of a switch of its calculation. No figure changes while it waits for
 * the second person.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `invalid-body`, `evidence-required`, `entry-waits`,
 * `file-unknown`.
 * Law: CP-01, IN-06, section 5.8; contract section 10 (money of the court).
 */
export function correctClaim(
  ctx: UserContext,
  caseId: string,
  input: CorrectionInput,
  heed?: Heed,
): Promise<CorrectionView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    requireMay(tx.actor, 'correctClaim');
    heed?.(owner.version);
    const before = claimOf(owner);
    const after = proposeClaim(before, input);
    await requireComputableClaim(tx, { ...owner, ...toClaimColumns(after) }, '');
    const row = await insertCorrection(tx, owner, input, [before, after]);
    const files = await attachFiles(tx, owner, input.fileIds);
    const { id: correctionId, no, evidence, reason } = row;
    const data = { correctionId, no, ground: input.ground, reason, evidence, files };
    file.record({ type: 'CLAIM_CORRECTION_ENTERED', data, ground: GROUNDS.correction });
    return viewCorrection(tx, row);
  });
}

/**
 * Approves or rejects a correction. Nothing is edited: postings are reversed and made anew, payments are allocated as
 * if the claim had always been so, and both parties are told. A rejected one leaves no trace in any figure.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `four-eyes`, `entry-already-decided`, `invalid-body` (a
 * rejection without reason).
 * Law: CP-01, IN-06; contract section 10 (money of the court).
 */
export function decideClaimCorrection(
  ctx: UserContext,
  correctionId: string,
  input: DecisionInput,
  heed?: Heed,
): Promise<CorrectionView> {
  return inTransaction(ctx, async (tx) => {
    const { file, thing: row } = await openCaseOf(tx, () => getCorrectionRow(tx, correctionId));
    requireMay(tx.actor, 'decideClaimCorrection');
    heed?.(versionOfEntry(row));
    const status = await storeDecision(tx, row, input);
    if (status === 'APPROVED') await takeEffect(tx, file, row);
    else {
      const data = { correctionId, no: row.no, reason: input.reason ?? '' };
      file.record({ type: 'CLAIM_CORRECTION_REJECTED', data, ground: GROUNDS.correction });
    }
    return viewCorrection(tx, row);
  });
}

async function takeEffect(ctx: UserContext, file: CaseFile, row: CorrectionRow): Promise<void> {
  const { id: correctionId, no, ground, reason, evidence } = row;
  const columns = toClaimColumns(claimView.decode(row.after));
  await requireComputableClaim(ctx, { ...file.row, ...columns }, '');
  const data = { v: 2 as const, correctionId, no, ground, reason, evidence };
  const common = { ground: GROUNDS.correction, before: row.before, after: row.after };
  file.record({ type: 'CLAIM_CORRECTED', data, ...common });
  await tellOfEndedCase(ctx, file, 'CLAIM_CORRECTED');
  file.change(columns);
  const why = cutText(`claim corrected: ${ground}: ${reason}`, 200);
  await watchFunds(ctx, file, async () => {
    await repostClaim(ctx, file.row, why);
    await bringUpToDate(ctx, file, why);
  });
  const known = CORRECTION_GROUNDS.find((one) => one === ground);
  const told = known === undefined ? reason : `${CORRECTION_GROUND_WORDS[known]}。${reason}`;
  const facts = { caseNumber: file.row.caseNumber, reason: told };
  await tellParties(ctx, file.row, { kind: 'CLAIM_CORRECTED', facts });
}
