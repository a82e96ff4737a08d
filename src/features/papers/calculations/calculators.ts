import { z } from 'zod';
import { asValidationIssue, problemOfIssues } from '../../../shared/field-errors.js';
import {
  feesAnswer,
  generalInterestAnswer,
  instalmentPlanAnswer,
  judgmentLedgerAnswer,
  multiDebtAllocationAnswer,
  planPaymentsAnswer,
  planQuotesAnswer,
} from './answer-schema.js';
import { instalmentPlanBody, planQuotesBody } from './plan-schema.js';
import {
  feesBody,
  generalInterestBody,
  judgmentLedgerBody,
  multiDebtAllocationBody,
  planPaymentsBody,
} from './schema.js';
import {
  calculateFees,
  calculateGeneralInterest,
  calculateInstalmentPlan,
  calculateJudgmentLedger,
  calculateMultiDebtAllocation,
  calculatePlanPayments,
  calculatePlanQuotes,
  type References,
} from './service.js';

interface Parts<B extends z.ZodType, A extends z.ZodType> {
  readonly body: B;
  readonly answer: A;
  readonly calculate: (body: z.output<B>, references: References) => z.output<A>;
}

/** A calculation from the body as it came to the answer as it leaves. */
export interface Calculator<B extends z.ZodType, A extends z.ZodType> extends Parts<B, A> {
  /** Checks a body, computes, and gives the answer in wire form. Refuses: `invalid-body`. */
  readonly compute: (body: unknown, references: References) => z.input<A>;
}

const calculator = <B extends z.ZodType, A extends z.ZodType>(parts: Parts<B, A>): Calculator<B, A> => ({
  ...parts,
  compute: (body, references) => {
    const parsed = parts.body.safeParse(body);
    if (!parsed.success) throw problemOfIssues('invalid-body', parsed.error.issues.map(asValidationIssue));
    return z.encode(parts.answer, parts.calculate(parsed.data, references));
  },
});

/** The seven calculators, by their acts. */
export const CALCULATORS = {
  calculateGeneralInterest: calculator({
    body: generalInterestBody,
    answer: generalInterestAnswer,
    calculate: calculateGeneralInterest,
  }),
  calculateJudgmentLedger: calculator({
    body: judgmentLedgerBody,
    answer: judgmentLedgerAnswer,
    calculate: calculateJudgmentLedger,
  }),
  calculateFees: calculator({ body: feesBody, answer: feesAnswer, calculate: calculateFees }),
  calculateInstalmentPlan: calculator({
    body: instalmentPlanBody,
    answer: instalmentPlanAnswer,
    calculate: calculateInstalmentPlan,
  }),
  calculatePlanQuotes: calculator({ body: planQuotesBody, answer: planQuotesAnswer, calculate: calculatePlanQuotes }),
  calculatePlanPayments: calculator({
    body: planPaymentsBody,
    answer: planPaymentsAnswer,
    calculate: calculatePlanPayments,
  }),
  calculateMultiDebtAllocation: calculator({
    body: multiDebtAllocationBody,
    answer: multiDebtAllocationAnswer,
    calculate: calculateMultiDebtAllocation,
  }),
} as const;
export type CalculatorName = keyof typeof CALCULATORS;
