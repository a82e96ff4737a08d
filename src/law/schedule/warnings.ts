import type { CivilDate } from '../../shared/civil-date.js';
import { type Fen, sumFen } from '../../shared/money.js';
import { isBalloonOverHalf } from './principal.js';
import type { ScheduleMethod } from './terms.js';

export const PLAN_WARNINGS = ['BALLOON_OVER_HALF', 'DUE_AFTER_SEIZURE_TERM'] as const;

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

/**
 * What a plan should still settle.
 * Law: PL-05 (the end of the shortest seizure in force), section 6.1 (a last instalment over half).
 */
export function warnOfPlan(plan: WarnedPlan): readonly PlanWarning[] {
  return [...warnOfBalloon(plan), ...warnOfSeizureTerm(plan)];
}
