import type { CivilDate } from '../../shared/civil-date.js';
import { type Fen, formatYuan, sumFen } from '../../shared/money.js';
import { itemAt } from '../../shared/require.js';

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

/** A figure in both versions; null where one has none. */
export interface Change<T> {
  readonly from: T | null;
  readonly to: T | null;
}

export const INSTALMENT_CHANGES = ['KEPT', 'UNCHANGED', 'CHANGED', 'ADDED', 'REMOVED'] as const;

/** What became of one instalment. `KEPT` stays with the old version: it had fallen due before the new one begins. */
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
  /** Of the instalments that are compared; those that stay with the old version are left out. */
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
  toDifference('KEPT', `原第 ${one.no} 期:到期在先,仍属原计划,${describe(one)}`, one, undefined);

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
 * What changed from one version of a plan to another, instalment by instalment: the first that is open in the old one
 * beside the first of the new one, and so on. All money in fen.
 * @param beginsOn - first day of the new version, when it amends the old one: what fell due before stays with the old
 * Law: ST-05 (numbered versions that people can compare).
 */
export function comparePlans(
  from: ComparedVersion,
  to: ComparedVersion,
  beginsOn: CivilDate | undefined,
): PlanDifference {
  const kept = from.instalments.filter((one) => beginsOn !== undefined && one.dueDate < beginsOn);
  const open = from.instalments.slice(kept.length);
  const common = Math.min(open.length, to.instalments.length);
  const changed = open.slice(0, common).map((one, index) => change(one, itemAt(to.instalments, index)));
  const added = to.instalments.slice(common).map(add);
  const removed = open.slice(common).map(remove);
  const totals = {
    count: { from: open.length, to: to.instalments.length },
    principalFen: compareSums(open, to.instalments, (one) => one.principalFen),
    interestFen: compareSums(open, to.instalments, (one) => one.interestFen),
    paymentFen: compareSums(open, to.instalments, payment),
    lastDueDate: { from: open.at(-1)?.dueDate ?? null, to: to.instalments.at(-1)?.dueDate ?? null },
  };
  return {
    instalments: [...kept.map(keep), ...changed, ...added, ...removed],
    totals,
    summary: summarize(totals, from, to),
  };
}
