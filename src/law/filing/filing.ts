import type { CivilDate } from '../../shared/civil-date.js';
import { checkCaseNumberLinks, parseCaseNumber } from '../../shared/identifiers/case-number.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';

/** A filing as far as the rules of its number speak of it. */
export interface Filing {
  readonly caseNumber: string;
  readonly earlierCaseNumber?: string | undefined;
  readonly filedOn: CivilDate;
  readonly enforcementBasis: { readonly documentNumber: string };
}

export interface FilingFacts {
  readonly courtCode: string;
  readonly listedCourts: ReadonlySet<string>;
  readonly today: CivilDate;
}

/**
 * Decides whether a case may be filed under its number.
 * @returns the court of the case number
 * Refuses: `case-number-of-ruling` (号之一), `court-not-listed`, `case-number-other-court`, `filed-in-future`, and what
 * `checkCaseNumberLinks` refuses.
 * Law: ID-01, ID-03, ID-04; contract section 2.
 */
export function decideFiling(input: Filing, facts: FilingFacts): Outcome<{ courtCode: string }> {
  const parsed = parseCaseNumber(input.caseNumber);
  if (!parsed.ok) return parsed;
  const number = parsed.value;
  if (number.sub !== undefined) {
    return refuse(
      'case-number-of-ruling',
      `File the case as ${number.text.replace(/之.*$/, '')}; 之${number.sub} numbers a ruling in it.`,
    );
  }
  if (!facts.listedCourts.has(number.courtCode)) {
    return refuse('court-not-listed', `Court ${number.courtCode} is not in the table of courts.`);
  }
  if (number.courtCode !== facts.courtCode) {
    return refuse(
      'case-number-other-court',
      `${number.text} belongs to ${number.courtCode}; you file for ${facts.courtCode}.`,
    );
  }
  if (input.filedOn > facts.today) {
    return refuse('filed-in-future', `Today is ${facts.today}; ${input.filedOn} is still to come.`);
  }
  const earlier = input.earlierCaseNumber === undefined ? undefined : parseCaseNumber(input.earlierCaseNumber);
  // Older documents carry numbers of other forms; they are stored as given and not compared.
  const basis = parseCaseNumber(input.enforcementBasis.documentNumber);
  const links = checkCaseNumberLinks(number, {
    earlierCase: earlier?.ok ? earlier.value : undefined,
    basis: basis.ok ? basis.value : undefined,
  });
  return links.ok ? accept({ courtCode: number.courtCode }) : links;
}
