import { sortColumns } from './define.js';

const OPINION = [
  'court_code',
  'request_id',
  'position',
  'data',
  'text',
  'file_ids',
  'given_by',
  'given_on',
  'created_at',
];

const REVIEW_DECISION = [
  'court_code',
  'review_id',
  'outcome',
  'reasons',
  'conditions',
  'exit_rules',
  'measures',
  'decided_on',
  'decided_by',
  'decided_for',
  'created_at',
];

/** Columns of relief and papers. */
export const REVIEW_COLUMNS = sortColumns({
  relief_requests: {
    key: ['id'],
    sets: {
      1: [
        'court_code',
        'id',
        'case_id',
        'requested_by',
        'path',
        'reason',
        'new_facts',
        'evidence',
        'file_ids',
        'requested_on',
        'recorded_by',
        'created_at',
      ],
    },
  },
  joint_reviews: {
    key: ['id'],
    sets: {
      1: ['court_code', 'id', 'case_id', 'opened_on', 'opened_by', 'decided_on', 'settled_by_payment_on', 'created_at'],
    },
  },
  department_requests: {
    key: ['id'],
    sets: {
      1: [
        'court_code',
        'id',
        'review_id',
        'department_code',
        'question',
        'asked_data',
        'shown_fields',
        'due_on',
        'created_at',
      ],
    },
  },
  department_opinions: {
    key: ['request_id'],
    sets: {
      1: OPINION,
      2: [...OPINION, 'unanswered', 'handled_by', 'reviewed_by'],
    },
  },
  review_meetings: {
    key: ['review_id'],
    sets: {
      1: [
        'court_code',
        'review_id',
        'held_on',
        'attendees',
        'minutes',
        'votes',
        'dissent',
        'file_ids',
        'recorded_by',
        'created_at',
      ],
    },
  },
  review_court_records: {
    key: ['review_id'],
    sets: {
      1: [
        'court_code',
        'review_id',
        'enforcement_cases',
        'asset_report',
        'past_performance',
        'seizures',
        'file_ids',
        'recorded_by',
        'recorded_on',
        'created_at',
      ],
    },
  },
  review_decisions: {
    key: ['review_id'],
    sets: {
      1: REVIEW_DECISION,
      2: [...REVIEW_DECISION, 'hard_stops'],
    },
  },
  review_measures: {
    key: ['review_id'],
    order: ['no'],
    sets: { 1: ['court_code', 'review_id', 'no', 'department_code', 'measure', 'due_on'] },
  },
  documents: {
    key: ['id'],
    sets: {
      1: [
        'court_code',
        'id',
        'case_id',
        'kind',
        'subject_id',
        'title',
        'template_version',
        'snapshot',
        'snapshot_sm3',
        'sha256',
        'made_by',
        'made_at',
      ],
    },
  },
});
