import type { PgTable } from 'drizzle-orm/pg-core';
import type { FixedTable } from '../../../../law/record/fixed-columns.js';
import { accelerationNotices, accelerationWithdrawals } from '../../../../tables/acceleration.js';
import { caseParties, cases } from '../../../../tables/cases.js';
import { claimCorrections } from '../../../../tables/claim-corrections.js';
import { collectionAccountChanges } from '../../../../tables/collection-account-changes.js';
import { consents } from '../../../../tables/consents.js';
import { escalationSteps } from '../../../../tables/course.js';
import { disbursementDecisions, disbursements } from '../../../../tables/disbursements.js';
import { documents } from '../../../../tables/documents.js';
import { caseFiles } from '../../../../tables/files.js';
import {
  departmentOpinions,
  departmentRequests,
  jointReviews,
  reviewCourtRecords,
  reviewDecisions,
  reviewMeasures,
  reviewMeetings,
} from '../../../../tables/joint-reviews.js';
import { ledgerPostings } from '../../../../tables/ledger.js';
import { paymentTransfers } from '../../../../tables/payment-transfers.js';
import { paymentDecisions, payments } from '../../../../tables/payments.js';
import { performanceFindings } from '../../../../tables/performance-findings.js';
import {
  instalmentProgress,
  planApplicants,
  planConfirmations,
  planInstalments,
  plans,
} from '../../../../tables/plans.js';
import { recusals } from '../../../../tables/recusals.js';
import { refundTasks } from '../../../../tables/refunds.js';
import { reliefRequests } from '../../../../tables/relief-requests.js';
import { seizedAssets, seizures } from '../../../../tables/seizures.js';
import { serviceRecords } from '../../../../tables/service-records.js';

/** Where the rows of a table stand: under the case itself, or under a thing of another table. */
interface Place {
  readonly table: PgTable;
  /** Column that names the case, or the thing above. */
  readonly under: string;
  /** Table of the thing above; absent where the row names its case. */
  readonly parent?: FixedTable;
}

const ofCase = (table: PgTable): Place => ({ table, under: 'case_id' });

/** Every table whose rows are fixed. */
export const FIXED_TABLES: Readonly<Record<FixedTable, Place>> = {
  cases: { table: cases, under: 'id' },
  case_parties: ofCase(caseParties),
  case_files: ofCase(caseFiles),
  collection_account_changes: ofCase(collectionAccountChanges),
  consents: ofCase(consents),
  seizures: ofCase(seizures),
  seized_assets: { table: seizedAssets, under: 'seizure_id', parent: 'seizures' },
  recusals: ofCase(recusals),
  payments: ofCase(payments),
  payment_decisions: { table: paymentDecisions, under: 'payment_id', parent: 'payments' },
  payment_transfers: ofCase(paymentTransfers),
  ledger_postings: ofCase(ledgerPostings),
  claim_corrections: ofCase(claimCorrections),
  refund_tasks: ofCase(refundTasks),
  disbursements: ofCase(disbursements),
  disbursement_decisions: { table: disbursementDecisions, under: 'disbursement_id', parent: 'disbursements' },
  plans: ofCase(plans),
  plan_applicants: { table: planApplicants, under: 'plan_id', parent: 'plans' },
  plan_instalments: { table: planInstalments, under: 'plan_id', parent: 'plans' },
  plan_confirmations: { table: planConfirmations, under: 'plan_id', parent: 'plans' },
  instalment_progress: ofCase(instalmentProgress),
  acceleration_notices: ofCase(accelerationNotices),
  acceleration_withdrawals: {
    table: accelerationWithdrawals,
    under: 'notice_id',
    parent: 'acceleration_notices',
  },
  service_records: ofCase(serviceRecords),
  escalation_steps: ofCase(escalationSteps),
  relief_requests: ofCase(reliefRequests),
  joint_reviews: ofCase(jointReviews),
  department_requests: { table: departmentRequests, under: 'review_id', parent: 'joint_reviews' },
  department_opinions: { table: departmentOpinions, under: 'request_id', parent: 'department_requests' },
  review_meetings: { table: reviewMeetings, under: 'review_id', parent: 'joint_reviews' },
  review_court_records: { table: reviewCourtRecords, under: 'review_id', parent: 'joint_reviews' },
  review_decisions: { table: reviewDecisions, under: 'review_id', parent: 'joint_reviews' },
  review_measures: { table: reviewMeasures, under: 'review_id', parent: 'joint_reviews' },
  performance_findings: ofCase(performanceFindings),
  documents: ofCase(documents),
};
