import type { CivilDate } from '../../shared/civil-date.js';
import { type Fen, formatYuan, sumFen } from '../../shared/money.js';
import { itemAt } from '../../shared/require.js';
import { splitInstalmentPaid } from '../schedule/statuses.js';

/** An instalment of one version; money in fen. */
export interface VersionInstalment {
  readonly no: number;
  readonly dueDate: CivilDate;
  readonly principalFen: Fen;
  readonly interestFen: Fen;
}

export interface ComparedVersion {
  readonly planNo: number;
  readonly instalments: readonly VersionInstalment[];
}

/** An amendment takes over what its old version left open. */
export interface TakenOver {
  /** First day of the new version. */
  readonly beginsOn: CivilDate;
  /** What each instalment of the old version had received by the eve, in its order. */
  readonly paidFen: readonly Fen[];
}

/** A figure in both versions; null where one has none. */
export interface Change<T> {
  readonly from: T | null;
  readonly to: T | null;
}

export const INSTALMENT_CHANGES = ['KEPT', 'CARRIED', 'UNCHANGED', 'CHANGED', 'ADDED', 'REMOVED'] as const;

/**
 * What became of one instalment. `KEPT` was paid and stays with the old version; of what had fallen due, `CARRIED` is
 * what was unpaid and is owed by the new one.
 */
export interface InstalmentDifference {
  readonly change: (typeof INSTALMENT_CHANGES)[number];
  readonly no: Change<number>;
  readonly dueDate: Change<CivilDate>;
  readonly principalFen: Change<Fen>;
  readonly interestFen: Change<Fen>;
  readonly paymentFen: Change<Fen>;
  /** The same in one Chinese sentence. */
  readonly text: string;
}

export interface SumDifference {
  readonly from: Fen;
  readonly to: Fen;
  readonly differenceFen: Fen;
}

export interface PlanDifference {
  readonly instalments: readonly InstalmentDifference[];
  /** Of what was open by the old version; instalments that it was paid are left out. */
  readonly totals: {
    readonly count: { readonly from: number; readonly to: number };
    readonly principalFen: SumDifference;
    readonly interestFen: SumDifference;
    readonly paymentFen: SumDifference;
    readonly lastDueDate: Change<CivilDate>;
  };
  readonly summary: readonly string[];
}

const payment = (one: VersionInstalment): Fen => one.principalFen + one.interestFen;
const yuan = (amountFen: Fen): string => `${formatYuan(amountFen)} 元`;

function changeOf<T>(
  from: VersionInstalment | undefined,
  to: VersionInstalment | undefined,
  read: (one: VersionInstalment) => T,
): Change<T> {
  return { from: from ? read(from) : null, to: to ? read(to) : null };
}

function describe(one: VersionInstalment): string {
  return `${one.dueDate} 应付 ${yuan(payment(one))}(本金 ${yuan(one.principalFen)},利息 ${yuan(one.interestFen)})`;
}

function listChanges(from: VersionInstalment, to: VersionInstalment): string[] {
  const changes: [string, string, string][] = [
    ['到期日', from.dueDate, to.dueDate],
    ['本金', yuan(from.principalFen), yuan(to.principalFen)],
    ['利息', yuan(from.interestFen), yuan(to.interestFen)],
    ['应付合计', yuan(payment(from)), yuan(payment(to))],
  ];
  return changes
    .filter(([, before, after]) => before !== after)
    .map(([name, before, after]) => `${name} ${before} → ${after}`);
}

function toDifference(
  change: InstalmentDifference['change'],
  text: string,
  from: VersionInstalment | undefined,
  to: VersionInstalment | undefined,
): InstalmentDifference {
  return {
    change,
    no: changeOf(from, to, (one) => one.no),
    dueDate: changeOf(from, to, (one) => one.dueDate),
    principalFen: changeOf(from, to, (one) => one.principalFen),
    interestFen: changeOf(from, to, (one) => one.interestFen),
    paymentFen: changeOf(from, to, payment),
    text,
  };
}

function change(from: VersionInstalment, to: VersionInstalment): InstalmentDifference {
  const changes = listChanges(from, to);
  const names = `原第 ${from.no} 期 → 新第 ${to.no} 期`;
  return changes.length === 0
    ? toDifference('UNCHANGED', `${names}:不变,${describe(to)}`, from, to)
    : toDifference('CHANGED', `${names}:${changes.join(';')}`, from, to);
}

const add = (one: VersionInstalment) => toDifference('ADDED', `新增第 ${one.no} 期:${describe(one)}`, undefined, one);
const remove = (one: VersionInstalment) =>
  toDifference('REMOVED', `取消原第 ${one.no} 期:${describe(one)}`, one, undefined);
const keep = (one: VersionInstalment) =>
  toDifference('KEPT', `原第 ${one.no} 期:已付清,仍属原计划,${describe(one)}`, one, undefined);
const carry = (one: VersionInstalment) =>
  toDifference('CARRIED', `原第 ${one.no} 期:已到期未付部分转入新计划,${describe(one)}`, one, undefined);

/** What of an instalment is left: a payment covers its interest before its principal (AL-02). */
function leftOf(one: VersionInstalment, paidFen: Fen): VersionInstalment {
  const paid = splitInstalmentPaid(one, paidFen);
  return {
    ...one,
    principalFen: one.principalFen - paid.principalFen,
    interestFen: one.interestFen - paid.interestFen,
  };
}

function compareSums(
  from: readonly VersionInstalment[],
  to: readonly VersionInstalment[],
  read: (one: VersionInstalment) => Fen,
): SumDifference {
  const before = sumFen(from.map(read));
  const after = sumFen(to.map(read));
  return { from: before, to: after, differenceFen: after - before };
}

function summarize(totals: PlanDifference['totals'], from: ComparedVersion, to: ComparedVersion): string[] {
  const { count, lastDueDate, ...sums } = totals;
  const say = (name: string, sum: SumDifference) => {
    const sign = sum.differenceFen > 0n ? '增加' : '减少';
    const size = sum.differenceFen < 0n ? -sum.differenceFen : sum.differenceFen;
    return size === 0n
      ? `${name}不变(${yuan(sum.to)})`
      : `${name} ${yuan(sum.from)} → ${yuan(sum.to)},${sign} ${yuan(size)}`;
  };
  return [
    `第 ${from.planNo} 版 → 第 ${to.planNo} 版:${count.from} 期 → ${count.to} 期`,
    say('本金', sums.principalFen),
    say('利息', sums.interestFen),
    say('应付合计', sums.paymentFen),
    `最后到期日 ${lastDueDate.from ?? '—'} → ${lastDueDate.to ?? '—'}`,
  ];
}

/**
 * What changed from one version of a plan to another, instalment by instalment: the first that is still to come in the
 * old one beside the first of the new one, and so on. All money in fen.
 * @param taken - when the new version amends the old one: of the old one only what was open is compared
 * Law: ST-05 (numbered versions that people can compare), AL-02.
 */
export function comparePlans(from: ComparedVersion, to: ComparedVersion, taken: TakenOver | undefined): PlanDifference {
  const rows = from.instalments.map((one, index) => ({ agreed: one, left: leftOf(one, taken?.paidFen[index] ?? 0n) }));
  const isPaid = (one: VersionInstalment) => taken !== undefined && payment(one) === 0n;
  const kept = rows.filter(({ left }) => isPaid(left)).map(({ agreed }) => agreed);
  const unpaid = rows.map(({ left }) => left).filter((left) => !isPaid(left));
  const isDue = (one: VersionInstalment) => taken !== undefined && one.dueDate < taken.beginsOn;
  const carried = unpaid.filter(isDue);
  const open = unpaid.filter((one) => !isDue(one));
  const common = Math.min(open.length, to.instalments.length);
  const changed = open.slice(0, common).map((one, index) => change(one, itemAt(to.instalments, index)));
  const added = to.instalments.slice(common).map(add);
  const removed = open.slice(common).map(remove);
  const totals = {
    count: { from: unpaid.length, to: to.instalments.length },
    principalFen: compareSums(unpaid, to.instalments, (one) => one.principalFen),
    interestFen: compareSums(unpaid, to.instalments, (one) => one.interestFen),
    paymentFen: compareSums(unpaid, to.instalments, payment),
    lastDueDate: { from: unpaid.at(-1)?.dueDate ?? null, to: to.instalments.at(-1)?.dueDate ?? null },
  };
  return {
    instalments: [...kept.map(keep), ...carried.map(carry), ...changed, ...added, ...removed],
    totals,
    summary: summarize(totals, from, to),
  };
}
