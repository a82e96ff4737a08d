import type { DebtAllocationInput, DebtAllocationResult, PaymentGround } from '../../../law/allocation/debts.js';
import type { Fee, FeeTariff } from '../../../law/fees/fees.js';
import { formatYuan } from '../../../shared/money.js';
import { invariant, itemAt } from '../../../shared/require.js';
import type { ExplanationEntry } from './answer-schema.js';
import { listMarks, noteAbridged, pickRows, showYuan } from './explanation.js';

const GROUNDS: Readonly<Record<PaymentGround, { formula: string; zh: string; en: string }>> = {
  DESIGNATED: { formula: 'designated by the debtor', zh: '债务人指定', en: 'designated by the debtor' },
  STATUTORY: {
    formula: 'due first → least secured → heaviest burden → earliest due',
    zh: '按法定顺序',
    en: 'by the order of the law',
  },
  PROPORTIONAL: {
    formula: 'equals share in proportion to their totals; floor, then one fen each to the largest fractions',
    zh: '顺序相同，按比例',
    en: 'equal rank, in proportion',
  },
};

/** Explains what each debt received and why in this place. */
export function explainDebtAllocation(input: DebtAllocationInput, result: DebtAllocationResult): ExplanationEntry[] {
  const debts = new Map(input.debts.map((debt) => [debt.id, debt]));
  const { rows, abridged } = pickRows(result.allocations.length);
  const allocations = rows.map((index): ExplanationEntry => {
    const part = itemAt(result.allocations, index);
    const [debt, groundName] = [debts.get(part.id), result.grounds.get(part.id)];
    invariant(debt && groundName, 'A part was allocated to no debt, or on no ground');
    const ground = GROUNDS[groundName];
    return {
      figure: `/allocations/${index}/totalFen`,
      valueFen: part.totalFen,
      formula: `${ground.formula}; inside the debt costs → interest → principal`,
      numbers: {
        dueDate: debt.dueDate,
        paymentDate: input.paymentDate,
        burdenPercent: debt.burdenPercent,
        ...showYuan({
          secured: debt.securedFen,
          costs: part.COSTS,
          interest: part.INTEREST,
          principal: part.PRINCIPAL,
        }),
      },
      rule: 'AL-03',
      article: '民法典第五百六十条、第五百六十一条',
      textZh: `债务${part.id}（${ground.zh}）受偿${formatYuan(part.totalFen)}元。`,
      textEn: `Debt ${part.id} (${ground.en}) receives ${formatYuan(part.totalFen)} yuan.`,
      marks: [],
    };
  });
  return [
    ...allocations,
    ...(abridged ? [noteAbridged('/allocations', result.allocations.length)] : []),
    {
      figure: '/surplusFen',
      valueFen: result.surplusFen,
      formula: 'payment − Σ allocated',
      numbers: showYuan({ payment: input.amountFen, allocated: input.amountFen - result.surplusFen }),
      rule: 'AL-07',
      article: '执行工作规定第三十四条第二款（参照）',
      textZh: `多付${formatYuan(result.surplusFen)}元。`,
      textEn: `${formatYuan(result.surplusFen)} yuan are left over.`,
      marks: [],
    },
  ];
}

/** Explains one fee by the parts of the amount that fall into each bracket. */
export function explainFee(
  figure: string,
  fee: Fee,
  tariff: FeeTariff,
  kind: 'EXECUTION' | 'PRESERVATION',
): ExplanationEntry {
  const parts = fee.parts.map(({ bracket, partFen }) => `${formatYuan(partFen)} × ${bracket.perMille}‰`);
  const execution = kind === 'EXECUTION';
  return {
    figure,
    valueFen: fee.feeFen,
    formula:
      [formatYuan(tariff.baseFen), ...parts].join(' + ') + (fee.capped ? `, at most ${formatYuan(fee.feeFen)}` : ''),
    numbers: showYuan({ amount: fee.amountFen }),
    rule: 'FE-03',
    article: execution ? '诉讼费用交纳办法第十四条第一项' : '诉讼费用交纳办法第十四条第二项',
    textZh: `${execution ? '申请执行费' : '保全申请费'}${formatYuan(fee.feeFen)}元，最后一次四舍五入到分。`,
    textEn: `Fee ${formatYuan(fee.feeFen)} yuan, rounded once at the end.`,
    marks: listMarks({ COURT_DECIDES_50_TO_500_YUAN: execution && fee.amountFen === 0n }),
  };
}
