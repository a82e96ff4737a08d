import type { OWNERS } from './owners.js';

/** What the application's role may do with the rows of a table besides reading them. */
export interface Rights {
  /** Columns that it may change; `ALL` only where the rows belong to no case. */
  readonly changes?: readonly string[] | 'ALL';
  readonly removes?: true;
  /** It may add rows, unless this says otherwise. */
  readonly adds?: false;
}

/** A correction is a new row; nothing is changed. */
const NEW_ROWS_ONLY: Rights = {};
/** What the second person sets on an entry in a case (CP-01). */
const DECISION = ['status', 'decided_by', 'decided_for', 'decided_at', 'decision_reason'];
/** Only the owner writes: migrations, or a function that he lends. */
const READ_ONLY: Rights = { adds: false };

/**
 * The rights of the application's role, table by table; PostgreSQL grants exactly these (`application-role.ts`), and
 * refuses everything else whatever the program does. Rows of cases are never removed, and of them only the columns
 * named here change. Law: EV-02, CP-04.
 */
export const RIGHTS: Readonly<Record<keyof typeof OWNERS, Rights>> = {
  access_batches: NEW_ROWS_ONLY,
  access_log: NEW_ROWS_ONLY,
  access_removals: READ_ONLY,
  account_notices: { changes: ['read_at'] },
  account_requests: { changes: 'ALL' },
  api_keys: { changes: 'ALL' },
  audit_anchors: NEW_ROWS_ONLY,
  audit_roots: NEW_ROWS_ONLY,
  calendar_years: { changes: ['status', 'decided_by', 'decided_at', 'reason'] },
  case_events: NEW_ROWS_ONLY,
  case_files: NEW_ROWS_ONLY,
  case_parties: { changes: ['phone', 'phone_index'] },
  cases: {
    changes: [
      'state',
      'colour',
      'colour_review_on',
      'relief_path',
      'morning_on',
      'chain_length',
      'chain_head',
      'version',
      'principal_fen',
      'other_monetary_fen',
      'costs_fen',
      'fee_base_fen',
      'execution_fee_fen',
      'general_interest',
      'calculation',
      'collection_bank',
      'collection_name',
      'collection_number',
      'collection_number_index',
      'collection_number_unsealed',
      'officer_id',
      'judge_id',
    ],
  },
  claim_corrections: { changes: DECISION },
  close_failures: { changes: ['last_closed_on', 'error', 'failed_at', 'cleared_at'] },
  collection_account_changes: { changes: [...DECISION, 'number'] },
  consents: NEW_ROWS_ONLY,
  service_records: NEW_ROWS_ONLY,
  acceleration_notices: NEW_ROWS_ONLY,
  acceleration_withdrawals: NEW_ROWS_ONLY,
  court_closes: { changes: 'ALL' },
  court_limits: { changes: 'ALL' },
  courts: { changes: ['name', 'closed_on'] },
  delegations: { changes: 'ALL' },
  department_opinions: NEW_ROWS_ONLY,
  department_requests: NEW_ROWS_ONLY,
  departments: { changes: ['name', 'closed_on'] },
  directory_changes: { changes: 'ALL' },
  disbursement_decisions: NEW_ROWS_ONLY,
  disbursements: { changes: ['payee_number'] },
  documents: NEW_ROWS_ONLY,
  escalation_policies: { changes: 'ALL' },
  escalation_steps: { changes: ['status', 'reason'] },
  file_contents: NEW_ROWS_ONLY,
  files: NEW_ROWS_ONLY,
  idempotency_keys: { changes: ['status', 'headers', 'body', 'case_ids'] },
  installations: { changes: 'ALL', adds: false },
  instalment_progress: {
    changes: ['paid_fen', 'dropped_interest_fen', 'paid_in_full_on', 'next_step_on', 'due_on', 'awaits_year'],
  },
  invitations: { changes: 'ALL', removes: true },
  job_runs: { changes: ['status', 'published_at', 'started_at', 'finished_at', 'counts', 'failures'] },
  joint_reviews: { changes: ['decided_on', 'settled_by_payment_on'] },
  ledger_postings: NEW_ROWS_ONLY,
  lending_rates: { changes: ['status', 'decided_by', 'decided_at', 'reason', 'settled'] },
  notices: { changes: ['read_at', 'delivery', 'attempts', 'attempted_at', 'next_attempt_at', 'fault'] },
  outbox: { changes: ['sent_at', 'available_at'] },
  parties: { changes: ['identity_number', 'identity_number_index'] },
  payment_decisions: NEW_ROWS_ONLY,
  payment_transfers: { changes: DECISION },
  payments: NEW_ROWS_ONLY,
  performance_findings: { changes: ['set_aside_on', 'set_aside_reason', 'set_aside_by'] },
  plan_applicants: NEW_ROWS_ONLY,
  plan_confirmations: NEW_ROWS_ONLY,
  plan_instalments: NEW_ROWS_ONLY,
  plans: {
    changes: ['status', 'activated_on', 'claim_open_fen', 'superseded_on', 'received_fen', 'accelerated_on', 'version'],
  },
  rate_counters: { changes: 'ALL' },
  recusals: { changes: ['lifted_by', 'lifted_at', 'lift_reason'] },
  refund_tasks: { changes: ['status', 'amount_fen', 'version'] },
  relief_requests: NEW_ROWS_ONLY,
  review_court_records: NEW_ROWS_ONLY,
  review_decisions: NEW_ROWS_ONLY,
  review_measures: NEW_ROWS_ONLY,
  review_meetings: NEW_ROWS_ONLY,
  seized_assets: NEW_ROWS_ONLY,
  seizures: NEW_ROWS_ONLY,
  sessions: { changes: 'ALL', removes: true },
  sign_in_attempts: { changes: 'ALL' },
  state_steps: READ_ONLY,
  unmask_counts: { changes: 'ALL' },
  user_identities: { changes: 'ALL', removes: true },
  user_parties: { changes: 'ALL', removes: true },
  users: { changes: 'ALL' },
};
