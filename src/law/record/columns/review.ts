import { sortColumns } from './define.js';

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
      1: ['court_code', 'request_id', 'position', 'data', 'text', 'file_ids', 'given_by', 'given_on', 'created_at'],
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
  review_decisions: {
    key: ['review_id'],
    sets: {
      1: [
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
      ],
    },
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
