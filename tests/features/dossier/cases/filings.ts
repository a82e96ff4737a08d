import { creditCodeCheckCharacter } from '../../../../src/shared/identifiers/credit-code.js';
import { FILING } from '../../../support/story.js';

/** A made-up credit code with a right check character. */
export function buildCreditCode(serial: number): string {
  const first17 = `91330702MA9XT${String(serial).padStart(4, '0')}`;
  return first17 + creditCodeCheckCharacter(first17);
}

/** A case of its own: number and parties depend on the serial number alone. */
export function buildFiling(serial: number, overrides: object = {}): typeof FILING {
  return {
    ...FILING,
    caseNumber: `（2023）浙0702执${5000 + serial}号`,
    enterprise: { name: `企业${serial}`, unifiedSocialCreditCode: buildCreditCode(serial) },
    applicants: [
      { name: `申请人${serial}`, kind: 'ORGANISATION', unifiedSocialCreditCode: buildCreditCode(1000 + serial) },
    ],
    ...overrides,
  };
}
