import { COUNTER, sortColumns } from './define.js';

const PLAN = [
  'court_code',
  'id',
  'case_id',
  'no',
  'status',
  'terms',
  'principal_fen',
  'interest_fen',
  'grace_days',
  'prepay_policy',
  'acceleration_mode',
  'signed_on',
  'activated_on',
  'amends_plan_id',
  'effective_on',
  'amendment',
  'superseded_on',
  'received_fen',
  'drafted_by',
  'created_at',
];

/** Columns of plans and their course. */
export const PLANS_COLUMNS = sortColumns({
  plans: {
    key: ['id'],
    sets: { 1: PLAN, 2: [...PLAN, 'claim_open_fen'] },
    derived: { accelerated_on: 'decided again for the newest morning' },
    volatile: { version: COUNTER },
  },
  plan_applicants: {
    key: ['plan_id'],
    order: ['party_id'],
    sets: { 1: ['court_code', 'plan_id', 'party_id'] },
  },
  plan_instalments: {
    key: ['plan_id'],
    order: ['no'],
    sets: {
      1: [
        'court_code',
        'plan_id',
        'no',
        'nominal_due_on',
        'due_on',
        'days',
        'principal_fen',
        'interest_fen',
        'outstanding_after_fen',
        'provisional',
      ],
    },
  },
  plan_confirmations: {
    key: ['plan_id', 'party', 'party_id'],
    sets: {
      1: [
        'court_code',
        'plan_id',
        'party',
        'party_id',
        'method',
        'confirmed_on',
        'evidence',
        'file_ids',
        'recorded_by',
        'created_at',
      ],
    },
  },
  instalment_progress: {
    key: ['plan_id', 'no'],
    sets: { 1: ['court_code', 'plan_id', 'no', 'case_id', 'due_on'] },
    derived: {
      paid_fen: 'decided again for the newest morning',
      dropped_interest_fen: 'decided again for the newest morning',
      paid_in_full_on: 'decided again for the newest morning',
      next_step_on: 'decided again for the newest morning',
    },
    volatile: { awaits_year: 'which release of a day table may still fix the due date; the date itself is fixed' },
  },
  acceleration_notices: {
    key: ['id'],
    sets: {
      1: ['court_code', 'id', 'case_id', 'plan_id', 'declared_on', 'evidence', 'file_ids', 'recorded_by', 'created_at'],
    },
  },
  acceleration_withdrawals: {
    key: ['notice_id'],
    sets: { 1: ['court_code', 'notice_id', 'withdrawn_on', 'evidence', 'file_ids', 'recorded_by', 'created_at'] },
  },
  escalation_steps: {
    key: ['id'],
    sets: {
      1: [
        'court_code',
        'id',
        'case_id',
        'plan_id',
        'instalment_no',
        'step',
        'fell_on',
        'status',
        'recipients',
        'reason',
        'recorded_at',
      ],
    },
  },
});
