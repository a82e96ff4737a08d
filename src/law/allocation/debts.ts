import { type CivilDate, compareDates } from '../../shared/civil-date.js';
import { Decimal, mulDivFloor } from '../../shared/decimal.js';
import { type Fen, minFen, sumFen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { invariant, itemAt } from '../../shared/require.js';

/** One of several debts of the same kind to one creditor; money in fen. */
export interface Debt {
  readonly id: string;
  readonly dueDate: CivilDate;
  readonly costsFen: Fen;
  readonly interestFen: Fen;
  readonly principalFen: Fen;
  readonly securedFen: Fen;
  /** Rate the debt bears, percent; the heavier burden is paid first. */
  readonly burdenPercent: string;
}

export interface DebtAllocationInput {
  readonly paymentDate: CivilDate;
  readonly amountFen: Fen;
  /** Debts the debtor named when paying, in his order. */
  readonly designation: readonly string[];
  readonly debts: readonly Debt[];
}

export interface DebtAllocation {
  readonly id: string;
  readonly totalFen: Fen;
  readonly COSTS: Fen;
  readonly INTEREST: Fen;
  readonly PRINCIPAL: Fen;
}

/** Why a debt stands where it stands in the order. */
export type PaymentGround = 'DESIGNATED' | 'STATUTORY' | 'PROPORTIONAL';

export interface DebtAllocationResult {
  /** In the order paid; only debts that received something. */
  readonly allocations: readonly DebtAllocation[];
  /** In the order given. */
  readonly remaining: readonly { id: string; costsFen: Fen; interestFen: Fen; principalFen: Fen }[];
  readonly surplusFen: Fen;
  readonly grounds: ReadonlyMap<string, PaymentGround>;
}

function totalOf(debt: Debt): Fen {
  return debt.costsFen + debt.interestFen + debt.principalFen;
}

/** Due before not due, least secured, heaviest burden, earliest due; 0 when the law puts both on the same rank. */
function compareByLaw(a: Debt, b: Debt, paymentDate: CivilDate): number {
  const dueA = a.dueDate <= paymentDate;
  const dueB = b.dueDate <= paymentDate;
  if (dueA !== dueB) {
    return dueA ? -1 : 1;
  }
  if (a.securedFen !== b.securedFen) {
    return a.securedFen < b.securedFen ? -1 : 1;
  }
  const burden = new Decimal(b.burdenPercent).comparedTo(a.burdenPercent);
  if (burden !== 0) {
    return burden;
  }
  return compareDates(a.dueDate, b.dueDate);
}

/** Ranks of equal debts in the order in which they are paid: each designated debt alone, then the order of the law. */
function rankDebts(input: DebtAllocationInput): { debts: Debt[]; ground: PaymentGround }[] {
  const byId = new Map(input.debts.map((debt) => [debt.id, debt]));
  const designated = input.designation.map((id) => {
    const debt = byId.get(id);
    invariant(debt, 'A designated debt is none of the debts');
    return { debts: [debt], ground: 'DESIGNATED' as const };
  });
  const named = new Set(input.designation);
  const others = input.debts
    .filter((debt) => !named.has(debt.id))
    // The sort is stable, so equal debts keep the order of the list.
    .sort((a, b) => compareByLaw(a, b, input.paymentDate));
  const ranks: { debts: Debt[]; ground: PaymentGround }[] = [];
  for (const debt of others) {
    const rank = ranks.at(-1);
    if (rank && compareByLaw(itemAt(rank.debts, 0), debt, input.paymentDate) === 0) {
      rank.debts.push(debt);
      rank.ground = 'PROPORTIONAL';
    } else {
      ranks.push({ debts: [debt], ground: 'STATUTORY' });
    }
  }
  return [...designated, ...ranks];
}

/**
 * Shares an amount in proportion to weights: whole parts first, then one fen each to the largest fractions, ties by
 * list order.
 * @param amountFen - at most the sum of the weights
 * @returns parts in the order of the weights; their sum is exactly `amountFen`, none exceeds its weight
 */
export function shareProportionally(amountFen: Fen, weights: readonly Fen[]): Fen[] {
  const total = sumFen(weights);
  if (total === 0n) {
    return weights.map(() => 0n);
  }
  const parts = weights.map((weight) => mulDivFloor(amountFen, weight, total));
  const fractions = weights.map((weight, index) => ({ index, fraction: (amountFen * weight) % total }));
  // Stable: equal fractions stay in the order of the list.
  fractions.sort((a, b) => Number(b.fraction > a.fraction) - Number(b.fraction < a.fraction));
  const left = Number(amountFen - sumFen(parts));
  for (const { index } of fractions.slice(0, left)) {
    parts[index] = itemAt(parts, index) + 1n;
  }
  return parts;
}

/** Inside one debt: costs, then interest, then principal (AL-02, Civil Code 561). */
function splitWithinDebt(debt: Debt, paidFen: Fen): DebtAllocation {
  const costs = minFen(paidFen, debt.costsFen);
  const interest = minFen(paidFen - costs, debt.interestFen);
  return { id: debt.id, totalFen: paidFen, COSTS: costs, INTEREST: interest, PRINCIPAL: paidFen - costs - interest };
}

function checkInput(input: DebtAllocationInput): Outcome<null> {
  const ids = new Set<string>();
  for (const [index, debt] of input.debts.entries()) {
    if (ids.has(debt.id)) {
      return refuse('debt-named-twice', `Two debts have the id ${debt.id}.`, { pointer: `/debts/${index}/id` });
    }
    ids.add(debt.id);
  }
  const named = new Set<string>();
  for (const [index, id] of input.designation.entries()) {
    if (!ids.has(id)) {
      return refuse('designated-debt-unknown', `There is no debt ${id}.`, { pointer: `/designation/${index}` });
    }
    if (named.has(id)) {
      return refuse('debt-named-twice', `The debt ${id} is designated twice.`, { pointer: `/designation/${index}` });
    }
    named.add(id);
  }
  return accept(null);
}

/**
 * Allocates one payment to several debts of the same kind to one creditor; all money in fen.
 * Refuses: `debt-named-twice`, `designated-debt-unknown`.
 * Law: AL-02, AL-03, AL-07 (Civil Code 560, 561).
 */
export function allocateToDebts(input: DebtAllocationInput): Outcome<DebtAllocationResult> {
  const checked = checkInput(input);
  if (!checked.ok) {
    return checked;
  }
  const allocations: DebtAllocation[] = [];
  const grounds = new Map<string, PaymentGround>();
  let left = input.amountFen;
  for (const { debts, ground } of rankDebts(input)) {
    const weights = debts.map(totalOf);
    const parts = shareProportionally(minFen(left, sumFen(weights)), weights);
    for (const [index, debt] of debts.entries()) {
      const part = itemAt(parts, index);
      if (part > 0n) {
        allocations.push(splitWithinDebt(debt, part));
        grounds.set(debt.id, ground);
        left -= part;
      }
    }
  }
  const paid = new Map(allocations.map((allocation) => [allocation.id, allocation]));
  const remaining = input.debts.map(({ id, costsFen, interestFen, principalFen }) => ({
    id,
    costsFen: costsFen - (paid.get(id)?.COSTS ?? 0n),
    interestFen: interestFen - (paid.get(id)?.INTEREST ?? 0n),
    principalFen: principalFen - (paid.get(id)?.PRINCIPAL ?? 0n),
  }));
  return accept({ allocations, remaining, surplusFen: left, grounds });
}
