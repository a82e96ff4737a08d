import type { CivilDate } from '../../shared/civil-date.js';
import {
  type CaseNumber,
  checkEarlierCase,
  parseCaseNumber,
  yearOfNumber,
} from '../../shared/identifiers/case-number.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { checkDates, firstDayOfYear, lastDayToFile } from '../dates/check.js';

/** Types under which the court carries a case out; 执保 only carries out a preservation ruling. */
const FILED_TYPES: readonly string[] = ['执', '执恢', '执他'];
const PRESERVATION_TYPE = '执保';
const PRESERVATION_BASIS = 'PRESERVATION_RULING';

/** A type that the product knows must be one of enforcement; an unknown one is warned of (ID-02). */
function checkType(number: CaseNumber, basisKind: string): Outcome<null> {
  const { typeCode, type } = number;
  const fits =
    typeCode === PRESERVATION_TYPE ? basisKind === PRESERVATION_BASIS : !type || FILED_TYPES.includes(typeCode);
  if (fits) return accept(null);
  const detail =
    typeCode === PRESERVATION_TYPE
      ? `A case of type ${PRESERVATION_TYPE} carries out a preservation ruling; the basis is of another kind.`
      : `${typeCode} is no type of a case of enforcement; ${FILED_TYPES.join(', ')} are.`;
  return refuse('case-number-wrong-family', detail, { pointer: '/caseNumber' });
}

/** A filing as far as the rules of its number and its days speak of it. */
export interface Filing {
  readonly caseNumber: string;
  readonly earlierCaseNumber?: string | undefined;
  readonly filedOn: CivilDate;
  readonly enforcementBasis: {
    readonly kind: string;
    readonly documentNumber: string;
    readonly effectiveOn: CivilDate;
    readonly madeOn?: CivilDate | undefined;
  };
}

export interface FilingFacts {
  readonly courtCode: string;
  readonly listedCourts: ReadonlySet<string>;
  readonly today: CivilDate;
}

/**
 * Decides whether a case may be filed under its number, on its day.
 * @returns the court of the case number
 * Refuses: `case-number-of-ruling` (号之一), `court-not-listed`, `case-number-other-court`,
 * `case-number-wrong-family` (a type that is none of enforcement), and what
 * `checkEarlierCase` and `checkDates` refuse.
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
  const family = checkType(number, input.enforcementBasis.kind);
  if (!family.ok) return family;
  const parsedEarlier = input.earlierCaseNumber === undefined ? undefined : parseCaseNumber(input.earlierCaseNumber);
  const earlier = parsedEarlier?.ok ? parsedEarlier.value : undefined;
  const link = checkEarlierCase(number, earlier);
  if (!link.ok) return link;
  const { documentNumber, effectiveOn, madeOn } = input.enforcementBasis;
  const dates = checkDates('filing', {
    today: facts.today,
    filedOn: input.filedOn,
    firstDayOfCaseYear: firstDayOfYear(number.year),
    lastDayToFile: lastDayToFile(number.year),
    firstDayOfEarlierCaseYear: firstDayOfYear(earlier?.year),
    // An award or a notarised instrument may carry a number of another form, which names no year.
    firstDayOfBasisYear: firstDayOfYear(yearOfNumber(documentNumber)),
    basisMadeOn: madeOn,
    basisEffectiveOn: effectiveOn,
  });
  return dates.ok ? accept({ courtCode: number.courtCode }) : dates;
}
