import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { calculationRoutes } from '../../src/features/papers/calculations/routes.js';
import { problemDetails } from '../../src/plugins/problem-details.js';
import { calendar, rates } from './law-references.js';

/** The calculators alone, without sign-in: they need no database. */
export async function buildCalculationsApp() {
  const app = Fastify({ routerOptions: { maxParamLength: 200 } });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(problemDetails);
  await app.register(calculationRoutes({ calendar: async () => calendar, rates: async () => rates }));
  return app;
}

export const CALCULATION_PATHS = {
  generalInterest: '/v1/calculations/general-interest',
  judgmentLedger: '/v1/calculations/judgment-ledger',
  fees: '/v1/calculations/fees',
  instalmentPlan: '/v1/calculations/instalment-plan',
  planPayments: '/v1/calculations/plan-payments',
  multiDebtAllocation: '/v1/calculations/multi-debt-allocation',
  planQuotes: '/v1/calculations/plan-quotes',
} as const;
export type CalculationKind = keyof typeof CALCULATION_PATHS;
