import { parentPort } from 'node:worker_threads';
import { createRateTable, type LendingRate } from '../../../law/interest/lending-rates.js';
import { type CalendarYear, createWorkingCalendar } from '../../../law/working-days/calendar.js';
import { type FieldError, Problem, type ProblemCode } from '../../../shared/problems.js';
import { decodeUtf8 } from '../../../shared/utf8.js';
import { type CalculatorName, CALCULATORS } from './calculators.js';

/** A calculation whose body nobody has read yet, with the tables that it rests on. */
export interface CalculationTask {
  readonly name: CalculatorName;
  readonly body: Uint8Array;
  readonly years: readonly CalendarYear[];
  readonly announcements: readonly LendingRate[];
}

/** The answer as JSON, or why there is none. */
export type CalculationOutcome =
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | {
      readonly refused: { readonly code: ProblemCode; readonly detail: string; readonly errors: readonly FieldError[] };
    };

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem('malformed-json', { cause });
  }
}

function calculate({ name, body, years, announcements }: CalculationTask): Uint8Array<ArrayBuffer> {
  const calendar = createWorkingCalendar(years);
  const references = { calendar, rates: createRateTable(announcements, calendar) };
  return new TextEncoder().encode(JSON.stringify(CALCULATORS[name].compute(parseJson(decodeUtf8(body)), references)));
}

parentPort?.on('message', (task: CalculationTask) => {
  try {
    const bytes = calculate(task);
    parentPort?.postMessage({ result: { bytes } }, [bytes.buffer]);
  } catch (error) {
    if (!(error instanceof Problem)) {
      parentPort?.postMessage({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      return;
    }
    const { code, detail, errors } = error;
    parentPort?.postMessage({ result: { refused: { code, detail, errors } } });
  }
});
