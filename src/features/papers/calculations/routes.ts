import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { RateTable } from '../../../law/interest/lending-rates.js';
import type { WorkingCalendar } from '../../../law/working-days/calendar.js';
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

const BODY_LIMIT_BYTES = 8 * 1024 * 1024;
const tags = ['calculations'];

/** The seven calculators: they store nothing and answer every signed-in role. */
export function calculationRoutes(references: CalculationReferences): FastifyPluginAsyncZod {
  async function load() {
    const [calendar, rates] = await Promise.all([references.calendar(), references.rates()]);
    return { calendar, rates };
  }

  return async (app) => {
    app.post(
      '/v1/calculations/general-interest',
      {
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          operationId: 'calculateGeneralInterest',
          summary: 'General interest on an unchanged principal, by unbroken rates',
          tags,
          body: generalInterestBody,
          response: { 200: generalInterestAnswer },
        },
      },
      async (request) => calculateGeneralInterest(request.body, await load()),
    );

    app.post(
      '/v1/calculations/judgment-ledger',
      {
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          operationId: 'calculateJudgmentLedger',
          summary: 'Ledger of a judgment debt: both interests, payments and balances',
          tags,
          body: judgmentLedgerBody,
          response: { 200: judgmentLedgerAnswer },
        },
      },
      async (request) => calculateJudgmentLedger(request.body, await load()),
    );

    app.post(
      '/v1/calculations/fees',
      {
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          operationId: 'calculateFees',
          summary: 'Application fees for enforcement and for preservation',
          tags,
          body: feesBody,
          response: { 200: feesAnswer },
        },
      },
      async (request) => calculateFees(request.body),
    );

    app.post(
      '/v1/calculations/instalment-plan',
      {
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          operationId: 'calculateInstalmentPlan',
          summary: 'Schedule of an instalment plan with adjusted due dates',
          tags,
          body: instalmentPlanBody,
          response: { 200: instalmentPlanAnswer },
        },
      },
      async (request) => calculateInstalmentPlan(request.body, await load()),
    );

    app.post(
      '/v1/calculations/plan-quotes',
      {
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          operationId: 'calculatePlanQuotes',
          summary: 'Plans for a debt side by side: by number, by amount, by what receipts carry',
          tags,
          body: planQuotesBody,
          response: { 200: planQuotesAnswer },
        },
      },
      async (request) => calculatePlanQuotes(request.body, await load()),
    );

    app.post(
      '/v1/calculations/plan-payments',
      {
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          operationId: 'calculatePlanPayments',
          summary: 'Payments applied to a plan: statuses, breach and acceleration',
          tags,
          body: planPaymentsBody,
          response: { 200: planPaymentsAnswer },
        },
      },
      async (request) => calculatePlanPayments(request.body),
    );

    app.post(
      '/v1/calculations/multi-debt-allocation',
      {
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          operationId: 'calculateMultiDebtAllocation',
          summary: 'One payment over several debts to one creditor',
          tags,
          body: multiDebtAllocationBody,
          response: { 200: multiDebtAllocationAnswer },
        },
      },
      async (request) => calculateMultiDebtAllocation(request.body),
    );
  };
}
