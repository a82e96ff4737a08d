import { z } from 'zod';
import { LEDGER_BUCKETS } from '../../../law/ledger/buckets.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { hexDigest } from '../../../shared/digests.js';
import { id } from '../../../shared/ids.js';
import { computedFen } from '../../../shared/money.js';
import { PAYMENT_CHANNELS } from '../../../tables/payments.js';
import { caseView } from '../../dossier/cases/schema.js';
import { scheduleView } from '../../plans/drafting/schema.js';
import { ledgerView } from '../ledger-view/schema.js';

export const STATEMENT_FORMATS = ['json', 'pdf', 'xlsx'] as const;

export const statementQuery = z.strictObject({
  asOf: civilDate.optional().describe('includes everything of that day; default today'),
  format: z.enum(STATEMENT_FORMATS).default('json'),
});

const party = z.object({ name: z.string(), unifiedSocialCreditCode: z.string().nullable() });

/** Everything of a statement but its digest. */
export const statementContent = z.object({
  caseId: id,
  caseNumber: z.string(),
  court: z.object({ code: z.string(), name: z.string() }),
  asOf: shownDate,
  enterprise: party,
  applicants: z.array(party),
  enforcementBasis: caseView.shape.enforcementBasis,
  claim: caseView.shape.claim,
  payments: z
    .array(
      z.object({
        paymentId: id,
        receivedOn: shownDate,
        amountFen: computedFen,
        channel: z.enum(PAYMENT_CHANNELS),
        payerName: z.string().nullable().describe('null where bank data are not for the caller'),
        reference: z.string().nullable(),
      }),
    )
    .describe('payments that count, by value date'),
  allocations: z
    .array(
      z.object({
        paymentId: id,
        receivedOn: shownDate,
        planId: id.nullable(),
        planNo: z.int().nullable().describe('version of the plan whose instalment it is'),
        instalmentNo: z.int().nullable(),
        bucket: z.enum(LEDGER_BUCKETS),
        amountFen: computedFen,
      }),
    )
    .describe('where these payments stand booked'),
  original: ledgerView.shape.original
    .unwrap()
    .describe('the enforcement basis in the order of the case, by default AL-04'),
  plan: z
    .object({
      planId: id,
      planNo: z.int(),
      signedOn: shownDate,
      activatedOn: shownDate.nullable(),
      instalments: scheduleView.shape.instalments,
      totals: scheduleView.shape.totals,
      surplusFen: computedFen,
    })
    .nullable()
    .describe('the settlement in force, as it stands at asOf'),
  marks: z.array(z.string()).describe('`provisional`, `WEEKEND_ONLY`, `BEFORE_2014_NOT_COMPUTED`'),
});
export type StatementContent = z.infer<typeof statementContent>;

export const statementView = statementContent.extend({
  digest: hexDigest.describe('SM3 over the RFC 8785 form of this answer without `digest`'),
});
export type StatementView = z.infer<typeof statementView>;
