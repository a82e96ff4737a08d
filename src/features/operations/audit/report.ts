import type { BrokenLink, VerificationView } from './schema.js';

/** Where a link is, for people. */
function place(link: BrokenLink): string {
  if (link.chain === 'CASE') {
    const ofCase = `case ${link.caseNumber} (${link.courtCode} ${link.caseId}), event ${link.seq}`;
    return link.row === null ? ofCase : `${ofCase}, row ${link.row}`;
  }
  return link.chain === 'ACCESS_LOG' ? `access log, batch ${link.seq}` : `daily roots, root ${link.seq}`;
}

const WORDS: Readonly<Record<BrokenLink['fault'], string>> = {
  MISSING: 'something is missing here',
  LINK_BROKEN: 'it does not follow the link before it',
  CONTENT_CHANGED: 'its content is not what its hash was made of',
  HEAD_DIFFERS: 'the chain ends differently from what stands on record',
  ROOT_DIFFERS: 'the case heads under it are not those that it was made of',
  SIGNATURE_INVALID: 'no trusted key has signed it',
  ROW_CHANGED: 'the row is not what its event fixed',
  ROW_MISSING: 'the row that an event fixed is gone',
  ROW_UNKNOWN: 'no event knows of the row',
  ROW_DIFFERS: 'the row is not what follows from the rows on record',
};

/** Lines of the operator's report. */
export function describeVerification({ result, firstBroken, checked, lastRoot }: VerificationView): string[] {
  const { cases, events, accessBatches, roots } = checked;
  const counted = `${cases} cases, ${events} events, ${accessBatches} access batches, ${roots} roots`;
  const root = lastRoot
    ? [`Last root: ${lastRoot.seq} of ${lastRoot.rootOn}, ${lastRoot.hash}, key ${lastRoot.keyId}`]
    : [];
  if (!firstBroken) return [`${result === 'WHOLE' ? 'Whole' : 'Incomplete'}: ${counted}.`, ...root];
  const { fault, expected, found } = firstBroken;
  return [
    `BROKEN at ${place(firstBroken)}: ${WORDS[fault]} (${fault}).`,
    `  expected: ${expected}`,
    `  found:    ${found}`,
    `Checked up to there: ${counted}.`,
    ...root,
  ];
}
