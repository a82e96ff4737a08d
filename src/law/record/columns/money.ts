import { CASE_ENTRY, COUNTER, DECIDED_ENTRY, sortColumns } from './define.js';

const PAYMENTS_1 = [
  'court_code',
  'id',
  'case_id',
  'amount_fen',
  'received_on',
  'channel',
  'reference',
  'payer_name',
  'bank_transaction_no',
  'file_ids',
  'entered_by',
  'entered_for',
  'created_at',
] as const;

const CLAIM_CORRECTIONS_1 = [
  'court_code',
  'id',
  'case_id',
  'no',
  'ground',
  'evidence',
  'file_ids',
  'before',
  'after',
  'entered_by',
  'entered_on',
  'created_at',
] as const;

const PAYMENTS_2 = [...PAYMENTS_1, 'bank_number', 'part', 'bank_line_fen', 'entered_on'] as const;

/** Columns of money in, back and out. */
export const MONEY_COLUMNS = sortColumns({
  payments: {
    key: ['id'],
    sets: {
      1: PAYMENTS_1,
      2: PAYMENTS_2,
      3: [...PAYMENTS_2, 'account_index', 'transferred_from'],
    },
  },
  payment_decisions: {
    key: ['payment_id', 'decision'],
    sets: {
      1: [
        'court_code',
        'payment_id',
        'decision',
        'decided_by',
        'decided_for',
        'reason',
        'file_ids',
        'decided_at',
        'decided_on',
      ],
    },
  },
  payment_transfers: {
    key: ['id'],
    sets: {
      1: ['court_code', 'id', 'case_id', 'payment_id', 'to_case_id', ...CASE_ENTRY],
    },
  },
  ledger_postings: {
    key: ['id'],
    sets: {
      1: [
        'court_code',
        'id',
        'case_id',
        'kind',
        'bucket',
        'amount_fen',
        'effective_on',
        'payment_id',
        'plan_id',
        'instalment_no',
        'reverses_id',
        'ground',
        'created_at',
      ],
    },
  },
  claim_corrections: {
    key: ['id'],
    sets: {
      1: CLAIM_CORRECTIONS_1,
      2: [...CLAIM_CORRECTIONS_1, ...DECIDED_ENTRY],
    },
  },
  refund_tasks: {
    key: ['id'],
    sets: {
      1: ['court_code', 'id', 'case_id', 'payment_id', 'amount_fen', 'status', 'opened_on', 'created_at'],
    },
    volatile: { version: COUNTER },
  },
  disbursements: {
    key: ['id'],
    sets: {
      1: [
        'court_code',
        'id',
        'case_id',
        'kind',
        'applicant_id',
        'refund_task_id',
        'amount_fen',
        'payee_bank',
        'payee_name',
        'reason',
        'evidence',
        'file_ids',
        'entered_by',
        'entered_for',
        'created_at',
      ],
    },
    derived: { payee_number: 'opens at its place' },
  },
  disbursement_decisions: {
    key: ['disbursement_id', 'decision'],
    sets: {
      1: [
        'court_code',
        'disbursement_id',
        'decision',
        'decided_on',
        'paid_on',
        'returned_on',
        'bank_transaction_no',
        'reason',
        'decided_by',
        'decided_for',
        'decided_at',
      ],
    },
  },
  performance_findings: {
    key: ['id'],
    sets: {
      1: [
        'court_code',
        'id',
        'case_id',
        'found_on',
        'paid_by',
        'plan_id',
        'waived',
        'shadow_fen',
        'reason',
        'file_ids',
        'found_by',
        'created_at',
        'set_aside_on',
        'set_aside_reason',
        'set_aside_by',
      ],
    },
  },
});
