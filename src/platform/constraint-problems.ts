import { Problem, type ProblemCode } from '../shared/problems.js';
import { databaseFault } from './database.js';

/** What a refused row means to the caller, where the database is the last to decide (two requests at once). */
const CONSTRAINT_CODES: Readonly<Record<string, ProblemCode>> = {
  cases_case_number_unique: 'case-number-taken',
  disbursement_decisions_bank_transaction_no_unique: 'payment-already-booked',
  payment_decisions_pkey: 'payment-already-decided',
  plans_one_active: 'plan-already-active',
  calendar_years_one_entered: 'entry-waits',
  calendar_years_one_released: 'entry-already-decided',
  lending_rates_one_entered: 'entry-waits',
  lending_rates_one_released: 'entry-already-decided',
  users_username_unique: 'username-taken',
  user_identities_subject_unique: 'identity-taken',
  department_opinions_pkey: 'opinion-given',
  review_meetings_pkey: 'meeting-recorded',
  review_decisions_pkey: 'review-decided',
  escalation_policies_one_entered: 'entry-waits',
  court_limits_one_entered: 'entry-waits',
  directory_changes_one_entered: 'entry-waits',
  courts_pkey: 'code-taken',
  courts_name_unique: 'code-taken',
  departments_pkey: 'code-taken',
  departments_name_unique: 'code-taken',
  account_requests_one_entered: 'entry-waits',
  plan_confirmations_pkey: 'already-confirmed',
  seizures_use_debtor_custody: 'use-needs-debtor-custody',
};

/** Somebody has to make room first. */
const FULL_RETRY_SECONDS = 60;

/** Whether the database could not write: its disk is full, or fails. */
export function isOutOfRoom(error: unknown): boolean {
  const code = databaseFault(error)?.code;
  return code === '53100' || code === '58030';
}

/** The problem behind a database error; undefined when it is a fault of ours. */
export function problemOfDatabaseError(error: unknown): Problem | undefined {
  const fault = databaseFault(error);
  if (!fault) return undefined;
  const code = fault.constraint === undefined ? undefined : CONSTRAINT_CODES[fault.constraint];
  if (code) return new Problem(code);
  // Lock not available in time, deadlock, serialization failure: somebody else is busy with the same thing.
  if (fault.code === '55P03' || fault.code === '40P01' || fault.code === '40001') {
    return new Problem('request-in-flight', {
      detail: 'Somebody is changing the same thing; try again.',
      retryAfterSeconds: 1,
    });
  }
  // Text that PostgreSQL cannot store, such as U+0000.
  if (fault.code === '22021' || fault.code === '22P05') {
    return new Problem('invalid-body', { detail: 'The text holds a character that cannot be stored (U+0000).' });
  }
  if (isOutOfRoom(error)) {
    return new Problem('overloaded', {
      detail: 'The database has no room to write; nothing was changed.',
      retryAfterSeconds: FULL_RETRY_SECONDS,
    });
  }
  // The statement took too long, or the database is going away, not there, or in trouble with its machine.
  return /^(57014|57P..|08...|53...|58...)$/.test(fault.code ?? '')
    ? new Problem('overloaded', { retryAfterSeconds: 5 })
    : undefined;
}
