import type { FastifyPluginAsync } from 'fastify';
import type { RateTable } from '../../../law/interest/lending-rates.js';
import type { WorkingCalendar } from '../../../law/working-days/calendar.js';
import { openCall } from '../../../plugins/command.js';
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
} from './service.js';

/** Where the calculators take the tables of days and rates from. */
export interface CalculationReferences {
  calendar(): Promise<WorkingCalendar>;
  rates(): Promise<RateTable>;
}

const common = { tags: ['calculations'], bodyLimit: 8 * 1024 * 1024 } as const;

/** The tables that the calculators rest on. */
async function loadTables(references: CalculationReferences) {
  const [calendar, rates] = await Promise.all([references.calendar(), references.rates()]);
  return { calendar, rates };
}

/** The seven calculators: they store nothing and answer every signed-in role. */
export function calculationRoutes(references: CalculationReferences): FastifyPluginAsync {
  const load = () => loadTables(references);
  return async (app) => {
    openCall(app, {
      ...common,
      act: 'calculateGeneralInterest',
      path: '/v1/calculations/general-interest',
      summary: 'General interest on an unchanged principal, by unbroken rates',
      body: generalInterestBody,
      answer: generalInterestAnswer,
      run: async ({ body }) => calculateGeneralInterest(body, await load()),
    });
    openCall(app, {
      ...common,
      act: 'calculateJudgmentLedger',
      path: '/v1/calculations/judgment-ledger',
      summary: 'Ledger of a judgment debt: both interests, payments and balances',
      body: judgmentLedgerBody,
      answer: judgmentLedgerAnswer,
      run: async ({ body }) => calculateJudgmentLedger(body, await load()),
    });
    openCall(app, {
      ...common,
      act: 'calculateFees',
      path: '/v1/calculations/fees',
      summary: 'Application fees for enforcement and for preservation',
      body: feesBody,
      answer: feesAnswer,
      run: ({ body }) => calculateFees(body),
    });
    openCall(app, {
      ...common,
      act: 'calculateInstalmentPlan',
      path: '/v1/calculations/instalment-plan',
      summary: 'Schedule of an instalment plan with adjusted due dates',
      body: instalmentPlanBody,
      answer: instalmentPlanAnswer,
      run: async ({ body }) => calculateInstalmentPlan(body, await load()),
    });
    openCall(app, {
      ...common,
      act: 'calculatePlanQuotes',
      path: '/v1/calculations/plan-quotes',
      summary: 'Plans for a debt side by side: by number, by amount, by what receipts carry',
      body: planQuotesBody,
      answer: planQuotesAnswer,
      run: async ({ body }) => calculatePlanQuotes(body, await load()),
    });
    openCall(app, {
      ...common,
      act: 'calculatePlanPayments',
      path: '/v1/calculations/plan-payments',
      summary: 'Payments applied to a plan: statuses, breach and acceleration',
      body: planPaymentsBody,
      answer: planPaymentsAnswer,
      run: ({ body }) => calculatePlanPayments(body),
    });
    openCall(app, {
      ...common,
      act: 'calculateMultiDebtAllocation',
      path: '/v1/calculations/multi-debt-allocation',
      summary: 'One payment over several debts to one creditor',
      body: multiDebtAllocationBody,
      answer: multiDebtAllocationAnswer,
      run: ({ body }) => calculateMultiDebtAllocation(body),
    });
  };
}
