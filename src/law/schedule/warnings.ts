import { type CivilDate, daysBetween } from '../../shared/civil-date.js';
import { type Fen, formatYuan, sumFen } from '../../shared/money.js';
import { compareAgreedSum } from './agreed-sum.js';
import { isBalloonOverHalf } from './principal.js';
import { FIRST_DUE_DAYS_MAX, PLAN_INSTALMENTS_MAX, type ScheduleMethod } from './terms.js';

export const PLAN_WARNINGS = [
  'BALLOON_OVER_HALF',
  'DUE_AFTER_SEIZURE_TERM',
  'ABOVE_CLAIM',
  'BELOW_CLAIM',
  'TOO_MANY_INSTALMENTS',
  'FIRST_DUE_LATE',
] as const;

/** Warnings that the judge answers with a reason when the plan comes into force (PL-14). */
const ANSWERED_WITH_REASON: readonly PlanWarning['code'][] = ['TOO_MANY_INSTALMENTS', 'FIRST_DUE_LATE'];

export const needsReason = ({ code }: Pick<PlanWarning, 'code'>): boolean => ANSWERED_WITH_REASON.includes(code);

/** Something that the parties or the court should still settle; it blocks nothing. */
export interface PlanWarning {
  readonly code: (typeof PLAN_WARNINGS)[number];
  readonly detail: string;
  readonly detailZh: string;
}

export interface WarnedPlan {
  readonly method: ScheduleMethod;
  readonly instalments: readonly {
    readonly no: number;
    readonly dueDate: CivilDate;
    readonly principalFen: Fen;
  }[];
  /** Last day of the seizure that ends first among those in force; undefined when nothing is seized. */
  readonly seizedUntil: CivilDate | undefined;
  readonly signedOn: CivilDate;
  /** What was open by the basis on the day of signing; null where the sum was carried over or is not known. */
  readonly claimOpenFen: Fen | null;
}

function warnOfBalloon({ method, instalments }: WarnedPlan): PlanWarning[] {
  const principals = instalments.map((one) => one.principalFen);
  if (method !== 'BALLOON' || !isBalloonOverHalf(principals, sumFen(principals))) return [];
  return [
    {
      code: 'BALLOON_OVER_HALF',
      detail: 'The last instalment is more than half of the principal; say what it will be paid from.',
      detailZh: '末期款项超过本金的一半，请写明其资金来源。',
    },
  ];
}

function warnOfSeizureTerm({ instalments, seizedUntil }: WarnedPlan): PlanWarning[] {
  if (seizedUntil === undefined) return [];
  const numbers = instalments.filter((one) => one.dueDate > seizedUntil).map((one) => one.no);
  const [first] = numbers;
  if (first === undefined) return [];
  return [
    {
      code: 'DUE_AFTER_SEIZURE_TERM',
      detail: `Instalments from no. ${first} on fall due after ${seizedUntil}, when a seizure ends; renew it before.`,
      detailZh: `第${first}期起的款项在查封到期日 ${seizedUntil} 之后到期，请在到期前办理续行查封。`,
    },
  ];
}

function warnOfSum({ instalments, claimOpenFen }: WarnedPlan): PlanWarning[] {
  if (claimOpenFen === null) return [];
  const { excessFen, shortfallFen } = compareAgreedSum(
    sumFen(instalments.map((one) => one.principalFen)),
    claimOpenFen,
  );
  if (excessFen > 0n) {
    const yuan = formatYuan(excessFen);
    return [
      {
        code: 'ABOVE_CLAIM',
        detail:
          `The agreed sum is ${yuan} yuan above what was open on the day of signing. The basis does not order the ` +
          'excess; it cannot be enforced by it and drops when the basis is resumed.',
        detailZh: `约定金额超出签署日未履行金额 ${yuan} 元；超出部分不属执行依据确定的内容，不能据以强制执行，恢复执行时不计。`,
      },
    ];
  }
  if (shortfallFen === 0n) return [];
  const yuan = formatYuan(shortfallFen);
  return [
    {
      code: 'BELOW_CLAIM',
      detail:
        `The agreed sum is ${yuan} yuan below what was open on the day of signing. Performance waives what of it is ` +
        'owed to the applicants; the execution fee stays owed.',
      detailZh: `约定金额低于签署日未履行金额 ${yuan} 元；履行完毕后，其中应付申请执行人的部分视为放弃，执行费仍应交纳。`,
    },
  ];
}

function warnOfLength({ instalments, signedOn }: WarnedPlan): PlanWarning[] {
  const [first] = instalments;
  const days = first ? daysBetween(signedOn, first.dueDate) : 0;
  return [
    ...(instalments.length > PLAN_INSTALMENTS_MAX
      ? [
          {
            code: 'TOO_MANY_INSTALMENTS' as const,
            detail: `The plan has ${instalments.length} instalments, more than ${PLAN_INSTALMENTS_MAX}.`,
            detailZh: `计划共 ${instalments.length} 期，超过 ${PLAN_INSTALMENTS_MAX} 期。`,
          },
        ]
      : []),
    ...(days > FIRST_DUE_DAYS_MAX
      ? [
          {
            code: 'FIRST_DUE_LATE' as const,
            detail: `The first instalment is due ${days} days after signing, more than ${FIRST_DUE_DAYS_MAX}.`,
            detailZh: `首期到期日距签署日 ${days} 天，超过 ${FIRST_DUE_DAYS_MAX} 天。`,
          },
        ]
      : []),
  ];
}

/**
 * What a plan should still settle.
 * Law: PL-05 (the end of the shortest seizure in force), section 6.1 (a last instalment over half), PL-14, FE-01.
 */
export function warnOfPlan(plan: WarnedPlan): readonly PlanWarning[] {
  return [...warnOfBalloon(plan), ...warnOfSeizureTerm(plan), ...warnOfSum(plan), ...warnOfLength(plan)];
}
