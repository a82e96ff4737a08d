import { Decimal, mulDivFloor, toRateUnits } from '../../shared/decimal.js';
import { type Fen, sumFen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { itemAt } from '../../shared/require.js';
import type { ScheduleMethod } from './terms.js';

/** What divides the principal; which fields are needed depends on the method. Money in fen. */
export interface PrincipalTerms {
  readonly principalFen: Fen;
  readonly n: number;
  readonly method: ScheduleMethod;
  /** `CUSTOM`, `SEASONAL`: principal of each instalment; the sum is exactly the principal. */
  readonly principalsFen?: readonly Fen[] | undefined;
  /** `STEPPED`: percent of the principal for each instalment; the sum is exactly 100. */
  readonly stepPercents?: readonly string[] | undefined;
  /** `BALLOON`: principal of every instalment but the last. */
  readonly instalmentPrincipalFen?: Fen | undefined;
  /** `PERCENT_OF_RECEIPTS`: principal that is due in any case in every instalment but the last. */
  readonly minimumFen?: Fen | undefined;
}

const ONE_HUNDRED_PERCENT = toRateUnits('100');

function giveRemainderToLast(principalFen: Fen, firstParts: readonly Fen[]): Fen[] {
  return [...firstParts, principalFen - sumFen(firstParts)];
}

function takeList(terms: PrincipalTerms): Outcome<readonly Fen[]> {
  const { principalsFen, principalFen, n } = terms;
  if (principalsFen === undefined || principalsFen.length !== n) {
    return refuse('principals-count', `There must be ${n} amounts of principal.`, { pointer: '/principalsFen' });
  }
  const sum = sumFen(principalsFen);
  return sum === principalFen
    ? accept(principalsFen)
    : refuse('principals-do-not-sum', `The amounts sum to ${sum} fen, not to ${principalFen} fen.`, {
        pointer: '/principalsFen',
        facts: { sumFen: sum, principalFen },
      });
}

function takeSteps(terms: PrincipalTerms): Outcome<readonly Fen[]> {
  const { stepPercents, principalFen, n } = terms;
  if (stepPercents === undefined || stepPercents.length !== n) {
    return refuse('steps-count', `There must be ${n} percentages.`, { pointer: '/stepPercents' });
  }
  const sum = stepPercents.reduce((total, step) => total.plus(step), new Decimal(0));
  if (!sum.equals(100)) {
    return refuse('steps-do-not-sum', `The percentages sum to ${sum.toFixed()}, not to 100.`, {
      pointer: '/stepPercents',
    });
  }
  const floors = stepPercents.map((step) => mulDivFloor(principalFen, toRateUnits(step), ONE_HUNDRED_PERCENT));
  return accept(giveRemainderToLast(principalFen, floors.slice(0, -1)));
}

/** The same principal in every instalment but the last, which takes the rest. */
function takeLevel(terms: PrincipalTerms, levelFen: Fen | undefined, pointer: string): Outcome<readonly Fen[]> {
  if (levelFen === undefined) {
    return refuse('instalment-principal-missing', 'The principal of each instalment is needed.', { pointer });
  }
  const principals = giveRemainderToLast(
    terms.principalFen,
    Array.from({ length: terms.n - 1 }, () => levelFen),
  );
  const last = itemAt(principals, -1);
  return last < 0n
    ? refuse('principals-do-not-sum', 'The instalments before the last already exceed the principal.', { pointer })
    : accept(principals);
}

/**
 * Divides the principal among the instalments; their sum is exactly the principal, the last one takes the remainder.
 * Not for `ANNUITY`, whose principal follows from its interest.
 * Refuses: `principals-count`, `principals-do-not-sum`, `steps-count`, `steps-do-not-sum`,
 * `instalment-principal-missing`.
 * Law: section 6.1.
 */
export function dividePrincipal(terms: PrincipalTerms): Outcome<readonly Fen[]> {
  switch (terms.method) {
    case 'CUSTOM':
    case 'SEASONAL':
      return takeList(terms);
    case 'STEPPED':
      return takeSteps(terms);
    case 'BALLOON':
      return takeLevel(terms, terms.instalmentPrincipalFen, '/instalmentPrincipalFen');
    case 'PERCENT_OF_RECEIPTS':
      return takeLevel(terms, terms.minimumFen, '/minimumFen');
    case 'EQUAL_PRINCIPAL':
    case 'EQUAL_TOTAL_NO_INTEREST':
    case 'ANNUITY':
      return takeLevel(terms, terms.principalFen / BigInt(terms.n), '/principalFen');
  }
}

/**
 * True when the last instalment of a list that is not empty carries more than half of the principal, which the
 * agreement should be aware of.
 */
export function isBalloonOverHalf(principals: readonly Fen[], principalFen: Fen): boolean {
  return 2n * itemAt(principals, -1) > principalFen;
}
