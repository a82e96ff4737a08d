import { type CivilDate, yearOf } from '../../shared/civil-date.js';
import { parseCaseNumber } from '../../shared/identifiers/case-number.js';
import { parseCreditCode } from '../../shared/identifiers/credit-code.js';

export const FILING_WARNINGS = ['CASE_NUMBER_OF_YEAR_BEFORE', 'CASE_TYPE_UNKNOWN', 'ORGANISATION_CODE_CHECK'] as const;

/** Something about a filing that is worth a second look; it blocks nothing. */
export interface FilingWarning {
  readonly code: (typeof FILING_WARNINGS)[number];
  readonly detail: string;
  readonly detailZh: string;
}

function warnOfNumber(caseNumber: string, filedOn: CivilDate): FilingWarning[] {
  const parsed = parseCaseNumber(caseNumber);
  if (!parsed.ok) return [];
  const { year, type, typeCode } = parsed.value;
  const warnings: FilingWarning[] = [];
  if (year < yearOf(filedOn)) {
    warnings.push({
      code: 'CASE_NUMBER_OF_YEAR_BEFORE',
      detail: `The case number is of ${year}, the case was filed on ${filedOn}.`,
      detailZh: `案号年份为${year}年，立案日为${filedOn}，请核对。`,
    });
  }
  if (type === undefined) {
    warnings.push({
      code: 'CASE_TYPE_UNKNOWN',
      detail: `The product does not know the case type ${typeCode}.`,
      detailZh: `案件类型代字“${typeCode}”未收录，请核对。`,
    });
  }
  return warnings;
}

function warnOfCreditCode({ name, unifiedSocialCreditCode: code }: WarnedParty): FilingWarning[] {
  const parsed = code === null ? undefined : parseCreditCode(code);
  if (!parsed?.ok || !parsed.value.warnings.includes('ORGANISATION_CODE_CHECK')) return [];
  return [
    {
      code: 'ORGANISATION_CODE_CHECK',
      detail: `The organisation code inside the credit code of ${name} does not fit its check character.`,
      detailZh: `“${name}”统一社会信用代码中的主体标识码校验位不符，请核对。`,
    },
  ];
}

interface WarnedParty {
  readonly name: string;
  readonly unifiedSocialCreditCode: string | null;
}

/**
 * What of a filing is worth a second look.
 * Law: ID-02 (a type that is not known), ID-06 (the code inside a credit code), contract section 10 (a number of the
 * year before).
 */
export function warnOfFiling(
  filed: { readonly caseNumber: string; readonly filedOn: CivilDate },
  parties: readonly WarnedParty[],
): readonly FilingWarning[] {
  return [...warnOfNumber(filed.caseNumber, filed.filedOn), ...parties.flatMap(warnOfCreditCode)];
}
