/** What the paper of an agreement may say that the terms of its plan do not hold. */
export const AGREEMENT_CLAUSES = [
  'PARTIES_AND_AUTHORITY',
  'OTHER_INTEREST',
  'SEIZURES_AND_MONITORING',
  'SECURITY',
  'EXECUTION_FEE_SHARE',
  'SERVICE_ADDRESSES',
  'SANCTIONS',
] as const;
export type AgreementClause = (typeof AGREEMENT_CLAUSES)[number];

/** What an agreement contains at least, in the order of ST-09. */
export const CHECKLIST_ITEMS = [
  'PARTIES_AND_AUTHORITY',
  'BASIS_AND_CASE_NUMBER',
  'AMOUNT_BY_LEDGER',
  'PLAN',
  'PLAN_INTEREST',
  'ALLOCATION_ORDER',
  'ACCOUNT',
  'OTHER_INTEREST',
  'SEIZURES_AND_MONITORING',
  'EARLY_PAYMENT',
  'BREACH_AND_ACCELERATION',
  'GRACE_DAYS',
  'SECURITY',
  'EXECUTION_FEE_SHARE',
  'SERVICE_ADDRESSES',
  'SANCTIONS',
  'SIGNATURES',
] as const;
export type ChecklistItem = (typeof CHECKLIST_ITEMS)[number];

const TITLES_ZH: Readonly<Record<ChecklistItem, string>> = {
  PARTIES_AND_AUTHORITY: '当事人及授权',
  BASIS_AND_CASE_NUMBER: '执行依据及案号',
  AMOUNT_BY_LEDGER: '以台账日期确认的金额',
  PLAN: '履行计划',
  PLAN_INTEREST: '计划期间利息',
  ALLOCATION_ORDER: '抵充顺序',
  ACCOUNT: '收款账户',
  OTHER_INTEREST: '履行完毕与违约时一般债务利息、迟延履行利息的处理',
  SEIZURES_AND_MONITORING: '活封与监管义务',
  EARLY_PAYMENT: '提前履行',
  BREACH_AND_ACCELERATION: '违约与加速到期',
  GRACE_DAYS: '宽限期',
  SECURITY: '担保条款及自愿接受直接强制执行的承诺',
  EXECUTION_FEE_SHARE: '执行费负担',
  SERVICE_ADDRESSES: '送达地址（含电子送达）',
  SANCTIONS: '执行措施的处理',
  SIGNATURES: '签名盖章',
};

export interface CheckedItem {
  readonly item: ChecklistItem;
  readonly titleZh: string;
  /** False: the agreement should still say it. Nothing here blocks. */
  readonly met: boolean;
}

/** What is known of an agreement beside its terms, which every plan has. */
export interface AgreementFacts {
  readonly clauses: readonly AgreementClause[];
  /** The agreed sum was compared with the ledger of a day. */
  readonly isComparedWithLedger: boolean;
  /** Each party that the plan names has confirmed it. */
  readonly isSigned: boolean;
}

const CLAUSES: readonly string[] = AGREEMENT_CLAUSES;

/**
 * What an agreement contains of the least that it should. Basis, case number, order of allocation and account stand
 * with the case; plan, interest, early payment, grace and breach are terms that no plan is without.
 * Law: ST-09.
 */
export function checkAgreement({ clauses, isComparedWithLedger, isSigned }: AgreementFacts): readonly CheckedItem[] {
  const said = new Set<string>(clauses);
  const isMet = (item: ChecklistItem): boolean => {
    if (item === 'AMOUNT_BY_LEDGER') return isComparedWithLedger;
    if (item === 'SIGNATURES') return isSigned;
    return !CLAUSES.includes(item) || said.has(item);
  };
  return CHECKLIST_ITEMS.map((item) => ({ item, titleZh: TITLES_ZH[item], met: isMet(item) }));
}
