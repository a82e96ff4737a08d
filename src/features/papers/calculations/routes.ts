import type { FastifyPluginAsync } from 'fastify';
import type { z } from 'zod';
import type { RateTable } from '../../../law/interest/lending-rates.js';
import type { WorkingCalendar } from '../../../law/working-days/calendar.js';
import { openCall } from '../../../plugins/command.js';
import { keepLargeBodies } from '../../../plugins/large-body.js';
import { createCalculationPool } from './calculation-pool.js';
import { type Calculator, type CalculatorName, CALCULATORS } from './calculators.js';

/** Where the calculators take the tables of days and rates from. */
export interface CalculationReferences {
  calendar(): Promise<WorkingCalendar>;
  rates(): Promise<RateTable>;
}

const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/** Address and summary of each. */
const TEXTS: Readonly<Record<CalculatorName, readonly [path: string, summary: string]>> = {
  calculateGeneralInterest: ['general-interest', 'General interest on an unchanged principal, by unbroken rates'],
  calculateJudgmentLedger: ['judgment-ledger', 'Ledger of a judgment debt: both interests, payments and balances'],
  calculateFees: ['fees', 'Application fees for enforcement and for preservation'],
  calculateInstalmentPlan: ['instalment-plan', 'Schedule of an instalment plan with adjusted due dates'],
  calculatePlanQuotes: ['plan-quotes', 'Plans for a debt side by side: by number, by amount, by what receipts carry'],
  calculatePlanPayments: ['plan-payments', 'Payments applied to a plan: statuses, breach and acceleration'],
  calculateMultiDebtAllocation: ['multi-debt-allocation', 'One payment over several debts to one creditor'],
};

/** The tables that the calculators rest on. */
async function loadTables(references: CalculationReferences) {
  const [calendar, rates] = await Promise.all([references.calendar(), references.rates()]);
  return { calendar, rates };
}

/**
 * The seven calculators: they store nothing and answer every signed-in role. A large body is computed in another
 * thread, so that nobody else waits for it.
 */
export function calculationRoutes(references: CalculationReferences): FastifyPluginAsync {
  return async (app) => {
    keepLargeBodies(app);
    const pool = createCalculationPool();
    app.addHook('onClose', () => pool.close());
    function add<B extends z.ZodType, A extends z.ZodType>(act: CalculatorName, of: Calculator<B, A>): void {
      const [path, summary] = TEXTS[act];
      openCall<A, undefined, B>(app, {
        act,
        path: `/v1/calculations/${path}`,
        summary,
        tags: ['calculations'],
        bodyLimit: BODY_LIMIT_BYTES,
        body: of.body,
        answer: of.answer,
        run: async ({ body }) => of.calculate(body, await loadTables(references)),
        large: async (bytes, caller) => pool.calculate(caller, act, bytes, await loadTables(references)),
      });
    }
    add('calculateGeneralInterest', CALCULATORS.calculateGeneralInterest);
    add('calculateJudgmentLedger', CALCULATORS.calculateJudgmentLedger);
    add('calculateFees', CALCULATORS.calculateFees);
    add('calculateInstalmentPlan', CALCULATORS.calculateInstalmentPlan);
    add('calculatePlanQuotes', CALCULATORS.calculatePlanQuotes);
    add('calculatePlanPayments', CALCULATORS.calculatePlanPayments);
    add('calculateMultiDebtAllocation', CALCULATORS.calculateMultiDebtAllocation);
  };
}
