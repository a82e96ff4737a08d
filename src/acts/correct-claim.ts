import { bringUpToDate } from '../features/course/bring-up-to-date/bring-up-to-date.js';
import { claimOf, toClaimColumns } from '../features/dossier/cases/claim.js';
import { requireComputableClaim } from '../features/dossier/cases/computable.js';
import { GROUNDS } from '../features/dossier/cases/grounds.js';
import { openCase } from '../features/dossier/cases/open-case.js';
import { attachFiles } from '../features/dossier/files/service.js';
import { tellOfEndedCase } from '../features/dossier/notices/ended-case.js';
import { tellParties } from '../features/dossier/notices/to-parties.js';
import type { CorrectionInput, CorrectionView } from '../features/money/claim-corrections/schema.js';
import { decideCorrection, insertCorrection, toView } from '../features/money/claim-corrections/service.js';
import { watchFunds } from '../features/money/disbursements/watch-funds.js';
import { repostClaim } from '../features/money/ledger/postings.js';
import { requireMay } from '../features/people/permissions/require-may.js';
import { inTransaction, type UserContext } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import { cutText } from '../shared/text.js';

/**
 * Corrects the claim of a case that was entered otherwise than the enforcement basis says, or a switch of its
 * calculation. Nothing is edited: postings are reversed and made anew, payments are allocated as if the claim had
 * always been so, and both parties are told.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `invalid-body`, `file-unknown`.
 * Law: IN-06, section 5.8; contract section 7 (`claim-corrections`).
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
    const after = decideCorrection(before, input);
    const columns = toClaimColumns(after);
    await requireComputableClaim(tx, { ...owner, ...columns }, '');
    const files = await attachFiles(tx, owner, input.fileIds);
    const row = await insertCorrection(tx, owner, input, [before, after]);
    const data = { correctionId: row.id, no: row.no, ground: input.ground, evidence: input.evidence, files };
    const common = { ground: GROUNDS.correction, before: row.before, after: row.after };
    file.record({ type: 'CLAIM_CORRECTED', data, ...common });
    await tellOfEndedCase(tx, file, 'CLAIM_CORRECTED');
    file.change(columns);
    const ground = cutText(`claim corrected: ${input.ground}`, 200);
    await watchFunds(tx, file, async () => {
      await repostClaim(tx, file.row, ground);
      await bringUpToDate(tx, file, ground);
    });
    const facts = { caseNumber: owner.caseNumber, reason: input.ground };
    await tellParties(tx, owner, { kind: 'CLAIM_CORRECTED', facts });
    return toView(row, tx.actor.name);
  });
}
