import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import type { Claim } from './claim.js';

/** Why a claim stands otherwise than it was entered. */
export const CORRECTION_GROUNDS = [
  'ENTRY_ERROR',
  'CORRECTION_RULING',
  'RETRIAL',
  'WAIVER',
  'BANKRUPTCY',
  'TERMS_OF_BASIS',
] as const;
export type CorrectionGround = (typeof CORRECTION_GROUNDS)[number];

/** The ground in Chinese, as the parties are told it. */
export const CORRECTION_GROUND_WORDS: Readonly<Record<CorrectionGround, string>> = {
  ENTRY_ERROR: '录入有误',
  CORRECTION_RULING: '裁判文书补正',
  RETRIAL: '再审改判',
  WAIVER: '申请执行人放弃',
  BANKRUPTCY: '受理破产申请',
  TERMS_OF_BASIS: '依执行依据的条款',
};

/** Whether a ground rests on a document. A slip of the court's own pen shows on the basis that the case has already. */
export const restsOnDocument = (ground: CorrectionGround): boolean => ground !== 'ENTRY_ERROR';

const SUMS = ['principalFen', 'otherMonetaryFen', 'costsFen'] as const;

/**
 * Checks that a correction does what its ground is able to: who waives takes something away and adds nothing.
 * Refuses: `waiver-raises`.
 * Law: contract section 10 (money of the court); Civil Code 575.
 */
export function checkGround(ground: CorrectionGround, before: Claim, after: Claim): Outcome<null> {
  const raised = SUMS.find((sum) => after[sum] > before[sum]);
  if (ground !== 'WAIVER' || raised === undefined) return accept(null);
  return refuse('waiver-raises', 'A waiver takes away from the claim; name the ground on which this sum rises.', {
    pointer: `/${raised}`,
  });
}
